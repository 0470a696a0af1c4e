import { link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareUtf8, listKeys, SortedKeys } from '../../../../src/local/objects/listing';
import { ObjectStore } from '../../../../src/local/objects/objectStore';
import { fuzz } from '../../../harness/fuzz';
import { Random } from '../../../harness/random';

let root: string;
let store: ObjectStore;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'glue-local-objects-'));
  store = await ObjectStore.open(root);
  await store.createBucket('records');
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function textOf(key: string, from = store): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of (await from.get('records', key)).stream) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

const oddKeys = [
  'd',
  'd/x',
  'd/',
  '/absolute',
  '../../outside',
  '..',
  '.',
  'a//b',
  'a/../b',
  'nul\0byte',
  'CON',
  'aux.txt',
  'trailing.',
  'trailing ',
  'C:\\windows',
  'über/naïve 日本語 😀',
  'n\u0303',
  '\u00f1',
  '+ % " \' < > & # ? * | :',
  'line\nbreak',
  'x'.repeat(1024),
  '語'.repeat(341),
];

test('every odd key is an object of its own, inside the root, and survives a restart', async () => {
  for (const key of oddKeys) {
    await store.put('records', key, Buffer.from(`content of ${key}`));
  }
  const again = await ObjectStore.open(root);
  for (const key of oddKeys) {
    expect(await textOf(key, again)).toBe(`content of ${key}`);
    expect(path.relative(root, again.localPath('records', key))).not.toMatch(/^\.\./);
  }
  expect(again.list('records').objects.map(({ key }) => key)).toEqual(
    [...oddKeys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
  expect((await readdir(root)).sort()).toEqual(['buckets', 'staging']);
});

test.each([
  ['', 'InvalidRequest'],
  ['x'.repeat(1025), 'KeyTooLongError'],
  ['語'.repeat(342), 'KeyTooLongError'],
])('key %# is refused', async (key, code) => {
  await expect(store.put('records', key, Buffer.from('x'))).rejects.toMatchObject({ code });
});

test.each(['ab', 'Upper', 'under_score', 'a..b', '-a-', '10.0.0.1', 'x'.repeat(64), '../up', 'a/b', 'xn--abc', ''])(
  'bucket name %j is refused',
  async (name) => {
    await expect(store.createBucket(name)).rejects.toMatchObject({ code: 'InvalidBucketName' });
  },
);

test('a replaced object is the new one; readers of the old one finish undisturbed', async () => {
  await store.put('records', 'k', Buffer.alloc(3_000_000, 'a'));
  const old = await store.get('records', 'k');
  await store.put('records', 'k', Buffer.from('new'));
  let size = 0;
  for await (const chunk of old.stream) {
    size += (chunk as Buffer).length;
  }
  expect(size).toBe(3_000_000);
  expect(await textOf('k')).toBe('new');
  expect(await readdir(path.join(root, 'buckets', 'b-records', 'blobs'))).toHaveLength(1);
});

test('a local path holds the bytes and keeps the ending that says how to read them', async () => {
  await store.put('records', 'tables/people.csv.gz', Buffer.from('bytes'));
  const file = store.localPath('records', 'tables/people.csv.gz');
  expect(file.endsWith('.csv.gz')).toBe(true);
  expect(await readFile(file, 'utf8')).toBe('bytes');
});

test('a finished file becomes an object and is gone from its place', async () => {
  const file = path.join(root, 'made.csv');
  await writeFile(file, 'a,b\n');
  const put = await store.put('records', 'same.csv', Buffer.from('a,b\n'), { checksum: 'CRC64NVME' });
  const { size, etag, checksum } = put;
  expect(await store.putFile('records', 'made.csv', file, { checksum: 'CRC64NVME' })).toMatchObject({
    size,
    etag,
    checksum,
  });
  await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await textOf('made.csv')).toBe('a,b\n');
});

test('a body that fails, or a check that refuses it, leaves nothing', async () => {
  const failing = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half');
    throw new Error('cut');
  };
  await expect(store.put('records', 'k', failing())).rejects.toThrow('cut');
  const check = (): void => {
    throw new Error('refused');
  };
  await expect(store.put('records', 'k', Buffer.from('whole'), { check })).rejects.toThrow('refused');
  expect(store.list('records').objects).toEqual([]);
  expect(await readdir(path.join(root, 'staging'))).toEqual([]);
});

test('of 20 racing creations exactly one wins, and its content stays', async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      store.put('records', 'race', Buffer.from(`writer ${index}`), { condition: { ifNoneMatch: '*' } }),
    ),
  );
  const winners = outcomes.flatMap((outcome, index) => (outcome.status === 'fulfilled' ? [index] : []));
  expect(winners).toHaveLength(1);
  expect(await textOf('race')).toBe(`writer ${winners[0]}`);
  for (const outcome of outcomes.filter(({ status }) => status === 'rejected')) {
    expect(outcome).toMatchObject({ reason: { code: 'PreconditionFailed' } });
  }
});

test('of racing writes over one version exactly one wins', async () => {
  const { etag } = await store.put('records', 'k', Buffer.from('base'));
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      store.put('records', 'k', Buffer.from(`writer ${index}`), { condition: { ifMatch: etag } }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a bucket with objects stays, an empty one goes, and its objects do not come back with its name', async () => {
  await store.put('records', 'k', Buffer.from('x'));
  await expect(store.deleteBucket('records')).rejects.toMatchObject({ code: 'BucketNotEmpty' });
  await store.delete('records', 'k');
  await store.deleteBucket('records');
  expect(store.hasBucket('records')).toBe(false);
  await expect(store.put('records', 'k', Buffer.from('x'))).rejects.toMatchObject({ code: 'NoSuchBucket' });
  await store.createBucket('records');
  expect((await ObjectStore.open(root)).list('records').objects).toEqual([]);
});

const { seed } = fuzz(1);

test(`random keys list as a naive model lists them (seed ${seed})`, async () => {
  const random = new Random(seed);
  const alphabet = ['a', 'b', '/', '/', '.', 'é', '\uffee', '😀', '\u{10ffff}', ' '];
  const key = (): string =>
    Array.from({ length: 1 + random.int(0, 5) }, () => alphabet[random.int(0, alphabet.length - 1)]).join('');
  const model = new Set<string>();
  for (let step = 0; step < 300; step++) {
    const chosen = random.int(0, 3) === 0 && model.size > 0 ? [...model][random.int(0, model.size - 1)] : undefined;
    if (chosen !== undefined) {
      model.delete(chosen);
      await store.delete('records', chosen);
    } else {
      const added = key();
      model.add(added);
      await store.put('records', added, Buffer.from(added));
    }
  }
  for (let query = 0; query < 400; query++) {
    const prefix = random.int(0, 2) === 0 ? '' : key().slice(0, random.int(0, 2));
    const delimiter = [undefined, '/', 'a', './', '😀'][random.int(0, 4)];
    const maxKeys = 1 + random.int(0, 6);
    const startAfter = random.int(0, 2) === 0 ? key() : undefined;
    const label = JSON.stringify({ seed, prefix, delimiter, maxKeys, startAfter });
    expect(allPages({ prefix, delimiter, maxKeys, after: startAfter }), label).toEqual(
      naive([...model], prefix, delimiter, startAfter),
    );
  }
});

interface Query {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly maxKeys: number;
  readonly after: string | undefined;
}

/** Names in the order of the pages; no page is longer than asked. */
function allPages(query: Query): string[] {
  const names: string[] = [];
  let after = query.after;
  for (;;) {
    const page = store.list('records', { ...query, after });
    const found = [...page.objects.map((object) => object.key), ...page.prefixes];
    expect(found.length).toBeLessThanOrEqual(query.maxKeys);
    names.push(...found.sort(compareUtf8));
    if (page.next === undefined) {
      return names;
    }
    expect(found.length).toBe(query.maxKeys);
    after = page.next;
  }
}

function naive(keys: readonly string[], prefix: string, delimiter: string | undefined, after = ''): string[] {
  const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
  const rolled = new Set<string>();
  for (const key of keys) {
    if (!key.startsWith(prefix) || Buffer.compare(bytes(key), bytes(after)) <= 0) {
      continue;
    }
    const at = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    const name = at < 0 ? key : key.slice(0, at + (delimiter ?? '').length);
    if (at < 0 || name !== after) {
      rolled.add(name);
    }
  }
  return [...rolled].sort((a, b) => Buffer.compare(bytes(a), bytes(b)));
}

test('a page has 1000 keys unless told, and the next begins after it', () => {
  const sorted = new SortedKeys(Array.from({ length: 1001 }, (_, index) => `key ${String(index).padStart(4, '0')}`));
  const page = listKeys(sorted, {});
  expect(page.keys).toHaveLength(1000);
  expect(page.next).toBe('key 0999');
  expect(listKeys(sorted, { after: page.next })).toEqual({ keys: ['key 1000'], prefixes: [], next: undefined });
});

test('what interrupted writes left is cleared away on start', async () => {
  await store.put('records', 'kept', Buffer.from('kept'));
  const bucket = path.join(root, 'buckets', 'b-records');
  await writeFile(path.join(root, 'staging', 'half'), 'half');
  const id = '00000000-0000-4000-8000-000000000000';
  await writeFile(path.join(bucket, 'blobs', `${id}.csv`), 'never named');
  await link(path.join(bucket, 'blobs', `${id}.csv`), path.join(root, 'staging', id));
  await writeFile(path.join(bucket, 'keys', `.${id}.tmp`), '{"key":');
  await mkdir(path.join(bucket, 'uploads', 'x'.repeat(32)));
  await mkdir(path.join(root, 'buckets', 'b-half'));
  const again = await ObjectStore.open(root);
  expect(await textOf('kept', again)).toBe('kept');
  expect(again.listBuckets().map(({ name }) => name)).toEqual(['records']);
  const left = await Promise.all(['blobs', 'keys', 'uploads'].map((folder) => readdir(path.join(bucket, folder))));
  expect(left.map((names) => names.length)).toEqual([1, 1, 0]);
  expect(await readdir(path.join(root, 'staging'))).toEqual([]);
});

test('listing no keys at all is not truncated', async () => {
  await store.put('records', 'k', Buffer.from('x'));
  expect(store.list('records', { maxKeys: 0 })).toMatchObject({ objects: [], prefixes: [], next: undefined });
});
