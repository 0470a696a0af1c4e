import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ChunkSigner, Verified } from '../signing/verify';
import { AwsChunkedDecoder, FramingError } from './awsChunked';
import { S3Error } from './error';
import type { Payload } from './types';

/** Largest body of one request: S3's limit for PutObject and UploadPart. */
const maxSize = 5 * 2 ** 30;

/** The values of `x-amz-content-sha256` that mean an aws-chunked body. */
const streaming: Readonly<Record<string, { readonly signed: boolean; readonly hasTrailer: boolean }>> = {
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, hasTrailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, hasTrailer: true },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, hasTrailer: true },
};

/**
 * Makes the content of a verified request readable: without framing, checked against what was signed. Nothing is read yet.
 * Throws NotImplemented, MissingContentLength, InvalidArgument, EntityTooLarge.
 *
 * @param source the raw body
 */
export function openPayload(request: IncomingMessage, verified: Verified, source: AsyncIterable<Uint8Array>): Payload {
  const { payloadHash, chunks } = verified;
  const form = streaming[payloadHash];
  if (form) {
    const length = declaredLength(request, 'x-amz-decoded-content-length');
    if (length === undefined) {
      throw new S3Error('MissingContentLength', 'You must provide the x-amz-decoded-content-length HTTP header.');
    }
    return chunkedPayload(source, length, form, chunks);
  }
  const length = declaredLength(request, 'content-length');
  if (payloadHash === 'UNSIGNED-PAYLOAD') {
    return { isChunked: false, length, stream: translated(source), trailers: new Map() };
  }
  if (!/^[0-9a-f]{64}$/i.test(payloadHash)) {
    throw payloadHash.startsWith('STREAMING-')
      ? new S3Error('NotImplemented', `Local Glue takes no payload of the kind ${payloadHash}.`)
      : new S3Error(
          'InvalidArgument',
          'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-…, or a valid sha256 value.',
        );
  }
  return {
    isChunked: false,
    length,
    stream: hashed(translated(source), payloadHash.toLowerCase()),
    trailers: new Map(),
  };
}

function chunkedPayload(
  source: AsyncIterable<Uint8Array>,
  length: number,
  form: { readonly signed: boolean; readonly hasTrailer: boolean },
  chunks: ChunkSigner,
): Payload {
  const decoder = new AwsChunkedDecoder(source, {
    hasTrailer: form.hasTrailer,
    ...(form.signed ? { signer: chunks } : {}),
  });
  return {
    isChunked: true,
    length,
    stream: measured(translated(decoder.decode()), length),
    trailers: decoder.trailers,
  };
}

function declaredLength(
  request: IncomingMessage,
  name: 'content-length' | 'x-amz-decoded-content-length',
): number | undefined {
  const text = request.headers[name];
  if (text === undefined) {
    return undefined;
  }
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text)) {
    throw new S3Error('InvalidArgument', `${name} is not a number.`, { ArgumentName: name });
  }
  if (Number(text) > maxSize) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      ProposedSize: text,
      MaxSizeAllowed: String(maxSize),
    });
  }
  return Number(text);
}

async function* hashed(source: AsyncIterable<Uint8Array>, expected: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of source) {
    hash.update(piece);
    yield piece;
  }
  const computed = hash.digest('hex');
  if (computed !== expected) {
    throw new S3Error(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      { ClientComputedContentSHA256: expected, S3ComputedContentSHA256: computed },
    );
  }
}

async function* measured(source: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const piece of source) {
    seen += piece.byteLength;
    if (seen > length) {
      break;
    }
    yield piece;
  }
  if (seen !== length) {
    throw incompleteBody();
  }
}

/** Gives the failures of reading a body S3's names. */
async function* translated(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    throw asS3Error(error);
  }
}

function asS3Error(error: unknown): unknown {
  if (error instanceof FramingError) {
    switch (error.fault) {
      case 'mismatch':
        return new S3Error('SignatureDoesNotMatch', error.message);
      case 'incomplete':
        return incompleteBody();
      case 'trailer':
        return new S3Error('MalformedTrailerError', error.message);
      case 'malformed':
        return new S3Error('InvalidRequest', error.message);
    }
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' ? incompleteBody() : error;
}

function incompleteBody(): S3Error {
  return new S3Error(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );
}
