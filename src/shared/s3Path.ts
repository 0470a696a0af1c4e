/** A place in S3. The key of a folder ends in a slash, or is empty for a whole bucket. */
export interface S3Path {
  readonly bucket: string;
  readonly key: string;
}

// Bucket naming rules of the S3 user guide, without the reserved affixes.
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Takes `s3://bucket/key` apart (also s3a and s3n, as Spark and Hive write it), whatever the bucket is called. @returns undefined for other forms */
export function splitS3Path(text: string): S3Path | undefined {
  const found = /^s3[an]?:\/\/([^/]+)(?:\/([\s\S]*))?$/.exec(text);
  return found?.[1] === undefined ? undefined : { bucket: found[1], key: found[2] ?? '' };
}

/** Reads a path as a user gives it. @returns undefined when it is of another form, or no bucket can be called so */
export function parseS3Path(text: string): S3Path | undefined {
  const found = splitS3Path(text.trim());
  return found !== undefined && bucketName.test(found.bucket) ? found : undefined;
}

/** @returns `s3://bucket/key`. */
export function formatS3Path({ bucket, key }: S3Path): string {
  return `s3://${bucket}/${key}`;
}

/** @returns the same place as a folder: its key ends in a slash unless it is the bucket itself. */
export function asFolder({ bucket, key }: S3Path): S3Path {
  return { bucket, key: folderKey(key) };
}

/** The prefix of all that is in a folder, given with or without its last slash. */
export function folderKey(key: string): string {
  return key === '' || key.endsWith('/') ? key : `${key}/`;
}
