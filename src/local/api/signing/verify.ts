import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyPair } from '../../root/keyPair';
import { canonicalHeaders, canonicalRequest, sha256Hex, splitTarget, type WireRequest } from './canonical';

const algorithm = 'AWS4-HMAC-SHA256';
/** How far a client's clock may be off, in milliseconds. */
export const maxSkew = 15 * 60_000;
/** Longest life of a presigned URL, in seconds: a week. */
const maxExpires = 604_800;
export const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Why a request failed authentication. Each service has its own name for each of these. */
export type SignatureFault =
  | 'missing'
  | 'unsupported'
  | 'malformedHeader'
  | 'malformedQuery'
  | 'unknownKey'
  | 'skewed'
  | 'expired'
  | 'unsignedHeaders'
  | 'mismatch';

export class SignatureError extends Error {
  override readonly name = 'SignatureError';

  constructor(
    readonly fault: SignatureFault,
    message: string,
    /** What helps to find the cause; nothing secret. */
    readonly details: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** What a verified request's signature says about its body. */
export interface Verified {
  /** SHA-256 in hex, or a word such as UNSIGNED-PAYLOAD. */
  readonly payloadHash: string;
  readonly chunks: ChunkSigner;
}

export interface VerifyOptions {
  readonly keyPair: KeyPair;
  /** The service the credential must be scoped to; undefined accepts any. */
  readonly service: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Hash of the body, where it was read before; else the sender's `x-amz-content-sha256` is taken, which S3 demands. */
  readonly bodyHash?: string;
}

/** What both forms of signature, in the header and in the query, tell. */
interface Claim {
  readonly accessKeyId: string;
  /** YYYYMMDD */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** YYYYMMDDTHHMMSSZ */
  readonly timestamp: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** Seconds a presigned URL lives. */
  readonly expires?: number;
}

/**
 * Checks what can be checked of a signature before the body is there: who signed, when, and which headers. Whoever fails here is not
 * listened to any longer. Throws SignatureError.
 */
export function judgeClaim(request: WireRequest, options: Omit<VerifyOptions, 'bodyHash'>): void {
  readJudged(request, options);
}

function readJudged(request: WireRequest, options: Omit<VerifyOptions, 'bodyHash'>) {
  const headers = canonicalHeaders(request.rawHeaders);
  const claim = readClaim(request, headers);
  checkClaim(claim, options);
  checkTime(claim, options.now);
  checkSignedHeaders(claim, headers);
  return { headers, claim };
}

/** Checks a request's SigV4 signature, in the Authorization header or in the query (presigned). Throws SignatureError. */
export function verifySignature(request: WireRequest, options: VerifyOptions): Verified {
  const { headers, claim } = readJudged(request, options);
  const payloadHash = options.bodyHash ?? headers.get('x-amz-content-sha256') ?? presignedHash(request, claim);
  if (payloadHash === undefined) {
    throw new SignatureError('malformedHeader', 'Missing required header for this request: x-amz-content-sha256');
  }
  const canonical = canonicalRequest(request, headers, claim.signedHeaders, payloadHash);
  const scope = `${claim.date}/${claim.region}/${claim.service}/aws4_request`;
  const stringToSign = [algorithm, claim.timestamp, scope, sha256Hex(canonical)].join('\n');
  const key = signingKey(options.keyPair.secretAccessKey, claim);
  if (!sameText(hmac(key, stringToSign).toString('hex'), claim.signature)) {
    throw new SignatureError(
      'mismatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      {
        AWSAccessKeyId: claim.accessKeyId,
        StringToSign: stringToSign,
        SignatureProvided: claim.signature,
        CanonicalRequest: canonical,
      },
    );
  }
  return { payloadHash, chunks: new ChunkSigner(key, claim.timestamp, scope, claim.signature) };
}

/** Signs the chunks of a streamed payload, each over the one before. */
export class ChunkSigner {
  constructor(
    private readonly key: Buffer,
    private readonly timestamp: string,
    private readonly scope: string,
    private previous: string,
  ) {}

  /** Whether `signature` is that of the next chunk. @param dataHash SHA-256 of the chunk's bytes in hex */
  acceptsChunk(signature: string, dataHash: string): boolean {
    return this.accepts(signature, [
      `${algorithm}-PAYLOAD`,
      this.timestamp,
      this.scope,
      this.previous,
      emptySha256,
      dataHash,
    ]);
  }

  /** Whether `signature` is that of the trailing headers. @param trailer lines `name:value\n` */
  acceptsTrailer(signature: string, trailer: string): boolean {
    return this.accepts(signature, [
      `${algorithm}-TRAILER`,
      this.timestamp,
      this.scope,
      this.previous,
      sha256Hex(trailer),
    ]);
  }

  private accepts(signature: string, lines: readonly string[]): boolean {
    this.previous = hmac(this.key, lines.join('\n')).toString('hex');
    return sameText(this.previous, signature);
  }
}

function readClaim(request: WireRequest, headers: ReadonlyMap<string, string>): Claim {
  const authorization = headers.get('authorization');
  if (authorization !== undefined) {
    return readHeaderClaim(authorization, headers);
  }
  const query = new Map(splitTarget(request.target).query);
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) {
    return readQueryClaim(query);
  }
  if (query.has('AWSAccessKeyId') && query.has('Signature')) {
    throw new SignatureError(
      'unsupported',
      'The URL is presigned with Signature Version 2, which is not supported. Presign it with Signature Version 4 (AWS4-HMAC-SHA256).',
    );
  }
  throw new SignatureError('missing', 'The request is not signed. Sign it with the key pair of this endpoint.');
}

function readHeaderClaim(authorization: string, headers: ReadonlyMap<string, string>): Claim {
  const space = authorization.indexOf(' ');
  if (authorization.slice(0, space) !== algorithm) {
    throw new SignatureError(
      'unsupported',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256 (Signature Version 4).',
    );
  }
  const fields = new Map(
    authorization
      .slice(space + 1)
      .split(',')
      .map((field): [string, string] => {
        const equals = field.indexOf('=');
        return [field.slice(0, equals).trim(), field.slice(equals + 1).trim()];
      }),
  );
  const timestamp = headers.get('x-amz-date') ?? basicTime(headers.get('date'));
  return parseClaim(
    {
      credential: fields.get('Credential'),
      signedHeaders: fields.get('SignedHeaders'),
      signature: fields.get('Signature'),
      timestamp,
    },
    'malformedHeader',
    'The authorization header is malformed',
  );
}

function readQueryClaim(query: ReadonlyMap<string, string>): Claim {
  const malformed = 'Query-string authentication is malformed';
  if (query.get('X-Amz-Algorithm') !== algorithm) {
    throw new SignatureError('malformedQuery', `${malformed}: X-Amz-Algorithm only supports ${algorithm}`);
  }
  const claim = parseClaim(
    {
      credential: query.get('X-Amz-Credential'),
      signedHeaders: query.get('X-Amz-SignedHeaders'),
      signature: query.get('X-Amz-Signature'),
      timestamp: query.get('X-Amz-Date'),
    },
    'malformedQuery',
    malformed,
  );
  const expires = query.get('X-Amz-Expires') ?? '';
  if (!/^\d{1,6}$/.test(expires) || Number(expires) > maxExpires) {
    throw new SignatureError(
      'malformedQuery',
      `${malformed}: X-Amz-Expires must be between 0 and ${maxExpires} seconds`,
    );
  }
  return { ...claim, expires: Number(expires) };
}

function parseClaim(
  parts: Readonly<Record<'credential' | 'signedHeaders' | 'signature' | 'timestamp', string | undefined>>,
  fault: 'malformedHeader' | 'malformedQuery',
  malformed: string,
): Claim {
  const { credential = '', signedHeaders = '', signature = '', timestamp = '' } = parts;
  const scope = /^(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential);
  if (!scope) {
    throw new SignatureError(
      fault,
      `${malformed}; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".`,
    );
  }
  if (!/^\d{8}T\d{6}Z$/.test(timestamp) || Number.isNaN(epoch(timestamp))) {
    throw new SignatureError(fault, `${malformed}; a valid X-Amz-Date in the form YYYYMMDDTHHMMSSZ is needed.`);
  }
  if (!/^[0-9a-f]{64}$/.test(signature) || signedHeaders === '') {
    throw new SignatureError(fault, `${malformed}; SignedHeaders and a Signature of 64 hex digits are needed.`);
  }
  const [, accessKeyId = '', date = '', region = '', service = ''] = scope;
  return { accessKeyId, date, region, service, timestamp, signature, signedHeaders: signedHeaders.split(';') };
}

function checkClaim(claim: Claim, { keyPair, service }: Omit<VerifyOptions, 'bodyHash'>): void {
  const fault = claim.expires === undefined ? 'malformedHeader' : 'malformedQuery';
  if (!sameText(claim.accessKeyId, keyPair.accessKeyId)) {
    throw new SignatureError('unknownKey', 'The AWS Access Key Id you provided does not exist in our records.', {
      AWSAccessKeyId: claim.accessKeyId,
    });
  }
  if (service !== undefined && claim.service !== service) {
    throw new SignatureError(
      fault,
      `The credential's scope is wrong; incorrect service "${claim.service}". This endpoint belongs to "${service}".`,
    );
  }
  if (!claim.timestamp.startsWith(claim.date)) {
    throw new SignatureError(
      fault,
      `The credential's date "${claim.date}" is not that of X-Amz-Date "${claim.timestamp}".`,
    );
  }
}

function checkTime(claim: Claim, now: number): void {
  const signed = epoch(claim.timestamp);
  const late = now - signed;
  const times = { RequestTime: claim.timestamp, ServerTime: new Date(now).toISOString() };
  if (late < -maxSkew || (claim.expires === undefined && late > maxSkew)) {
    throw new SignatureError(
      'skewed',
      'The difference between the request time and the current time is too large. Set the clock of this machine.',
      { ...times, MaxAllowedSkewMilliseconds: String(maxSkew) },
    );
  }
  if (claim.expires !== undefined && late > claim.expires * 1000) {
    throw new SignatureError('expired', 'Request has expired', { ...times, 'X-Amz-Expires': String(claim.expires) });
  }
}

/** A header that means something to the service but isn't signed could have been added by anyone on the way. */
function checkSignedHeaders(claim: Claim, headers: ReadonlyMap<string, string>): void {
  const signed = new Set(claim.signedHeaders);
  const open = [...headers.keys()].filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signed.has(name) && !isHarmless(name, claim),
  );
  if (open.length > 0) {
    throw new SignatureError('unsignedHeaders', 'There were headers present in the request which were not signed', {
      HeadersNotSigned: open.join(', '),
    });
  }
}

/** The header form covers the content hash by its own line in the canonical request. */
function isHarmless(name: string, claim: Claim): boolean {
  return name === 'x-amz-content-sha256' && claim.expires === undefined;
}

/** Presigned URLs for S3 cover no body unless they say so. */
function presignedHash(request: WireRequest, claim: Claim): string | undefined {
  if (claim.expires === undefined) {
    return undefined;
  }
  const named = splitTarget(request.target).query.find(([name]) => name === 'X-Amz-Content-Sha256');
  return named?.[1] ?? 'UNSIGNED-PAYLOAD';
}

function signingKey(secret: string, { date, region, service }: Claim): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

/** Compares in constant time: how long it takes tells nothing. */
function sameText(a: string, b: string): boolean {
  const x = Buffer.from(a, 'utf8');
  const y = Buffer.from(b, 'utf8');
  return x.length === y.length && timingSafeEqual(x, y);
}

function epoch(timestamp: string): number {
  return Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function basicTime(date: string | undefined): string | undefined {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? undefined : `${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
