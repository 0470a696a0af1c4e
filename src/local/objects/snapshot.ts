import { copyFile, link } from 'node:fs/promises';
import { hasCode } from '../systemError';
import type { ObjectStore } from './objectStore';

/**
 * Makes `file` the object as it is now: a link to its bytes, which nobody's later writing can change, or a copy where the file system
 * has no links. Throws NoSuchBucket, NoSuchKey.
 */
export async function snapshotObject(objects: ObjectStore, bucket: string, key: string, file: string): Promise<void> {
  for (;;) {
    const source = objects.localPath(bucket, key);
    try {
      await linkOrCopy(source, file);
      return;
    } catch (error) {
      // Replaced between finding it and linking it: then there is a newer one to take.
      if (objects.localPath(bucket, key) === source) {
        throw error;
      }
    }
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EEXIST')) {
      throw error;
    }
    await copyFile(from, to);
  }
}
