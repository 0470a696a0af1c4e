import { header, type S3Request } from './types';

/** Headers S3 keeps with an object and gives back on GET and HEAD. */
const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
];

/** What a write keeps with the object: system headers and the user's own metadata. */
export function storedHeaders(request: S3Request): Record<string, string> {
  const stored: Record<string, string> = {};
  for (const name of Object.keys(request.headers)) {
    const value = header(request, name);
    if (value !== undefined && (kept.includes(name) || name.startsWith('x-amz-meta-'))) {
      stored[name] = value;
    }
  }
  return stored;
}
