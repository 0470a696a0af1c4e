import { preconditionFailed } from '../../objects/error';
import type { ByteRange, ObjectInfo, WriteCondition } from '../../objects/objectStore';
import { S3Error } from './error';
import { header, type S3Request } from './types';

/** How a conditional read comes out. */
export type ReadVerdict = 'serve' | 'notModified';

/**
 * Judges a read's conditions by RFC 9110 section 13.2.2. Throws PreconditionFailed (412).
 *
 * @param prefix of the header names: '' for GET and HEAD, `x-amz-copy-source-` for a copy, where nothing is "not modified" but failed
 */
export function judgeRead(request: S3Request, info: ObjectInfo, prefix: '' | 'x-amz-copy-source-' = ''): ReadVerdict {
  const get = (name: string): string | undefined => header(request, `${prefix}${name}`);
  const ifMatch = get('if-match');
  const ifNoneMatch = get('if-none-match');
  const unmodifiedSince = timeOf(get('if-unmodified-since'));
  const modifiedSince = timeOf(get('if-modified-since'));
  const modified = Math.floor(info.modified / 1000) * 1000;
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, info.etag)) {
      throw preconditionFailed('If-Match');
    }
  } else if (unmodifiedSince !== undefined && modified > unmodifiedSince) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  const unchanged =
    ifNoneMatch === undefined
      ? modifiedSince !== undefined && modified <= modifiedSince
      : matches(ifNoneMatch, info.etag);
  if (!unchanged) {
    return 'serve';
  }
  if (prefix !== '') {
    throw preconditionFailed(ifNoneMatch === undefined ? 'If-Modified-Since' : 'If-None-Match');
  }
  return 'notModified';
}

/** What must hold for a write to happen. Throws NotImplemented for conditions S3 knows only on reads. */
export function writeCondition(request: S3Request): WriteCondition {
  const ifMatch = header(request, 'if-match');
  const ifNoneMatch = header(request, 'if-none-match');
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw notImplemented('If-None-Match with an ETag');
  }
  if (ifNoneMatch !== undefined && ifMatch !== undefined) {
    throw notImplemented('If-Match together with If-None-Match');
  }
  for (const name of ['if-modified-since', 'if-unmodified-since']) {
    if (header(request, name) !== undefined) {
      throw notImplemented(name);
    }
  }
  return {
    ...(ifMatch === undefined ? {} : { ifMatch: unquoted(ifMatch) }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch: '*' as const }),
  };
}

export function notImplemented(what: string): S3Error {
  return new S3Error('NotImplemented', `A header you provided implies functionality that is not implemented: ${what}.`);
}

/** An ETag as the store has it. */
export function unquoted(etag: string): string {
  return etag.trim().replace(/^"(.*)"$/, '$1');
}

function matches(list: string, etag: string): boolean {
  return list.split(',').some((item) => item.trim() === '*' || unquoted(item) === etag);
}

/** An HTTP date in milliseconds; an unreadable or future one counts as not given, as S3 and RFC 9110 have it. */
function timeOf(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) || time > Date.now() ? undefined : time;
}

/**
 * The bytes a Range header asks for; undefined when it asks for none in particular (no header, another unit, several ranges, no sense),
 * which is answered with the whole object. Throws InvalidRange (416) when it lies beyond the end.
 */
export function readRange(text: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(text?.trim() ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') {
    return undefined;
  }
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) {
    return undefined;
  }
  if (start >= size || (first === '' && Number(last) === 0)) {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      RangeRequested: text ?? '',
      ActualObjectSize: String(size),
    });
  }
  return { start, end };
}
