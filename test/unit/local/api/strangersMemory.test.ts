import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalGlue, startLocalGlue } from '../../../harness/localGlue';
import { head, sign, swap } from './rawClient';

// 200 callers without the key, who send bodies nobody asked for: measured at the whole program, as the system sees it.

const callers = 200;
const bodySize = 8 << 20;
/** Sockets have buffers, and every connection a few objects; bodies would be 1,600 MB. */
const mostGrowth = 200;

let local: LocalGlue;

beforeAll(async () => {
  local = await startLocalGlue();
});

afterAll(() => local.stop());

/** A figure of the system's about the program, in MB. */
async function megabytes(name: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${local.pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
}

/** Sends a head and as much of a body as is taken, until the other end closes. Resolves to what was answered. */
async function press(start: string): Promise<string> {
  const socket = connect({ port: Number(new URL(local.endpoint).port), host: '127.0.0.1' });
  let answer = '';
  let isOpen = true;
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
  });
  // Its other end may go while this one writes.
  socket.on('error', () => undefined);
  socket.once('close', () => {
    isOpen = false;
  });
  socket.write(start);
  const piece = Buffer.alloc(64 << 10, 'x');
  for (let sent = 0; sent < bodySize && isOpen; sent += piece.length) {
    if (!socket.write(piece)) {
      await Promise.race([once(socket, 'drain').catch(() => undefined), closed]);
    }
    await turn();
  }
  await closed;
  return answer;
}

test.runIf(process.platform === 'linux').each([
  ['Glue', { method: 'POST', target: '/', service: 'glue' }],
  ['S3', { method: 'PUT', target: '/bucket/key', service: 's3' }],
] as const)('200 callers without the key who press bodies on %s cost next to no memory', async (_, raw) => {
  const port = Number(new URL(local.endpoint).port);
  const running = { keyPair: local.credentials, server: { port } };
  const { headers } = sign(running, { ...raw, hash: '0'.repeat(64) });
  const whole = { ...headers, 'content-length': String(bodySize), connection: 'close' };
  const foreign = swap(whole, /Credential=\w+/, 'Credential=AKIANOBODY');
  // The most it has had counts from now on.
  await writeFile(`/proc/${local.pid}/clear_refs`, '5');
  const before = await megabytes('VmRSS');
  const answers = await Promise.all(Array.from({ length: callers }, () => press(head(raw, foreign))));
  const most = await megabytes('VmHWM');
  console.log(`${raw.service}: ${before.toFixed(0)} MB before, ${most.toFixed(0)} MB at most`);
  expect(answers.filter((answer) => !answer.startsWith('HTTP/1.1 403 '))).toEqual([]);
  expect(most - before).toBeLessThan(mostGrowth);
});
