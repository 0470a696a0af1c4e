/** A bucket and what follows it in an S3 path; `key` may be empty, or a prefix. */
export interface S3Path {
  readonly bucket: string;
  readonly key: string;
}

/** Reads `s3://bucket/key` (also s3a and s3n, as Hive tables have them); undefined for anything else. */
export function parseS3Path(text: string): S3Path | undefined {
  const match = /^s3[an]?:\/\/([^/]+)(?:\/(.*))?$/s.exec(text);
  return match?.[1] === undefined ? undefined : { bucket: match[1], key: match[2] ?? '' };
}

/** A key below a folder given with or without its last slash. */
export function keyBelow(folder: string, name: string): string {
  return folder === '' || folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
}
