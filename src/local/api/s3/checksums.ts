import type { Received } from '../../objects/body';
import {
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumHasher,
  isChecksumAlgorithm,
} from '../../objects/checksums';
import type { ObjectInfo } from '../../objects/objectStore';
import { S3Error } from './error';
import { header, type S3Request } from './types';

const prefix = 'x-amz-checksum-';
const names = new Map(checksumAlgorithms.map((algorithm) => [`${prefix}${algorithm.toLowerCase()}`, algorithm]));

/** The checksum S3 computes when the client brings none. */
export const defaultChecksum: ChecksumAlgorithm = 'CRC64NVME';

/** What a client says about the integrity of its body. */
export interface Integrity {
  /** Undefined when the client named none. */
  readonly algorithm: ChecksumAlgorithm | undefined;
  /** Checks what was received, trailing checksum included. Throws BadDigest, InvalidRequest. */
  readonly check: (received: Received) => void;
}

/** Reads Content-MD5 and the additional checksum, in a header or announced as a trailer. Throws InvalidDigest, InvalidRequest. */
export function integrityOf(request: S3Request): Integrity {
  const md5 = contentMd5(request);
  const given = givenChecksum(request);
  const trailing = trailingChecksum(request);
  if (given && trailing) {
    throw new S3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const algorithm = given?.algorithm ?? trailing;
  const named = algorithmNamed(header(request, 'x-amz-sdk-checksum-algorithm'), 'x-amz-sdk-checksum-algorithm');
  if (named !== undefined && algorithm === undefined) {
    throw new S3Error(
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (named !== undefined && named !== algorithm) {
    throw new S3Error('InvalidRequest', 'Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
  const check = (received: Received): void => {
    if (md5 !== undefined && md5 !== Buffer.from(received.md5, 'hex').toString('base64')) {
      throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    }
    const expected = given?.value ?? (trailing && trailerValue(request, trailing));
    if (algorithm !== undefined && expected !== received.checksum) {
      throw new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
    }
  };
  return { algorithm, check };
}

/** An algorithm under S3's name for it. Throws InvalidRequest when there is none of the name. */
export function algorithmNamed(text: string | undefined, where: string): ChecksumAlgorithm | undefined {
  if (text === undefined) {
    return undefined;
  }
  const upper = text.toUpperCase();
  if (!isChecksumAlgorithm(upper)) {
    throw new S3Error(
      'InvalidRequest',
      `Checksum algorithm provided is unsupported (${where}). Please try again with any of the valid types: [${checksumAlgorithms.join(', ')}]`,
    );
  }
  return upper;
}

/** The one `x-amz-checksum-<algorithm>` header of a request. Throws InvalidRequest when there are several, or it is no checksum. */
export function givenChecksum(
  request: S3Request,
): { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined {
  const found = [...names].flatMap(([name, algorithm]) => {
    const value = header(request, name);
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (found.length > 1) {
    throw new S3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [only] = found;
  // A checksum of checksums ends in -N; it comes with CompleteMultipartUpload.
  if (only && !isBase64(only.value.replace(/-\d+$/, ''), checksumHasher(only.algorithm).digest().length)) {
    throw new S3Error('InvalidRequest', `Value for ${prefix}${only.algorithm.toLowerCase()} header is invalid.`);
  }
  return only;
}

/** Whether the client brought anything to check its body by. */
export function hasIntegrity(request: S3Request): boolean {
  return header(request, 'content-md5') !== undefined || integrityOf(request).algorithm !== undefined;
}

/** The headers that give an object's checksum back. */
export function checksumHeaders(checksum: ObjectInfo['checksum']): Record<string, string> {
  return checksum
    ? { [`${prefix}${checksum.algorithm.toLowerCase()}`]: checksum.value, 'x-amz-checksum-type': checksum.type }
    : {};
}

/** The XML elements that give an object's checksum back, in the answers of copies and of completed uploads. */
export function checksumElements(checksum: ObjectInfo['checksum']): Record<string, string> {
  return checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type } : {};
}

function contentMd5(request: S3Request): string | undefined {
  const value = header(request, 'content-md5');
  if (value !== undefined && !isBase64(value, 16)) {
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  return value;
}

function trailingChecksum(request: S3Request): ChecksumAlgorithm | undefined {
  const announced = header(request, 'x-amz-trailer')?.trim().toLowerCase();
  if (announced === undefined || announced === '') {
    return undefined;
  }
  const algorithm = names.get(announced);
  if (!algorithm) {
    throw new S3Error('InvalidRequest', 'The value specified in the x-amz-trailer header is not supported');
  }
  return algorithm;
}

function trailerValue(request: S3Request, algorithm: ChecksumAlgorithm): string {
  const value = request.payload.trailers.get(`${prefix}${algorithm.toLowerCase()}`);
  if (value === undefined) {
    throw new S3Error(
      'MalformedTrailerError',
      'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    );
  }
  return value;
}

function isBase64(text: string, length: number): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text;
}
