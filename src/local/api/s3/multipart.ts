import type { Received } from '../../objects/body';
import type { ChecksumAlgorithm } from '../../objects/checksums';
import type { Body, ObjectInfo } from '../../objects/objectStore';
import type { Part, WantedPart } from '../../objects/parts';
import type { Upload, UploadChecksum } from '../../objects/upload';
import { isoSeconds, xml, xmlWithKeys } from './answer';
import { readText } from './body';
import {
  algorithmNamed,
  checksumElements,
  defaultChecksum,
  givenChecksum,
  type Integrity,
  integrityOf,
} from './checksums';
import { unquoted, writeCondition } from './conditions';
import { copyRange, openSource } from './copy';
import { S3Error } from './error';
import { encryptionHeaders, refuseUnknownHeaders, storedHeaders } from './headers';
import { requireLength } from './objects';
import { bucketOf, header, keyOf, type S3Answer, type S3Context, type S3Request } from './types';
import { childText, malformed, parseXml, type XmlElement } from './xmlRequest';

const maxParts = 10_000;

export async function createMultipartUpload(request: S3Request, { uploads }: S3Context): Promise<S3Answer> {
  refuseUnknownHeaders(request);
  const [bucket, key] = [bucketOf(request), keyOf(request)];
  const checksum = chosenChecksum(request);
  const upload = await uploads.start(bucket, key, { headers: storedHeaders(request), checksum });
  const answer = xmlWithKeys('InitiateMultipartUploadResult', undefined, (encode) => ({
    Bucket: bucket,
    Key: encode(key),
    UploadId: upload.id,
  }));
  return {
    ...answer,
    headers: {
      ...answer.headers,
      ...encryptionHeaders(upload.headers),
      ...(checksum.explicit
        ? { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type }
        : {}),
    },
  };
}

/** CRC-64 is only of the whole object, SHA only of the parts; the two others are of the parts unless asked otherwise. */
function chosenChecksum(request: S3Request): UploadChecksum {
  const algorithm = algorithmNamed(header(request, 'x-amz-checksum-algorithm'), 'x-amz-checksum-algorithm');
  const type = header(request, 'x-amz-checksum-type')?.toUpperCase();
  if (algorithm === undefined) {
    if (type !== undefined) {
      throw new S3Error(
        'InvalidRequest',
        'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
      );
    }
    return { algorithm: defaultChecksum, type: 'FULL_OBJECT', explicit: false };
  }
  const usual = algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
  const possible = algorithm.startsWith('CRC32') ? ['COMPOSITE', 'FULL_OBJECT'] : [usual];
  const chosen = possible.find((one) => one === (type ?? usual));
  if (chosen !== 'COMPOSITE' && chosen !== 'FULL_OBJECT') {
    throw new S3Error(
      'InvalidRequest',
      `The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
    );
  }
  return { algorithm, type: chosen, explicit: true };
}

export async function uploadPart(request: S3Request, context: S3Context): Promise<S3Answer> {
  refuseUnknownHeaders(request);
  requireLength(request);
  const { part, upload } = await takePart(request, context, request.payload.stream, integrityOf(request));
  const headers = { etag: `"${part.etag}"`, ...encryptionHeaders(upload.headers), ...partHeaders(part) };
  return { status: 200, headers };
}

export async function uploadPartCopy(request: S3Request, context: S3Context): Promise<S3Answer> {
  refuseUnknownHeaders(request);
  const source = await openSource(request, context);
  try {
    const body = source.read(copyRange(request, source.info.size));
    const { part, upload } = await takePart(request, context, body, { algorithm: undefined, check: () => undefined });
    const answer = xml('CopyPartResult', {
      LastModified: isoSeconds(part.modified),
      ETag: `"${part.etag}"`,
      [`Checksum${part.checksum.algorithm}`]: part.checksum.value,
    });
    return { ...answer, headers: { ...answer.headers, ...encryptionHeaders(upload.headers) } };
  } finally {
    await source.close();
  }
}

async function takePart(
  request: S3Request,
  { uploads }: S3Context,
  body: Body,
  integrity: Integrity,
): Promise<{ readonly part: Part; readonly upload: Upload }> {
  const number = partNumber(request);
  const bucket = bucketOf(request);
  const upload = await findUpload(request, uploads);
  const { algorithm, explicit } = upload.checksum;
  if (explicit && integrity.algorithm !== undefined && integrity.algorithm !== algorithm) {
    throw new S3Error(
      'InvalidRequest',
      `Checksum Type mismatch occurred, expected checksum Type: ${algorithm.toLowerCase()}, actual checksum Type: ${integrity.algorithm.toLowerCase()}`,
    );
  }
  const part = await uploads.putPart(bucket, upload, number, body, {
    algorithm: integrity.algorithm ?? algorithm,
    check: (received: Received) => integrity.check(received),
  });
  return { part, upload };
}

function partNumber(request: S3Request): number {
  const text = request.query.get('partNumber') ?? '';
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > maxParts) {
    throw new S3Error('InvalidArgument', `Part number must be an integer between 1 and ${maxParts}, inclusive`, {
      ArgumentName: 'partNumber',
      ArgumentValue: text,
    });
  }
  return number;
}

export function findUpload(request: S3Request, uploads: S3Context['uploads']): Promise<Upload> {
  return uploads.find(bucketOf(request), keyOf(request), request.query.get('uploadId') ?? '');
}

function partHeaders({ checksum }: Part): Record<string, string> {
  return { [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value };
}

export async function completeMultipartUpload(request: S3Request, { uploads }: S3Context): Promise<S3Answer> {
  refuseUnknownHeaders(request);
  const [bucket, key] = [bucketOf(request), keyOf(request)];
  const given = givenChecksum(request);
  const condition = writeCondition(request);
  const upload = await uploads.findToComplete(bucket, key, request.query.get('uploadId') ?? '');
  checkType(request, upload);
  const wanted = readParts(await readText({ ...request, headers: withoutChecksums(request) }, 4 << 20));
  const info = await uploads.complete(bucket, upload, wanted, {
    condition,
    check: (made) => checkWhole(request, made, given),
  });
  const answer = xmlWithKeys('CompleteMultipartUploadResult', undefined, (encode) => ({
    Location: `http://${header(request, 'host') ?? ''}/${bucket}/${encodeURIComponent(key)}`,
    Bucket: bucket,
    Key: encode(key),
    ETag: `"${info.etag}"`,
    ...checksumElements(info.checksum),
  }));
  return { ...answer, headers: { ...answer.headers, ...encryptionHeaders(info.headers) } };
}

/** Here the checksum headers are about the object, not about this request's own body. */
function withoutChecksums(request: S3Request): S3Request['headers'] {
  return Object.fromEntries(Object.entries(request.headers).filter(([name]) => !name.startsWith('x-amz-checksum-')));
}

function checkType(request: S3Request, { checksum }: Upload): void {
  const type = header(request, 'x-amz-checksum-type');
  if (type !== undefined && type !== checksum.type) {
    throw new S3Error(
      'InvalidRequest',
      `The upload was created using the ${checksum.type} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
}

function checkWhole(
  request: S3Request,
  made: Pick<ObjectInfo, 'size' | 'checksum'>,
  given: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined,
): void {
  const size = header(request, 'x-amz-mp-object-size');
  if (size !== undefined && Number(size) !== made.size) {
    throw new S3Error(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${size} does not match what was computed: ${made.size}`,
    );
  }
  if (given === undefined) {
    return;
  }
  // A client may leave out the "-N" of a composite checksum.
  const value = made.checksum?.value ?? '';
  const values = [value, value.replace(/-\d+$/, '')];
  if (given.algorithm !== made.checksum?.algorithm || !values.includes(given.value)) {
    throw new S3Error('BadDigest', `The ${given.algorithm} you specified did not match the calculated checksum.`);
  }
}

function readParts(text: string): readonly WantedPart[] {
  const root = parseXml(text);
  const items = root.children.filter(({ name }) => name === 'Part');
  if (root.name !== 'CompleteMultipartUpload' || items.length === 0 || items.length > maxParts) {
    throw malformed();
  }
  return items.map((item) => {
    const number = Number(childText(item, 'PartNumber')?.trim() || Number.NaN);
    const etag = childText(item, 'ETag');
    if (!Number.isInteger(number) || number < 1 || etag === undefined) {
      throw malformed();
    }
    return { number, etag: unquoted(etag), checksum: partChecksum(item) };
  });
}

function partChecksum(item: XmlElement): WantedPart['checksum'] {
  const found = item.children.find(({ name }) => name.startsWith('Checksum'));
  const algorithm = found && algorithmNamed(found.name.slice('Checksum'.length), found.name);
  return found && algorithm ? { algorithm, value: found.text.trim() } : undefined;
}

export async function abortMultipartUpload(request: S3Request, { uploads }: S3Context): Promise<S3Answer> {
  await uploads.abort(bucketOf(request), await findUpload(request, uploads));
  return { status: 204 };
}
