import type { ObjectUri } from '../../shared/objectPath';
import { type FileStore, type StoredFile, StoreError } from '../stores/fileStore';
import type { S3Objects } from './objects';

/** Asked before the bytes of a large object are fetched. Resolves to false when the user said no. */
export type ConfirmLarge = (uri: ObjectUri, size: number) => Promise<boolean>;

/** Above this many bytes an object is opened only after asking. */
export const largeObject = 50 * 1024 * 1024;

/** A labeling file in S3. Its version is the object's ETag, and every write carries it as If-Match. */
export class S3FileStore implements FileStore {
  private allowedSize = largeObject;

  constructor(
    private readonly objects: S3Objects,
    private readonly uri: ObjectUri,
    private readonly confirmLarge: ConfirmLarge,
  ) {}

  async read(): Promise<StoredFile> {
    const head = await this.objects.head(this.uri);
    if (head.size > this.allowedSize) {
      if (!(await this.confirmLarge(this.uri, head.size))) {
        throw new StoreError('refused', `The user did not want ${this.objects.name(this.uri)} opened.`);
      }
      this.allowedSize = head.size * 2;
    }
    const object = await this.objects.get(this.uri);
    return { bytes: object.bytes, version: object.head.etag };
  }

  async version(): Promise<string> {
    return (await this.objects.head(this.uri)).etag;
  }

  async write(bytes: Uint8Array, expected: string | undefined): Promise<string> {
    const head = await this.objects.put(this.uri, bytes, expected === undefined ? 'absent' : { etag: expected });
    return head.etag;
  }
}
