import { S3Error } from './error';
import type { S3Request } from './types';

/** What all listings are asked with. */
export interface ListParameters {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly maxKeys: number;
  /** How the client wants keys written. */
  readonly encodingType: 'url' | undefined;
}

/** Throws InvalidArgument. */
export function listParameters(request: S3Request): ListParameters {
  const encodingType = request.query.get('encoding-type');
  if (encodingType !== undefined && encodingType !== 'url') {
    throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request', {
      ArgumentName: 'encoding-type',
      ArgumentValue: encodingType,
    });
  }
  return {
    prefix: request.query.get('prefix') ?? '',
    delimiter: request.query.get('delimiter') || undefined,
    maxKeys: Math.min(count(request, 'max-keys', 1000), 1000),
    encodingType,
  };
}

/** A whole number of the query. Throws InvalidArgument. */
export function count(request: S3Request, name: string, otherwise: number): number {
  const text = request.query.get(name);
  if (text === undefined || text === '') {
    return otherwise;
  }
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2147483647) {
    throw new S3Error('InvalidArgument', `Provided ${name} not an integer or within integer range`, {
      ArgumentName: name,
      ArgumentValue: text,
    });
  }
  return Number(text);
}

/** The encoding of `encoding-type=url`: as of a form, but with slashes left. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+');
}
