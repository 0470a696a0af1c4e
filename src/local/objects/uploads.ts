import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { KeyedLock } from '../keyedLock';
import { damaged, readRecord } from '../root/records';
import { hasCode } from '../systemError';
import { moveDurably, type Received, receive, syncFolder, writeDurably } from './body';
import { type ChecksumAlgorithm, checksumHasher } from './checksums';
import { CompletedUploads, isSameCompletion } from './completed';
import { ObjectError } from './error';
import { checkKey } from './names';
import type { Body, ObjectInfo, ObjectStore, WriteCondition } from './objectStore';
import { chooseParts, composite, concatenated, md5OfMd5s, type Part, type PartRecord, type WantedPart } from './parts';
import type { Upload } from './upload';

/**
 * Multipart uploads, each a folder in its bucket's `uploads/`: `upload.json`, one record and one data file a part. They outlive a restart,
 * as on S3, where they stay until completed or aborted.
 */
export class Uploads {
  private readonly locks = new KeyedLock();

  private readonly completed: CompletedUploads;

  constructor(private readonly objects: ObjectStore) {
    this.completed = new CompletedUploads(objects);
  }

  /** Throws NoSuchBucket, KeyTooLongError. */
  async start(bucket: string, key: string, settings: Pick<Upload, 'headers' | 'checksum'>): Promise<Upload> {
    checkKey(key);
    const id = randomBytes(24).toString('base64url');
    const upload = { id, key, started: Date.now(), ...settings };
    const folder = this.folder(bucket, id);
    await mkdir(folder);
    await writeDurably(path.join(folder, 'upload.json'), JSON.stringify(upload));
    await syncFolder(path.dirname(folder));
    return upload;
  }

  /** Throws NoSuchBucket, NoSuchUpload. */
  async find(bucket: string, key: string, id: string): Promise<Upload> {
    const upload = isUploadId(id) ? await readUpload(this.folder(bucket, id)) : undefined;
    this.objects.bucket(bucket);
    if (upload?.key !== key) {
      throw noSuchUpload(id);
    }
    return upload;
  }

  /** As `find`, but also an upload that was completed not long ago: the client may have lost the answer. */
  async findToComplete(bucket: string, key: string, id: string): Promise<Upload> {
    const completed = isUploadId(id) ? await this.completed.find(bucket, id) : undefined;
    return completed?.upload.key === key ? completed.upload : await this.find(bucket, key, id);
  }

  /** All of a bucket's uploads, in no order. Throws NoSuchBucket. */
  async list(bucket: string): Promise<readonly Upload[]> {
    const folder = path.join(this.objects.bucket(bucket).folder, 'uploads');
    const ids = (await readdir(folder)).filter(isUploadId);
    const uploads = await Promise.all(ids.map((id) => readUpload(path.join(folder, id))));
    return uploads.filter((upload) => upload !== undefined);
  }

  /** Takes a part, in place of an earlier one of its number. Throws NoSuchUpload, whatever `body` or `check` throws. */
  async putPart(
    bucket: string,
    upload: Upload,
    number: number,
    body: Body,
    options: { readonly algorithm: ChecksumAlgorithm; readonly check?: (received: Received) => void },
  ): Promise<Part> {
    const staged = this.objects.stagingPath();
    const received = await receive(body, staged, checksumHasher(options.algorithm));
    try {
      options.check?.(received);
      return await this.locks.run(upload.id, async () => {
        const folder = this.folder(bucket, upload.id);
        await this.find(bucket, upload.key, upload.id);
        const record: PartRecord = {
          number,
          size: received.size,
          etag: received.md5,
          modified: Date.now(),
          checksum: { algorithm: options.algorithm, value: received.checksum ?? '' },
          blob: path.basename(staged),
        };
        const file = path.join(folder, `${number}.json`);
        const earlier = await readPart(file);
        await moveDurably(staged, path.join(folder, record.blob));
        await writeDurably(file, JSON.stringify(record));
        if (earlier) {
          await unlink(path.join(folder, earlier.blob)).catch(() => undefined);
        }
        return record;
      });
    } catch (error) {
      await rm(staged, { force: true });
      throw hasCode(error, 'ENOENT') ? noSuchUpload(upload.id) : error;
    }
  }

  /** The parts so far, by number. */
  async parts(bucket: string, upload: Upload): Promise<readonly Part[]> {
    return await this.records(bucket, upload);
  }

  /**
   * Makes the object of the listed parts and ends the upload. Asked again, because the answer was lost on its way, it resolves to what it
   * made. Throws InvalidPart, InvalidPartOrder, EntityTooSmall, NoSuchUpload, PreconditionFailed, whatever `check` throws; then the
   * upload stays as it was.
   *
   * @param check told the size and checksum of the object to be
   */
  async complete(
    bucket: string,
    upload: Upload,
    wanted: readonly WantedPart[],
    options: {
      readonly condition?: WriteCondition;
      readonly check?: (made: Pick<ObjectInfo, 'size' | 'checksum'>) => void;
    },
  ): Promise<ObjectInfo> {
    return await this.locks.run(upload.id, async () => {
      const earlier = await this.completed.find(bucket, upload.id);
      if (earlier && isSameCompletion(earlier, wanted)) {
        options.check?.(earlier.made);
        await this.removeLeftover(bucket, upload);
        return earlier.made;
      }
      await this.find(bucket, upload.key, upload.id);
      const made = await this.join(bucket, upload, wanted, options);
      await this.completed.add(bucket, upload, wanted, made);
      await this.remove(bucket, upload);
      return made;
    });
  }

  private async join(
    bucket: string,
    upload: Upload,
    wanted: readonly WantedPart[],
    options: Parameters<Uploads['complete']>[3],
  ): Promise<ObjectInfo> {
    const parts = chooseParts(upload.id, await this.records(bucket, upload), wanted);
    const folder = this.folder(bucket, upload.id);
    const file = this.objects.stagingPath();
    const { algorithm, type } = upload.checksum;
    const hasher = type === 'FULL_OBJECT' ? checksumHasher(algorithm) : undefined;
    const received = await receive(concatenated(folder, parts), file, hasher);
    const checksum = { algorithm, type, value: received.checksum ?? composite(algorithm, parts) };
    try {
      options.check?.({ size: received.size, checksum });
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    const info = {
      key: upload.key,
      size: received.size,
      etag: `${md5OfMd5s(parts)}-${parts.length}`,
      headers: upload.headers,
      checksum,
      parts: parts.map(({ size }) => size),
    };
    return await this.objects.commit(bucket, { file, info }, options.condition);
  }

  /** Throws NoSuchUpload. */
  async abort(bucket: string, upload: Upload): Promise<void> {
    await this.locks.run(upload.id, async () => {
      await this.find(bucket, upload.key, upload.id);
      await this.remove(bucket, upload);
    });
  }

  /** A kill may have come between completing an upload and removing it. */
  private async removeLeftover(bucket: string, upload: Upload): Promise<void> {
    if (await readUpload(this.folder(bucket, upload.id))) {
      await this.remove(bucket, upload);
    }
  }

  /** In one step, so that a half-removed upload is never seen. */
  private async remove(bucket: string, upload: Upload): Promise<void> {
    const folder = this.folder(bucket, upload.id);
    const gone = this.objects.stagingPath();
    await rename(folder, gone);
    await syncFolder(path.dirname(folder));
    await rm(gone, { recursive: true, force: true });
  }

  private async records(bucket: string, upload: Upload): Promise<readonly PartRecord[]> {
    const folder = this.folder(bucket, upload.id);
    const files = (await readdir(folder)).filter((name) => /^\d+\.json$/.test(name));
    const records = await Promise.all(files.map((name) => readPart(path.join(folder, name))));
    return records.filter((record) => record !== undefined).sort((a, b) => a.number - b.number);
  }

  private folder(bucket: string, id: string): string {
    return path.join(this.objects.bucket(bucket).folder, 'uploads', id);
  }
}

/** Ids become folder names, so nothing but what `start` makes may pass. */
function isUploadId(id: string): boolean {
  return /^[\w-]{32}$/.test(id);
}

async function readUpload(folder: string): Promise<Upload | undefined> {
  return await readIfThere<Upload>(path.join(folder, 'upload.json'));
}

async function readPart(file: string): Promise<PartRecord | undefined> {
  return await readIfThere<PartRecord>(file);
}

async function readIfThere<T extends object>(file: string): Promise<T | undefined> {
  const found = await readRecord<T>(file);
  if (found === damaged) {
    throw new Error(`The record ${file} is damaged. Local Glue sets it aside at its next start.`);
  }
  return found;
}

function noSuchUpload(id: string): ObjectError {
  return new ObjectError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: id },
  );
}
