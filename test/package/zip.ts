import { inflateRawSync } from 'node:zlib';

/** A file in a ZIP archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes before compression. */
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
}

const endOfDirectory = 0x06054b50;
const entryOfDirectory = 0x02014b50;

/** Lists an archive by its central directory (APPNOTE 4.3.12 and 4.3.16). Knows no ZIP64, which a package never needs. */
export function listZip(bytes: Buffer): ZipEntry[] {
  let end = bytes.length - 22;
  while (bytes.readUInt32LE(end) !== endOfDirectory) {
    end -= 1;
  }
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  while (bytes.readUInt32LE(at) === entryOfDirectory) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + name),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}

/** The content of a file in an archive. */
export function readZip(bytes: Buffer, name: string): Buffer {
  const entry = listZip(bytes).find((one) => one.name === name);
  if (entry === undefined) {
    throw new Error(`The archive holds no ${name}.`);
  }
  const [nameLength, extra] = [bytes.readUInt16LE(entry.offset + 26), bytes.readUInt16LE(entry.offset + 28)];
  const content = bytes.subarray(entry.offset + 30 + nameLength + extra);
  return bytes.readUInt16LE(entry.offset + 8) === 0 ? content.subarray(0, entry.size) : inflateRawSync(content);
}
