import {
  AbortMultipartUploadCommand,
  type BucketLocationConstraint,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  type ServerSideEncryption,
  type StorageClass,
} from '@aws-sdk/client-s3';
import type { AwsError, CallOptions, ListPage, ObjectHead, PutOptions, S3Service } from '../services';
import { abortable, type Guard, statusOf } from './guard';

type HeadLike = Pick<
  HeadObjectCommandOutput,
  | 'ETag'
  | 'LastModified'
  | 'ContentLength'
  | 'ContentType'
  | 'ContentEncoding'
  | 'ContentDisposition'
  | 'ContentLanguage'
  | 'CacheControl'
  | 'Metadata'
  | 'ServerSideEncryption'
  | 'SSEKMSKeyId'
  | 'BucketKeyEnabled'
  | 'StorageClass'
>;

/** The S3 operations over the SDK's client. `guard` turns every rejection into an AwsError. */
export function createS3Service(config: S3ClientConfig & { readonly region: string }, guard: Guard): S3Service {
  const client = new S3Client(config);
  return {
    head: (bucket, key, o) => guard(() => head(client, bucket, key, o)),
    get: (bucket, key, o) =>
      guard(async () => {
        const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), abortable(o));
        const bytes = (await found.Body?.transformToByteArray()) ?? new Uint8Array();
        return { bytes, head: toHead({ ...found, ContentLength: bytes.length }) };
      }),
    put: (bucket, key, bytes, o) => guard(() => put(client, bucket, key, bytes, o)),
    tryPut: (bucket, key, o) => guard(() => tryPut(client, bucket, key, o ?? {}, guard)),
    delete: (bucket, key, o) =>
      guard(async () => {
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), abortable(o));
      }),
    copy: (bucket, fromKey, toKey, o) => guard(() => copy(client, bucket, fromKey, toKey, o)),
    list: (bucket, prefix, o) => guard(() => list(client, bucket, prefix, o ?? {})),
    listBuckets: (o) =>
      guard(async () => {
        const found = await client.send(new ListBucketsCommand({}), abortable(o));
        return (found.Buckets ?? []).flatMap((bucket) => bucket.Name ?? []);
      }),
    createBucket: (bucket, o) =>
      guard(async () => {
        // us-east-1 is S3's default and the one region that may not be named.
        const constraint = config.region === 'us-east-1' ? undefined : (config.region as BucketLocationConstraint);
        const configuration = constraint && { LocationConstraint: constraint };
        await client.send(
          new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: configuration }),
          abortable(o),
        );
      }),
  };
}

/**
 * A refused HEAD says nothing but its status: an expired token looks like a malformed request, an unknown key like a
 * lacking permission. The same request as a GET is refused with the reason.
 */
async function head(
  client: S3Client,
  bucket: string,
  key: string,
  options: CallOptions | undefined,
): Promise<ObjectHead> {
  try {
    return toHead(await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), abortable(options)));
  } catch (error) {
    const status = statusOf(error);
    throw status === 400 || status === 403 ? await reasonOf(client, bucket, key, error, options) : error;
  }
}

async function reasonOf(
  client: S3Client,
  bucket: string,
  key: string,
  refusal: unknown,
  options: CallOptions | undefined,
): Promise<unknown> {
  try {
    const found = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, Range: 'bytes=0-0' }),
      abortable(options),
    );
    await found.Body?.transformToByteArray();
    return refusal;
  } catch (reason) {
    return statusOf(reason) === statusOf(refusal) ? reason : refusal;
  }
}

async function put(
  client: S3Client,
  bucket: string,
  key: string,
  bytes: Uint8Array,
  options: PutOptions | undefined,
): Promise<ObjectHead> {
  const keep = options?.keep;
  const written = await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: bytes,
      IfMatch: options?.ifMatch,
      IfNoneMatch: options?.ifAbsent ? '*' : undefined,
      ...carried(key, keep),
    }),
    abortable(options),
  );
  // PUT answers with the ETag only; S3 sets Last-Modified at its own clock, which a HEAD would tell.
  return { ...keep, etag: written.ETag ?? '', size: bytes.length, modified: new Date() };
}

/** What S3 stores beside the bytes. */
function carried(key: string, keep: ObjectHead | undefined) {
  return {
    ContentType: keep?.contentType ?? (key.endsWith('.csv') ? 'text/csv' : undefined),
    ContentEncoding: keep?.contentEncoding,
    ContentDisposition: keep?.contentDisposition,
    ContentLanguage: keep?.contentLanguage,
    CacheControl: keep?.cacheControl,
    Metadata: keep?.metadata,
    ServerSideEncryption: keep?.serverSideEncryption as ServerSideEncryption | undefined,
    SSEKMSKeyId: keep?.kmsKeyId,
    BucketKeyEnabled: keep?.bucketKeyEnabled,
    StorageClass: keep?.storageClass as StorageClass | undefined,
  };
}

/**
 * S3 has no dry run. Beginning a multipart upload needs the permissions of a PUT and stores nothing; whoever began it may
 * also give it up. A bucket may deny even that; then its own rules have to clear the upload away.
 */
async function tryPut(
  client: S3Client,
  bucket: string,
  key: string,
  options: Pick<PutOptions, 'keep' | 'signal'>,
  guard: Guard,
): Promise<AwsError | undefined> {
  const place = { Bucket: bucket, Key: key };
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ ...place, ...carried(key, options.keep) }),
    abortable(options),
  );
  // Not to be aborted: the upload would stay.
  return guard(() => client.send(new AbortMultipartUploadCommand({ ...place, UploadId }))).then(
    () => undefined,
    (error: AwsError) => error,
  );
}

/** S3 copies metadata by itself but neither encryption nor storage class, which would fall back to the defaults. */
async function copy(
  client: S3Client,
  bucket: string,
  fromKey: string,
  toKey: string,
  options: CallOptions | undefined,
): Promise<void> {
  const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: fromKey }), abortable(options));
  await client.send(
    new CopyObjectCommand({
      Bucket: bucket,
      Key: toKey,
      // CopySource is a URL path: every segment is percent-encoded, the slashes stay.
      CopySource: [bucket, ...fromKey.split('/')].map(encodeURIComponent).join('/'),
      ServerSideEncryption: head.ServerSideEncryption,
      SSEKMSKeyId: head.SSEKMSKeyId,
      BucketKeyEnabled: head.BucketKeyEnabled,
      StorageClass: head.StorageClass,
    }),
    abortable(options),
  );
}

async function list(
  client: S3Client,
  bucket: string,
  prefix: string,
  options: Parameters<S3Service['list']>[2] & object,
): Promise<ListPage> {
  const page = await client.send(
    new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      Delimiter: options.delimiter,
      ContinuationToken: options.token,
      MaxKeys: options.maxKeys,
      // A key may hold characters that XML can't.
      EncodingType: 'url',
    }),
    abortable(options),
  );
  const decode = (key = ''): string => (page.EncodingType === 'url' ? formDecoded(key) : key);
  return {
    objects: (page.Contents ?? []).map((object) => ({
      key: decode(object.Key),
      size: object.Size ?? 0,
      modified: object.LastModified ?? new Date(0),
      etag: object.ETag ?? '',
    })),
    prefixes: (page.CommonPrefixes ?? []).flatMap(({ Prefix: found }) => (found === undefined ? [] : [decode(found)])),
    nextToken: page.NextContinuationToken,
  };
}

function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

function toHead(found: HeadLike): ObjectHead {
  return {
    etag: found.ETag ?? '',
    size: found.ContentLength ?? 0,
    modified: found.LastModified ?? new Date(0),
    contentType: found.ContentType,
    contentEncoding: found.ContentEncoding,
    contentDisposition: found.ContentDisposition,
    contentLanguage: found.ContentLanguage,
    cacheControl: found.CacheControl,
    metadata: found.Metadata,
    serverSideEncryption: found.ServerSideEncryption,
    kmsKeyId: found.SSEKMSKeyId,
    bucketKeyEnabled: found.BucketKeyEnabled,
    storageClass: found.StorageClass,
  };
}
