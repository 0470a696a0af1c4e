import { mkdir, mkdtemp, readdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ObjectStore } from '../../../../src/local/objects/objectStore';
import { Uploads } from '../../../../src/local/objects/uploads';
import { SetAside } from '../../../../src/local/root/setAside';
import type { RunRecord, TransformRecord } from '../../../../src/local/state/records';
import { State } from '../../../../src/local/state/state';

let root: string;
let told: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aside-'));
  told = [];
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

function setAside(): SetAside {
  const tell = (message: string) => void told.push(message);
  return new SetAside(root, { debug: tell, info: tell, warn: tell, error: tell });
}

const openObjects = () => ObjectStore.open(join(root, 'objects'), setAside());
const openState = () => State.open(join(root, 'state'), setAside());

/** Every file below a folder with its text, by its path. */
async function files(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  const found = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = async (file: string) => [relative(root, file), await readFile(file, 'utf8')] as const;
  return Object.fromEntries(await Promise.all(found.map(read)));
}

/** The one file below a folder of the root whose text or name has this in it. */
async function fileOf(folder: string, part: string): Promise<string> {
  const found = Object.entries(await files(folder)).filter(
    ([name, text]) => name.includes(part) || text.includes(part),
  );
  expect(found).toHaveLength(1);
  return join(root, found[0]?.[0] ?? '');
}

/** Ways in which a record goes bad; `undefined` is a file that is gone. */
const damages = ['', 'not json', 'null', '{}', '[1]', undefined];

async function damage(file: string, text: string | undefined): Promise<void> {
  await (text === undefined ? unlink(file) : writeFile(file, text));
}

/** Opens again twice: what there was to tell is told the first time. */
async function again<Opened>(open: () => Promise<Opened>): Promise<Opened> {
  await open();
  expect(told).not.toEqual([]);
  told = [];
  const opened = await open();
  expect(told).toEqual([]);
  return opened;
}

describe.each(damages)('a record that reads %j', (text) => {
  beforeEach(async () => {
    const store = await openObjects();
    await store.createBucket('data');
    await store.put('data', 'a.csv', Buffer.from('first object'));
    await store.put('data', 'b.csv', Buffer.from('second object'));
  });

  test('of a bucket is rebuilt, with all objects', async () => {
    await damage(await fileOf('objects', 'bucket.json'), text);
    const store = await again(openObjects);
    expect(store.list('data').objects.map(({ key, size }) => `${key} ${size}`)).toEqual(['a.csv 12', 'b.csv 13']);
    expect(await readFile(store.localPath('data', 'a.csv'), 'utf8')).toBe('first object');
  });

  test('of an object takes neither its bytes nor other objects', async () => {
    await damage(await fileOf('objects', '"a.csv"'), text);
    const store = await again(openObjects);
    expect(store.list('data').objects.map(({ key }) => key)).toEqual(['b.csv']);
    expect(Object.values(await files('set-aside'))).toContain('first object');
  });

  test('of an upload takes none of its parts', async () => {
    const store = await openObjects();
    const uploads = new Uploads(store);
    const checksum = { algorithm: 'CRC32', type: 'COMPOSITE', explicit: false } as const;
    const upload = await uploads.start('data', 'big', { headers: {}, checksum });
    await uploads.putPart('data', upload, 1, Buffer.from('the part'), { algorithm: 'CRC32' });
    await damage(await fileOf('objects', 'upload.json'), text);
    await again(openObjects);
    expect(Object.values(await files('set-aside'))).toContain('the part');
  });
});

const transform: TransformRecord = {
  id: 'tfm-1',
  name: 'things',
  description: '',
  table: { DatabaseName: 'db', TableName: 'things' },
  schema: [],
  parameters: {
    PrimaryKeyColumnName: 'id',
    PrecisionRecallTradeoff: 0.5,
    AccuracyCostTradeoff: 0.5,
    EnforceProvidedLabels: false,
  },
  role: 'any',
  glueVersion: '2.0',
  maxCapacity: 10,
  timeout: 10,
  maxRetries: 0,
  tags: {},
  sequence: 1,
  created: 0,
  modified: 0,
  deleting: false,
};

const imported: RunRecord = {
  id: 'tsk-a1',
  transformId: 'tfm-1',
  work: { type: 'IMPORT_LABELS', input: 's3://data/a.csv', replace: false },
  status: 'SUCCEEDED',
  sequence: 2,
  started: 1,
  modified: 2,
  completed: 2,
  finished: 3,
  outcome: { labelCount: 2 },
  timeout: 10,
  retries: 0,
};

const labels = JSON.stringify([
  { setId: 's', label: 'A', cells: ['1'] },
  { setId: 's', label: 'B', cells: ['2'] },
]);

describe.each(damages)('a record that reads %j', (text) => {
  beforeEach(async () => {
    const state = await openState();
    await state.change(() => ({
      changes: [
        { put: 'database', record: { name: 'db', input: { Name: 'db' }, created: 0, tags: {} } },
        { put: 'transform', record: transform },
        { put: 'run', record: imported },
      ],
      result: undefined,
    }));
    await mkdir(join(state.transformFolder('tfm-1'), 'labels'));
    await writeFile(join(state.transformFolder('tfm-1'), 'labels', 'tsk-a1.json'), labels);
  });

  test('of a transform is made again from its copy, and its labels count', async () => {
    await damage(await fileOf('state/transforms/tfm-1/record', ''), text);
    const state = await again(openState);
    expect(state.transform('tfm-1')).toEqual(transform);
    expect(state.labelCount('tfm-1')).toBe(2);
  });

  test('of a transform whose copy is lost too has all that hangs on it set aside', async () => {
    await damage(await fileOf('state/transforms/tfm-1/record', ''), text);
    await damage(await fileOf('state/transforms/tfm-1/copy', ''), text);
    const state = await again(openState);
    expect(state.transforms()).toEqual([]);
    expect(Object.values(await files('set-aside'))).toContain(labels);
  });

  test('of an import is made again from its labels', async () => {
    await damage(await fileOf('state/transforms/tfm-1/runs', ''), text);
    const state = await again(openState);
    expect(state.labelCount('tfm-1')).toBe(2);
    expect(await files('state/transforms/tfm-1/labels')).toEqual({
      'state/transforms/tfm-1/labels/tsk-a1.json': labels,
    });
  });

  test('of a database or of the format of all takes nothing else', async () => {
    await damage(await fileOf('state', 'format.json'), text);
    if (text !== undefined) {
      await damage(await fileOf('state/databases', ''), text);
    }
    await openState();
    const state = await openState();
    expect(state.transform('tfm-1')).toEqual(transform);
    expect(Object.keys(await files('set-aside'))).toHaveLength(text === undefined ? 0 : 2);
  });
});

test('a transform that was being removed when the program ended goes, and is not set aside', async () => {
  const state = await openState();
  await state.change(() => ({ changes: [{ put: 'transform', record: transform }], result: undefined }));
  await state.change(() => ({ changes: [{ remove: 'transform', key: 'tfm-1' }], result: undefined }));
  expect(Object.keys(await files('state/removed'))).not.toEqual([]);
  expect((await openState()).transforms()).toEqual([]);
  expect(await files('state/removed')).toEqual({});
  expect(told).toEqual([]);
});

test('a file of somebody else in the way of records is left where it is', async () => {
  const store = await openObjects();
  await store.createBucket('data');
  await store.put('data', 'a.csv', Buffer.from('first object'));
  const record = await fileOf('objects', '"a.csv"');
  await writeFile(join(dirname(record), 'my-backup.json.bak'), 'mine');
  await rename(record, `${record}.saved`);
  await openObjects();
  expect(Object.keys(await files('objects')).filter((name) => /bak|saved/.test(name))).toHaveLength(2);
  expect(Object.values(await files('set-aside'))).toEqual(['first object']);
});
