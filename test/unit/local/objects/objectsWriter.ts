// A program for the kill test: writes to an object store as fast as it can, several writers side by side, and reports what was
// acknowledged. Usage: node objectsWriter.mjs ROOT SEED. Lines of stdout: "try WRITER KEY VALUE" before a write (VALUE "-" deletes),
// "done WRITER KEY VALUE" after it.
import { writeSync } from 'node:fs';
import { ObjectStore } from '../../../../src/local/objects/objectStore';
import { Uploads } from '../../../../src/local/objects/uploads';
import { Random } from '../../../harness/random';
import { contentOf } from './objectsContent';

const [root = '', seed = '0'] = process.argv.slice(2);
const store = await ObjectStore.open(root);
const uploads = new Uploads(store);
if (!store.hasBucket('records')) {
  await store.createBucket('records');
}
writeSync(1, 'ready\n');

/** Each writer owns its keys, so that the order of its lines is the order of what happened to them. */
async function write(writer: number): Promise<never> {
  const random = new Random(Number(seed) + writer);
  for (;;) {
    const key = `writer ${writer}/${random.int(0, 4)}`;
    const value = `${random.int(0, 999999)}`;
    const kind = random.int(0, 9);
    if (kind === 0) {
      writeSync(1, `try ${writer} ${key.slice(-1)} -\n`);
      await store.delete('records', key);
      writeSync(1, `done ${writer} ${key.slice(-1)} -\n`);
      continue;
    }
    writeSync(1, `try ${writer} ${key.slice(-1)} ${value}\n`);
    if (kind === 1) {
      const upload = await uploads.start('records', key, {
        headers: { 'x-amz-meta-value': value },
        checksum: { algorithm: 'CRC32', type: 'FULL_OBJECT', explicit: true },
      });
      const part = await uploads.putPart('records', upload, 1, contentOf(value), { algorithm: 'CRC32' });
      await uploads.complete('records', upload, [part], {});
    } else {
      await store.put('records', key, contentOf(value), { headers: { 'x-amz-meta-value': value }, checksum: 'CRC32' });
    }
    writeSync(1, `done ${writer} ${key.slice(-1)} ${value}\n`);
  }
}

await Promise.all([0, 1, 2, 3].map(write));
