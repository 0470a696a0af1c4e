import { compareUtf8 } from '../../objects/listing';
import type { Upload } from '../../objects/upload';
import { owner, xmlWithKeys } from './answer';
import { findUpload } from './multipart';
import { count, listParameters } from './parameters';
import { bucketOf, keyOf, type S3Answer, type S3Context, type S3Request } from './types';

export async function listParts(request: S3Request, { uploads }: S3Context): Promise<S3Answer> {
  const bucket = bucketOf(request);
  const upload = await findUpload(request, uploads);
  const maxParts = Math.min(count(request, 'max-parts', 1000), 1000);
  const marker = count(request, 'part-number-marker', 0);
  const { encodingType } = listParameters(request);
  const left = (await uploads.parts(bucket, upload)).filter(({ number }) => number > marker);
  const page = left.slice(0, maxParts);
  return xmlWithKeys('ListPartsResult', encodingType, (encode) => ({
    Bucket: bucket,
    Key: encode(keyOf(request)),
    UploadId: upload.id,
    Initiator: owner,
    Owner: owner,
    StorageClass: upload.headers['x-amz-storage-class'] ?? 'STANDARD',
    ChecksumAlgorithm: upload.checksum.explicit ? upload.checksum.algorithm : undefined,
    ChecksumType: upload.checksum.explicit ? upload.checksum.type : undefined,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number,
    MaxParts: maxParts,
    IsTruncated: page.length > 0 && left.length > page.length,
    Part: page.map(({ number, size, etag, modified, checksum }) => ({
      PartNumber: number,
      LastModified: new Date(modified).toISOString(),
      ETag: `"${etag}"`,
      Size: size,
      [`Checksum${checksum.algorithm}`]: checksum.value,
    })),
  }));
}

/** By key, and by age among those of one key. */
function inOrder(a: Upload, b: Upload): number {
  return compareUtf8(a.key, b.key) || a.started - b.started || compareUtf8(a.id, b.id);
}

/** The uploads after a marker: all of later keys, and with an upload's id also the later ones of the key itself. */
function afterMarker(sorted: readonly Upload[], key: string, id: string): readonly Upload[] {
  const exact = sorted.findIndex((upload) => upload.key === key && upload.id === id);
  return exact >= 0
    ? sorted.slice(exact + 1)
    : sorted.filter((upload) => key === '' || compareUtf8(upload.key, key) > 0);
}

export async function listMultipartUploads(request: S3Request, { uploads }: S3Context): Promise<S3Answer> {
  const bucket = bucketOf(request);
  const { prefix, delimiter, encodingType } = listParameters(request);
  const maxUploads = Math.min(count(request, 'max-uploads', 1000), 1000);
  const keyMarker = request.query.get('key-marker') ?? '';
  const idMarker = request.query.get('upload-id-marker') ?? '';
  const sorted = [...(await uploads.list(bucket))].filter(({ key }) => key.startsWith(prefix)).sort(inOrder);
  const page: Upload[] = [];
  const prefixes = new Set<string>();
  let last: Upload | undefined;
  let truncated = false;
  for (const upload of afterMarker(sorted, keyMarker, idMarker)) {
    const at = delimiter === undefined ? -1 : upload.key.indexOf(delimiter, prefix.length);
    const rolled = at < 0 ? undefined : upload.key.slice(0, at + (delimiter ?? '').length);
    const isNew = rolled === undefined || !prefixes.has(rolled);
    if (isNew && page.length + prefixes.size >= maxUploads) {
      truncated = maxUploads > 0;
      break;
    }
    if (rolled === undefined) {
      page.push(upload);
    } else {
      prefixes.add(rolled);
    }
    last = upload;
  }
  return xmlWithKeys('ListMultipartUploadsResult', encodingType, (encode) => ({
    Bucket: bucket,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: truncated && last ? encode(last.key) : undefined,
    NextUploadIdMarker: truncated ? last?.id : undefined,
    Prefix: encode(prefix),
    Delimiter: delimiter && encode(delimiter),
    MaxUploads: maxUploads,
    IsTruncated: truncated,
    Upload: page.map((upload) => ({
      Key: encode(upload.key),
      UploadId: upload.id,
      Initiator: owner,
      Owner: owner,
      StorageClass: upload.headers['x-amz-storage-class'] ?? 'STANDARD',
      Initiated: new Date(upload.started).toISOString(),
      ChecksumAlgorithm: upload.checksum.explicit ? upload.checksum.algorithm : undefined,
      ChecksumType: upload.checksum.explicit ? upload.checksum.type : undefined,
    })),
    CommonPrefixes: [...prefixes].map((one) => ({ Prefix: encode(one) })),
  }));
}
