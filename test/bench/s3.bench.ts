// What the S3 endpoint costs: a 1 GiB object in one PUT, in parts, copied and read back, with the peak memory of the process; and requests
// a second. Fails when the memory goes over its bound. Run: npm run bench:s3 [-- --mib 1024]
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { GetMLTransformsCommand } from '@aws-sdk/client-glue';
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type LocalGlue, startLocalGlue } from '../harness/localGlue.ts';

const { values } = parseArgs({ options: { mib: { type: 'string', default: '1024' } } });
const mib = 2 ** 20;
const size = Number(values.mib) * mib;
const memoryBound = 200;
const Bucket = 'bench';

/** Bytes that differ from block to block, without the cost of true randomness. */
function* blocks(total: number): Generator<Buffer> {
  const block = Buffer.alloc(mib);
  for (let index = 0; index < 65_536; index++) {
    block.writeUInt32LE(Math.imul(index, 2654435761) >>> 0, index * 16);
  }
  for (let at = 0; at < total; at += mib) {
    block.writeUInt32LE(at / mib);
    yield Buffer.from(block);
  }
}

/** The largest resident size the process ever had, in MB; undefined where the system has no /proc. */
function peakMemory(pid: number): number | undefined {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line ? (Number(line[1]) * 1024) / 1e6 : undefined;
  } catch {
    return undefined;
  }
}

async function timed(name: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  console.log(`${name.padEnd(32)} ${seconds.toFixed(1)} s, ${Math.round(size / mib / seconds)} MiB/s`);
}

async function hashOf({ s3 }: LocalGlue, Key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  const hash = createHash('sha256');
  for await (const chunk of Body as Readable) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

async function putInParts({ s3 }: LocalGlue, Key: string): Promise<void> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const partSize = Math.min(64 * mib, size);
  const Parts: CompletedPart[] = [];
  for (let PartNumber = 1; PartNumber <= size / partSize; PartNumber++) {
    const part = { Body: Readable.from(blocks(partSize)), ContentLength: partSize };
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, ...part }));
    Parts.push({ PartNumber, ETag });
  }
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
}

/** Calls from 50 at once, for three seconds. */
async function rate(name: string, call: (index: number) => Promise<unknown>): Promise<void> {
  const started = performance.now();
  let done = 0;
  const client = async (index: number): Promise<void> => {
    while (performance.now() - started < 3000) {
      await call(index);
      done++;
    }
  };
  await Promise.all(Array.from({ length: 50 }, (_, index) => client(index)));
  console.log(`${name.padEnd(32)} ${Math.round((done * 1000) / (performance.now() - started))} requests/s`);
}

const local = await startLocalGlue();
try {
  const { s3, glue } = local;
  await s3.send(new CreateBucketCommand({ Bucket }));
  console.log(`object of ${values.mib} MiB; memory at start ${peakMemory(local.pid)?.toFixed(0)} MB`);
  const whole = createHash('sha256');
  for (const block of blocks(size)) {
    whole.update(block);
  }
  const expected = whole.digest('hex');
  const Body = Readable.from(blocks(size));
  await timed('PUT', () => s3.send(new PutObjectCommand({ Bucket, Key: 'one', Body, ContentLength: size })));
  await timed('GET', async () => {
    if ((await hashOf(local, 'one')) !== expected) {
      throw new Error('What was read is not what was written.');
    }
  });
  await timed('CopyObject', () => s3.send(new CopyObjectCommand({ Bucket, Key: 'two', CopySource: `${Bucket}/one` })));
  await timed('multipart, 64 MiB parts', () => putInParts(local, 'parts'));
  const peak = peakMemory(local.pid);
  console.log(`peak memory ${peak?.toFixed(0) ?? 'unknown'} MB (bound ${memoryBound})`);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'small', Body: 'x' }));
  await rate('HeadObject', () => s3.send(new HeadObjectCommand({ Bucket, Key: 'small' })));
  await rate('GetMLTransforms', () => glue.send(new GetMLTransformsCommand({})));
  await rate('PutObject, 1 kB', (index) =>
    s3.send(new PutObjectCommand({ Bucket, Key: `k${index}`, Body: 'x'.repeat(1000) })),
  );
  if (peak !== undefined && peak > memoryBound) {
    console.error(`Memory went over ${memoryBound} MB.`);
    process.exitCode = 1;
  }
} finally {
  await local.stop();
}
