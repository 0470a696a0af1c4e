import { createHash } from 'node:crypto';
import { checksumHasher } from '../../objects/checksums';
import { integrityOf } from './checksums';
import { S3Error } from './error';
import type { S3Request } from './types';
import { malformed } from './xmlRequest';

/** Reads a small body (an XML request) and checks its digests. Throws MaxMessageLengthExceeded, MalformedXML, BadDigest. */
export async function readText(request: S3Request, limit = 1 << 20): Promise<string> {
  const { algorithm, check } = integrityOf(request);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.payload.stream) {
    size += chunk.byteLength;
    if (size > limit) {
      throw new S3Error('MaxMessageLengthExceeded', 'Your request was too large.');
    }
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const hasher = algorithm && checksumHasher(algorithm);
  hasher?.update(body);
  const md5 = createHash('md5').update(body).digest('hex');
  check({ size, md5, checksum: hasher?.digest().toString('base64') });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw malformed();
  }
}
