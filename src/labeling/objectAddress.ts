/** The scheme of objects in S3. The AWS Toolkit owns `s3:`, and registering a taken scheme throws. */
export const objectScheme = 'glue-s3';

/** The parts of a URI that name an object; `vscode.Uri` is one. Both parts are decoded. */
export interface ObjectUri {
  readonly authority: string;
  readonly path: string;
}

/** A place in S3. `key` is empty for a bucket; both are empty for the list of buckets. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/** Splits `/bucket/key`. Keys are taken as they are: blanks, `#`, `%`, `:` and `?` are ordinary characters in them. */
export function parseObjectPath(path: string): ObjectAddress {
  const trimmed = path.startsWith('/') ? path.slice(1) : path;
  const slash = trimmed.indexOf('/');
  return slash < 0 ? { bucket: trimmed, key: '' } : { bucket: trimmed.slice(0, slash), key: trimmed.slice(slash + 1) };
}

/** The path of an object in a `glue-s3:` URI; give it to `Uri.with` or `Uri.from`, which encode it. */
export function objectPath(address: ObjectAddress): string {
  return address.key === '' ? `/${address.bucket}` : `/${address.bucket}/${address.key}`;
}

/** The prefix that holds what is directly below a directory. */
export function directoryPrefix(key: string): string {
  return key === '' || key.endsWith('/') ? key : `${key}/`;
}

/** For people and messages: `s3://bucket/key`. */
export function objectName(address: ObjectAddress): string {
  return `s3://${address.bucket}/${address.key}`;
}
