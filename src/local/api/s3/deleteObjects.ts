import { xmlWithKeys } from './answer';
import { readText } from './body';
import { hasIntegrity } from './checksums';
import { unquoted } from './conditions';
import { S3Error } from './error';
import { bucketOf, type S3Answer, type S3Context, type S3Request } from './types';
import { childText, malformed, parseXml } from './xmlRequest';

const maxKeys = 1000;
/** Room for 1,000 keys of 1,024 bytes, each written as a character reference. */
const maxBody = 8 << 20;

interface Doomed {
  readonly key: string;
  readonly ifMatch: string | undefined;
}

export async function deleteObjects(request: S3Request, { objects }: S3Context): Promise<S3Answer> {
  const bucket = bucketOf(request);
  objects.bucket(bucket);
  if (!hasIntegrity(request)) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  const { quiet, doomed } = readDelete(await readText(request, maxBody));
  const deleted: string[] = [];
  const refused: { readonly key: string; readonly error: S3Error }[] = [];
  for (const { key, ifMatch } of doomed) {
    try {
      await objects.delete(bucket, key, ifMatch === undefined ? {} : { ifMatch });
      deleted.push(key);
    } catch (error) {
      const known = S3Error.from(error);
      if (!known) {
        throw error;
      }
      refused.push({ key, error: known });
    }
  }
  return xmlWithKeys('DeleteResult', undefined, (encode) => ({
    Deleted: quiet ? undefined : deleted.map((key) => ({ Key: encode(key) })),
    Error: refused.map(({ key, error }) => ({ Key: encode(key), Code: error.code, Message: error.message })),
  }));
}

function readDelete(text: string): { readonly quiet: boolean; readonly doomed: readonly Doomed[] } {
  const root = parseXml(text);
  const items = root.children.filter(({ name }) => name === 'Object');
  if (root.name !== 'Delete' || items.length === 0 || items.length > maxKeys) {
    throw malformed();
  }
  const doomed = items.map((item): Doomed => {
    const key = childText(item, 'Key');
    const etag = childText(item, 'ETag');
    if (key === undefined || key === '') {
      throw malformed();
    }
    if ((childText(item, 'VersionId') ?? 'null') !== 'null') {
      throw new S3Error('NotImplemented', 'Local Glue keeps no versions: an Object must not name a VersionId.');
    }
    return { key, ifMatch: etag === undefined ? undefined : unquoted(etag) };
  });
  return { quiet: childText(root, 'Quiet')?.trim().toLowerCase() === 'true', doomed };
}
