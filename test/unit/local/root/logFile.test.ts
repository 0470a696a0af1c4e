import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GetMLTransformsCommand, GlueClient } from '@aws-sdk/client-glue';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LogFile } from '../../../../src/local/root/logFile';
import { localGlueProgram, projectNode, readLog } from '../../../harness/localGlue';
import { cleanEnvironment, ProcessTree } from '../../../harness/processes';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'log-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

test('the log is kept in two files of bounded size, the newest lines whole and in order', async () => {
  const folder = join(root, 'log');
  const lines = Array.from({ length: 100 }, (_, at) => `line ${at} ${'é'.repeat(20)}\n`);
  const half = new LogFile(folder, 1000);
  lines.slice(0, 50).forEach((line) => {
    half.write(line);
  });
  half.close();
  const other = new LogFile(folder, 1000);
  lines.slice(50).forEach((line) => {
    other.write(line);
  });
  other.close();
  expect((await readdir(folder)).sort()).toEqual(['glue-local.log', 'glue-local.old.log']);
  for (const name of await readdir(folder)) {
    const { size, mode } = await stat(join(folder, name));
    expect(size).toBeLessThanOrEqual(1000);
    expect(mode & 0o777).toBe(0o600);
  }
  const kept = (await readFile(join(folder, 'glue-local.old.log'), 'utf8')).concat(
    await readFile(join(folder, 'glue-local.log'), 'utf8'),
  );
  expect(kept.length).toBeGreaterThan(900);
  expect(lines.join('').endsWith(kept)).toBe(true);
});

test('a log that can not be written ends nobody, and goes on when it can', async () => {
  const folder = join(root, 'log');
  const log = new LogFile(folder);
  await mkdir(join(folder, 'glue-local.log'), { recursive: true });
  log.write('lost\n');
  await rm(folder, { recursive: true });
  log.write('kept\n');
  log.close();
  expect(await readFile(join(folder, 'glue-local.log'), 'utf8')).toBe('kept\n');
});

test('the program serves and logs on when whoever started it is gone, with its ends of the pipes', async () => {
  const args = [localGlueProgram, '--root', root, '--json', '--log-level', 'debug'];
  for (const more of [[], ['--json']]) {
    const tree = new ProcessTree(projectNode, [...args.filter((arg) => arg !== '--json'), ...more], {
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = tree.child;
    await once(createInterface({ input: stdout as NonNullable<typeof stdout> }), 'line');
    stdout?.destroy();
    stderr?.destroy();
    const credentials = JSON.parse(await readFile(join(root, 'credentials.json'), 'utf8'));
    const { endpoint } = JSON.parse(await readFile(join(root, 'endpoint.json'), 'utf8'));
    const glue = new GlueClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
    for (let call = 0; call < 3; call++) {
      expect((await glue.send(new GetMLTransformsCommand({}))).Transforms).toEqual([]);
    }
    glue.destroy();
    await tree.stop(10_000);
  }
  const lines = (await readLog(root)).map((line) => JSON.parse(line) as { readonly message: string });
  expect(lines.filter(({ message }) => message === 'request')).toHaveLength(6);
  expect(lines.filter(({ message }) => message === 'ending')).toHaveLength(2);
});
