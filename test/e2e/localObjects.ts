import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

/** An object as the AWS SDK sees it. */
export interface SeenObject {
  readonly bucket: string;
  readonly key: string;
}

/** Local Glue's objects, seen with an AWS SDK of the test's own. */
export class LocalObjects {
  readonly #client: S3Client;

  /** Of the Local Glue that serves the root, which says there where it is. */
  constructor(root: string) {
    const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, string>;
    const { endpoint, region } = read('endpoint.json');
    const { accessKeyId = '', secretAccessKey = '' } = read('credentials.json');
    this.#client = new S3Client({
      ...{ endpoint, region, credentials: { accessKeyId, secretAccessKey } },
      forcePathStyle: true,
    });
  }

  /** Keys under a prefix, oldest object first. */
  async list(bucket: string, prefix: string): Promise<SeenObject[]> {
    const { Contents = [] } = await this.#client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
    return Contents.toSorted((a, b) => Number(a.LastModified) - Number(b.LastModified)).map(({ Key: key = '' }) => ({
      bucket,
      key,
    }));
  }

  async read({ bucket, key }: SeenObject): Promise<Uint8Array> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  }

  async write({ bucket, key }: SeenObject, bytes: Uint8Array): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
  }

  close(): void {
    this.#client.destroy();
  }
}
