import { isUtf8 } from 'node:buffer';

/** How an object's bytes are packed, as its first bytes tell; names of objects tell nothing. */
export type Codec = 'none' | 'gzip' | 'zstd' | 'bzip2' | 'zlib' | 'snappy-hadoop' | 'snappy-framed' | 'snappy-raw';

/** How many of a file's first bytes are enough to tell what it is. */
export const headBytes = 64 * 1024;

const begins = (head: Buffer, ...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte);

/** What is neither text nor a compression that Local Glue can undo. */
const foreign: readonly (readonly [says: string, magic: (head: Buffer) => boolean])[] = [
  ['Parquet', (head) => begins(head, 0x50, 0x41, 0x52, 0x31)],
  ['encrypted Parquet', (head) => begins(head, 0x50, 0x41, 0x52, 0x45)],
  ['ORC', (head) => begins(head, 0x4f, 0x52, 0x43) && !isUtf8(head.subarray(3, 6))],
  ['Avro', (head) => begins(head, 0x4f, 0x62, 0x6a, 0x01)],
  ['a Hadoop sequence file', (head) => begins(head, 0x53, 0x45, 0x51) && (head[3] ?? 32) < 32],
  ['an RCFile', (head) => begins(head, 0x52, 0x43, 0x46) && (head[3] ?? 32) < 32],
  ['a ZIP archive (Excel workbooks are, too)', (head) => begins(head, 0x50, 0x4b, 3, 4)],
  ['an Excel workbook', (head) => begins(head, 0xd0, 0xcf, 0x11, 0xe0)],
  ['compressed with xz', (head) => begins(head, 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)],
  ['compressed with LZ4', (head) => begins(head, 0x04, 0x22, 0x4d, 0x18) || begins(head, 0x02, 0x21, 0x4c, 0x18)],
  ['compressed with LZO', (head) => begins(head, 0x89, 0x4c, 0x5a, 0x4f)],
  ['compressed with compress (.Z)', (head) => begins(head, 0x1f, 0x9d)],
  ['compressed with lzma', (head) => begins(head, 0x5d, 0, 0) && (head[4] ?? 1) === 0],
  ['a tar archive', (head) => head.subarray(257, 262).equals(Buffer.from('ustar'))],
  // Where it is what was packed: those packed once are unpacked before anyone looks at them so.
  ['compressed a second time, with gzip', (head) => begins(head, 0x1f, 0x8b)],
  ['compressed a second time, with zstd', (head) => begins(head, 0x28, 0xb5, 0x2f, 0xfd)],
  [
    'compressed a second time, with bzip2',
    (head) => begins(head, 0x42, 0x5a, 0x68) && begins(head.subarray(4), 0x31, 0x41, 0x59),
  ],
  ['compressed with 7-Zip', (head) => begins(head, 0x37, 0x7a, 0xbc, 0xaf)],
  ['UTF-16 text', looksLikeUtf16],
  ["compressed in Hadoop's blocks, with LZ4 or LZO", isHadoopBlocks],
  ['binary data', (head) => isControl(head[0] ?? 32)],
];

/** No text begins with such a byte; 1 to 3 are Hive's delimiters. */
function isControl(byte: number): boolean {
  return byte < 32 && ![1, 2, 3, 9, 10, 13].includes(byte);
}

/** Excel's "Unicode text" has a byte order mark; without one, every second byte of most text is zero. */
function looksLikeUtf16(head: Buffer): boolean {
  if (begins(head, 0xff, 0xfe) || begins(head, 0xfe, 0xff)) {
    return true;
  }
  const sample = head.subarray(0, 512);
  const zeros = [0, 0];
  for (const [at, byte] of sample.entries()) {
    zeros[at % 2] = (zeros[at % 2] ?? 0) + (byte === 0 ? 1 : 0);
  }
  const [even = 0, odd = 0] = zeros;
  return Math.max(even, odd) > sample.length / 4 && Math.min(even, odd) < sample.length / 16;
}

/** Compressions that no first bytes tell, by the names they are given. */
const packedNames: Readonly<Record<string, string>> = {
  br: 'brotli',
  lzo: 'LZO',
  lzo_deflate: 'LZO',
  lz4: 'LZ4',
  lzma: 'lzma',
  snappy: 'snappy',
  sz: 'snappy',
  deflate: 'deflate',
};

/** How a file that is no text seems to be compressed, in words that go behind "is"; undefined when its name tells nothing. */
export function packedByName(name: string): string | undefined {
  const packed = packedNames[name.slice(name.lastIndexOf('.') + 1).toLowerCase()];
  return packed === undefined ? undefined : `compressed with ${packed}, as its name says`;
}

/** Documents that are text, though no table; a table's first cell may look so, but no header does. */
const documents: readonly (readonly [says: string, start: RegExp])[] = [
  ['an HTML page', /^\s*<(!doctype\s+html|html|head|body|table)\b/i],
  ['an XML document', /^\s*<\?xml\b/i],
  ['a PDF', /^%PDF-/],
  ['a database of SQLite', /^SQLite format 3/],
  ['a document in rich text', /^\{\\rtf/],
];

/** Which document a text is the beginning of, in words that go behind "is"; undefined when it may be a table with a header. */
export function documentOf(start: string): string | undefined {
  return documents.find(([, sign]) => sign.test(start))?.[0];
}

/** What a file is when it is none of the formats read as text, in words that go behind "is"; undefined when it may be text. */
export function foreignFormat(head: Buffer): string | undefined {
  return foreign.find(([, magic]) => magic(head))?.[0];
}

export function isParquet(head: Buffer): boolean {
  return foreignFormat(head) === 'Parquet';
}

/** @param size of the whole file, of which `head` is the beginning */
export function codecOf(head: Buffer, size: number): Codec {
  if (begins(head, 0x1f, 0x8b)) {
    return 'gzip';
  }
  if (begins(head, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableFrame(head)) {
    return 'zstd';
  }
  if (
    begins(head, 0x42, 0x5a, 0x68) &&
    (begins(head.subarray(4), 0x31, 0x41, 0x59) || begins(head.subarray(4), 0x17, 0x72, 0x45))
  ) {
    return 'bzip2';
  }
  // An x before Hive's delimiter is text, whatever control characters follow.
  if (head[0] === 0x78 && [0x01, 0x9c, 0xda].includes(head[1] ?? 0) && !isUtf8(wholeCharacters(head))) {
    return 'zlib';
  }
  if (head.subarray(0, 10).equals(Buffer.from('\xff\x06\x00\x00sNaPpY', 'latin1'))) {
    return 'snappy-framed';
  }
  if (isHadoopSnappy(head)) {
    return 'snappy-hadoop';
  }
  return !isText(head) && isRawSnappy(head, size) ? 'snappy-raw' : 'none';
}

/** pzstd begins a file with a frame that holds no data. */
function isSkippableFrame(head: Buffer): boolean {
  return (head[0] ?? 0) >> 4 === 5 && begins(head.subarray(1), 0x2a, 0x4d, 0x18);
}

/** No control characters but those that texts have; a character that the head cuts in two does not matter. */
function isText(head: Buffer): boolean {
  const sample = head.subarray(0, 1024);
  return (
    sample.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13 || byte === 1) &&
    isUtf8(wholeCharacters(sample))
  );
}

/** Leaves out a character whose bytes go on behind the end. */
export function wholeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) {
      break;
    }
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
    }
  }
  return bytes;
}

/** Blocks begin with their length and that of their first chunk; the first byte is zero in anything below 16 MB. */
function isHadoopBlocks(head: Buffer): boolean {
  if (head.length < 10 || head[0] !== 0 || head[8] === 0) {
    return false;
  }
  const [length, packed] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  // No codec makes a chunk longer by more than a sixth and a few bytes.
  return length > 0 && packed > 0 && packed < length + length / 6 + 64;
}

/** In snappy's each chunk is a raw block, which begins with its length. */
function isHadoopSnappy(head: Buffer): boolean {
  const length = isHadoopBlocks(head) ? rawLength(head.subarray(8)) : undefined;
  return length !== undefined && length.value > 0 && length.value <= head.readUInt32BE(0);
}

/** A raw block begins with its length, then a literal: snappy packs to no less than a twentieth or so. */
function isRawSnappy(head: Buffer, size: number): boolean {
  const length = rawLength(head);
  return (
    length !== undefined && ((head[length.bytes] ?? 1) & 3) === 0 && length.value > size / 2 && length.value < size * 64
  );
}

/** The length that a raw block of snappy begins with. */
function rawLength(head: Buffer): { readonly value: number; readonly bytes: number } | undefined {
  let value = 0;
  for (let at = 0; at < 5; at++) {
    const byte = head[at] ?? 0x80;
    value += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) {
      return { value, bytes: at + 1 };
    }
  }
  return undefined;
}
