/** A place in S3. The key of a folder ends in a slash, or is empty for a whole bucket. */
export interface S3Path {
  readonly bucket: string;
  readonly key: string;
}

// Bucket naming rules of the S3 user guide, without the reserved affixes.
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Reads `s3://bucket/key` (also s3a and s3n, as Spark writes it). @returns undefined when it is not of that form. */
export function parseS3Path(text: string): S3Path | undefined {
  const found = /^s3[an]?:\/\/([^/]+)(?:\/([\s\S]*))?$/.exec(text.trim());
  const bucket = found?.[1];
  if (bucket === undefined || !bucketName.test(bucket)) {
    return undefined;
  }
  return { bucket, key: found?.[2] ?? '' };
}

/** @returns `s3://bucket/key`. */
export function formatS3Path({ bucket, key }: S3Path): string {
  return `s3://${bucket}/${key}`;
}

/** @returns the same place as a folder: its key ends in a slash unless it is the bucket itself. */
export function asFolder({ bucket, key }: S3Path): S3Path {
  return { bucket, key: key === '' || key.endsWith('/') ? key : `${key}/` };
}
