import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalConnection } from '../../../src/connection/localGlue/localConnection';
import { askLocalGlue } from '../../../src/connection/localGlue/localGlueService';
import { LocalProcess } from '../../../src/connection/localGlue/localProcess';
import { loadAws, programPath } from './bench';

suite('Local Glue as a process of the extension', () => {
  let folder = '';
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const damage: (readonly [number, string])[] = [];
  const log = { debug: write, info: write, warn: write, error: write };

  setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glue-process-'));
    lines.length = 0;
    damage.length = 0;
  });
  teardown(async () => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 500 }));

  const make = (program = programPath(), indexMegabytes = 100) =>
    new LocalProcess({
      program,
      node: process.execPath,
      root: () => folder,
      indexMegabytes: () => indexMegabytes,
      log,
      loadAws,
      onDamage: (...told) => void damage.push(told),
    });
  const pid = async (): Promise<number> => JSON.parse(await readFile(join(folder, 'endpoint.json'), 'utf8')).pid;

  test('starts on first use; a second window on the same root uses the same one; it ends with the last', async function () {
    this.timeout(60_000);
    const [first, second] = [make(), make()];
    const [one, two] = await Promise.all([first.endpoint(), second.endpoint()]);
    assert.equal(one.endpoint, two.endpoint);
    const process = await pid();
    first.dispose();
    assert.ok(isRunning(process));
    second.dispose();
    await until(() => !isRunning(process));
  });

  test('tells once, of all windows and starts, that records were damaged', async function () {
    this.timeout(60_000);
    const first = make();
    await first.endpoint();
    const process = await pid();
    first.dispose();
    await until(() => !isRunning(process));
    assert.deepEqual(damage, []);
    await writeFile(join(folder, 'credentials.json'), 'not json');
    const [second, third] = [make(), make()];
    await Promise.all([second.endpoint(), third.endpoint()]);
    assert.deepEqual(damage, [[1, damage[0]?.[1]]]);
    assert.match(damage[0]?.[1] ?? '', /set-aside/);
    assert.ok((await readdir(damage[0]?.[1] ?? '', { recursive: true })).join().includes('credentials.json'));
    const again = await pid();
    second.dispose();
    third.dispose();
    await until(() => !isRunning(again));
    const last = make();
    await last.endpoint();
    last.dispose();
    assert.equal(damage.length, 1);
  });

  test('that dies is told with a reason and started again by the next use', async function () {
    this.timeout(60_000);
    const local = make();
    const connection = new LocalConnection(
      () => ({ askLocalGlue }),
      () => local,
      loadAws,
    );
    await (await connection.glue()).getMLTransforms({});
    const before = await pid();
    const ended = new Promise((resolve) => local.onDidEnd(resolve));
    process.kill(before, 'SIGKILL');
    await ended;
    await (await connection.glue()).getMLTransforms({});
    assert.notEqual(await pid(), before);
    assert.ok(
      lines.some((line) => /ended:|exited with SIGKILL/.test(line)),
      lines.join('\n'),
    );
    assert.ok(!lines.some((line) => /secretAccessKey/.test(line)));
    local.dispose();
  });

  test('is told how much its indexes may take', async function () {
    this.timeout(60_000);
    const local = make(programPath(), -1);
    await assert.rejects(local.endpoint(), /--max-index-mb/);
    local.dispose();
    const other = make(programPath(), 0);
    await other.endpoint();
    other.dispose();
  });

  test('without its data engine says that the platform build is needed', async function () {
    this.timeout(60_000);
    const local = make(join(folder, 'nowhere.mjs'));
    const connection = new LocalConnection(
      () => ({ askLocalGlue }),
      () => local,
      loadAws,
    );
    await assert.rejects(connection.glue(), { name: 'AwsError', code: 'LocalGlueMissing' });
    local.dispose();
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!condition()) {
    assert.ok(Date.now() < end, 'not within 30 seconds');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
