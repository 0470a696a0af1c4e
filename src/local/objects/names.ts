import path from 'node:path';
import { ObjectError } from './error';

/** The naming rules of general purpose buckets; what passes is a safe file name on every system. */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !/\.\.|\.-|-\./.test(name) &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  );
}

/** S3's limits on keys; any character may be in one. Throws InvalidRequest, KeyTooLongError. */
export function checkKey(key: string): void {
  if (key === '') {
    throw new ObjectError('InvalidRequest', 'A key must have at least one character.');
  }
  const size = Buffer.byteLength(key, 'utf8');
  if (size > 1024) {
    throw new ObjectError('KeyTooLongError', 'Your key is too long', { Size: String(size), MaxSizeAllowed: '1024' });
  }
}

/** Readers of files (DuckDB) tell compressed from plain by the name's end, so a plain, short one is kept. */
export function extension(key: string): string {
  return /(\.[a-zA-Z0-9]{1,10}){1,2}$/.exec(path.posix.basename(key))?.[0] ?? '';
}
