import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LogTail } from '../../../../src/connection/localGlue/logTail';
import { jsonLog } from '../../../../src/local/log';
import { LogFile } from '../../../../src/local/root/logFile';

let root: string;
let shown: string[];
const tails: LogTail[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tail-'));
  shown = [];
});

afterEach(async () => {
  tails.splice(0).forEach((tail) => {
    tail.dispose();
  });
  await rm(root, { recursive: true, force: true });
});

function follow(): LogTail {
  const at = (level: string) => (message: string) => void shown.push(`${level} ${message}`);
  const tail = new LogTail(root, { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') });
  tails.push(tail);
  return tail;
}

const toBeShown = (lines: readonly string[]) => vi.waitFor(() => expect(shown).toEqual(lines), { timeout: 5000 });

test('every window shows what is logged, from before it came, through a change of files, and nothing twice', async () => {
  const file = new LogFile(join(root, 'log'), 400);
  const log = jsonLog('info', (line) => file.write(line));
  follow();
  log.info('up', { endpoint: 'http://127.0.0.1:1', root: '/räume' });
  const lines = ['info Local Glue: up, endpoint: http://127.0.0.1:1, root: /räume'];
  await toBeShown(lines);
  for (let at = 0; at < 5; at++) {
    log.warn(`warning ${at}`, { at });
    log.error(`error ${at}`);
    lines.push(`warn Local Glue: warning ${at}, at: ${at}`, `error Local Glue: error ${at}`);
    await toBeShown(lines);
  }
  shown.length = 0;
  follow();
  log.info('last');
  await vi.waitFor(() => expect(shown.filter((line) => line === 'info Local Glue: last')).toHaveLength(2), 5000);
  expect(shown).toContain('error Local Glue: error 4');
});

test('a window that comes late sees whole lines only, and one that is closed none', async () => {
  const file = new LogFile(join(root, 'log'));
  for (let at = 0; at < 200; at++) {
    file.write(`${JSON.stringify({ level: 'info', message: `line ${at} ${'ü'.repeat(40)}` })}\n`);
  }
  const first = follow();
  await vi.waitFor(() => expect(shown.at(-1)).toMatch(/line 199 /), 5000);
  expect(shown.length).toBeGreaterThan(50);
  expect(shown.every((line) => /^info Local Glue: line \d+ ü{40}$/.test(line))).toBe(true);
  first.dispose();
  const before = shown.length;
  follow();
  file.write('no JSON\n');
  await vi.waitFor(() => expect(shown.at(-1)).toBe('info Local Glue: no JSON'), 5000);
  expect(shown.filter((line) => line.endsWith('no JSON'))).toHaveLength(1);
  expect(shown.length).toBeGreaterThan(before);
});
