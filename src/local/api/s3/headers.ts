import { asText } from '../signing/canonical';
import { notImplemented } from './conditions';
import { S3Error } from './error';
import { header, type S3Request } from './types';

/** System headers S3 keeps with an object and gives back on GET and HEAD. */
const system = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-website-redirect-location',
];

/** Settings of a write, kept and given back too; a copy takes them from its own request, not from its source. */
const settings = [
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-storage-class',
];

/** Of the settings, what the answer to a write repeats. */
const encryption = settings.filter((name) => name.startsWith('x-amz-server-side-encryption'));

/** The classes of general purpose buckets. */
const storageClasses = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'GLACIER_IR',
  'DEEP_ARCHIVE',
];

/** Headers whose silent loss would make a client believe something that isn't so. */
const refused = [
  'x-amz-bucket-object-lock-',
  'x-amz-grant-',
  'x-amz-mfa',
  'x-amz-object-lock-',
  'x-amz-server-side-encryption-context',
  'x-amz-server-side-encryption-customer-',
  'x-amz-copy-source-server-side-encryption-customer-',
  'x-amz-tagging',
  'x-amz-write-offset-bytes',
  'x-amz-if-match-',
  'x-amz-rename-source',
];

const maxMetadata = 2048;
const meta = 'x-amz-meta-';

/** Throws NotImplemented for headers that ask for what isn't here, AccessControlListNotSupported for access lists. */
export function refuseUnknownHeaders(request: S3Request): void {
  for (const name of Object.keys(request.headers)) {
    const harmless = name === 'x-amz-tagging-directive' && header(request, name) === 'COPY';
    if (!harmless && refused.some((start) => name.startsWith(start))) {
      throw notImplemented(name);
    }
  }
  const acl = header(request, 'x-amz-acl');
  if (acl !== undefined && !['private', 'bucket-owner-full-control', 'bucket-owner-read'].includes(acl)) {
    throw new S3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
}

/** What a write keeps with the object: system headers, settings, the user's own metadata. Throws MetadataTooLarge, InvalidArgument. */
export function storedHeaders(request: S3Request): Record<string, string> {
  const metadata = select(request, (name) => name.startsWith(meta));
  const size = Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + name.length - meta.length + value.length,
    0,
  );
  if (size > maxMetadata) {
    throw new S3Error('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      Size: String(size),
      MaxSizeAllowed: String(maxMetadata),
    });
  }
  const stored = { ...select(request, (name) => system.includes(name)), ...storedSettings(request), ...metadata };
  return request.payload.isChunked ? withoutChunked(stored) : stored;
}

/** The encryption and storage class a write asks for. Throws InvalidArgument, InvalidStorageClass. */
export function storedSettings(request: S3Request): Record<string, string> {
  const chosen = select(request, (name) => encryption.includes(name));
  const sse = chosen['x-amz-server-side-encryption'];
  if (sse !== undefined && !['AES256', 'aws:kms', 'aws:kms:dsse'].includes(sse)) {
    throw new S3Error('InvalidArgument', 'The encryption method specified is not supported', {
      ArgumentName: 'x-amz-server-side-encryption',
      ArgumentValue: sse,
    });
  }
  if (sse !== 'aws:kms' && sse !== 'aws:kms:dsse' && 'x-amz-server-side-encryption-aws-kms-key-id' in chosen) {
    throw new S3Error(
      'InvalidArgument',
      'Server Side Encryption with KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
      { ArgumentName: 'x-amz-server-side-encryption' },
    );
  }
  return { ...chosen, ...storageClass(request) };
}

/** Of the standard class, objects carry no header. Throws InvalidStorageClass. */
function storageClass(request: S3Request): Record<string, string> {
  const chosen = header(request, 'x-amz-storage-class') ?? 'STANDARD';
  if (!storageClasses.includes(chosen)) {
    throw new S3Error('InvalidStorageClass', 'The storage class you specified is not valid', {
      StorageClassRequested: chosen,
    });
  }
  return chosen === 'STANDARD' ? {} : { 'x-amz-storage-class': chosen };
}

/** A copy's headers without the settings of its source. */
export function copiedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !settings.includes(name)));
}

/** The headers the answer to a write repeats. */
export function encryptionHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => encryption.includes(name)));
}

function select(request: S3Request, wanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.keys(request.headers)
      .filter(wanted)
      .map((name) => [name, asText(header(request, name) ?? '')]),
  );
}

/** `aws-chunked` is how such a body came, not what it is; the other encodings stay as they were written. */
function withoutChunked(stored: Readonly<Record<string, string>>): Record<string, string> {
  const { 'content-encoding': written = '', ...rest } = stored;
  const encoding = written.replace(/^aws-chunked[ \t]*(,[ \t]*|$)|[ \t]*,[ \t]*aws-chunked[ \t]*(?=,|$)/i, '');
  return encoding === '' ? rest : { ...rest, 'content-encoding': encoding };
}
