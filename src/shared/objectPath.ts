import type { S3Path } from './s3Path';

/** The parts of a URI that name an object; `vscode.Uri` is one. Both parts are decoded. */
export interface ObjectUri {
  readonly authority: string;
  readonly path: string;
}

/** Splits `/bucket/key`. Keys are taken as they are: blanks, `#`, `%`, `:` and `?` are ordinary characters in them. */
export function parseObjectPath(path: string): S3Path {
  const trimmed = path.startsWith('/') ? path.slice(1) : path;
  const slash = trimmed.indexOf('/');
  return slash < 0 ? { bucket: trimmed, key: '' } : { bucket: trimmed.slice(0, slash), key: trimmed.slice(slash + 1) };
}

/** The path of an object in a `glue-s3:` URI; give it to `Uri.with` or `Uri.from`, which encode it. */
export function objectPath(address: S3Path): string {
  return address.key === '' ? `/${address.bucket}` : `/${address.bucket}/${address.key}`;
}
