import { constants, copyFile, open, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Timestamps of Impala, Hive and older Spark (INT96) are nanoseconds of a Julian day. The engine reads them to the microsecond only, so
 * it is given a copy of the file in whose footer they are called what they are: 12 bytes.
 */

/** Types of Parquet and of Thrift's compact protocol, the numbers in zigzag. */
const int96 = 6;
const fixedBytes = 14;
const twelve = 24;
const kinds = {
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  map: 11,
  struct: 12,
};

const trailerBytes = 8;

/** The footer is none that Thrift writes. */
export class FooterError extends Error {
  override readonly name = 'FooterError';
}

/** Makes such a copy of a Parquet file in `folder` and removes it when `use` is done with it. */
export async function withBytesForInt96<T>(
  file: string,
  folder: string,
  use: (copy: string) => Promise<T>,
): Promise<T> {
  const copy = path.join(folder, `${process.pid}-${path.basename(file)}.int96`);
  try {
    await copyFile(file, copy, constants.COPYFILE_FICLONE);
    await renameInFooter(copy);
    return await use(copy);
  } finally {
    await rm(copy, { force: true });
  }
}

async function renameInFooter(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    const trailer = Buffer.alloc(trailerBytes);
    await handle.read(trailer, 0, trailerBytes, size - trailerBytes);
    const length = trailer.readUInt32LE(0);
    const start = size - trailerBytes - length;
    if (start < 4) {
      throw new FooterError();
    }
    const footer = Buffer.alloc(length);
    await handle.read(footer, 0, length, start);
    const renamed = bytesForInt96(footer);
    trailer.writeUInt32LE(renamed.length);
    await handle.write(Buffer.concat([renamed, trailer]), 0, undefined, start);
  } finally {
    await handle.close();
  }
}

/** The footer with every column of INT96 as one of 12 bytes. @throws FooterError */
export function bytesForInt96(footer: Buffer): Buffer {
  const reader = new CompactReader(footer);
  const out: Buffer[] = [];
  let from = 0;
  reader.struct((field, kind) => {
    // FileMetaData.schema, a list of SchemaElement
    if (field !== 2 || kind !== kinds.list) {
      return false;
    }
    for (let left = reader.listSize(); left > 0; left--) {
      reader.struct((own, ownKind) => {
        // SchemaElement.type; its next field, type_length, is only there where the type has one.
        if (own !== 1 || ownKind !== kinds.i32 || footer[reader.at] !== int96) {
          return false;
        }
        out.push(footer.subarray(from, reader.at), Buffer.of(fixedBytes, 0x10 | kinds.i32, twelve));
        from = reader.at + 1;
        const next = footer[from] ?? 0;
        if (next >> 4 < 2) {
          throw new FooterError();
        }
        out.push(Buffer.of(next - 0x10));
        from += 1;
        reader.at = from - 1;
        return true;
      });
    }
    return true;
  });
  return Buffer.concat([...out, footer.subarray(from)]);
}

/** Goes through Thrift's compact protocol. */
class CompactReader {
  at = 0;

  constructor(private readonly bytes: Buffer) {}

  /** @param visit may read a field by itself, and says whether it has */
  struct(visit: (field: number, kind: number) => boolean): void {
    let field = 0;
    for (;;) {
      const head = this.byte();
      if (head === 0) {
        return;
      }
      const kind = head & 15;
      field = head >> 4 === 0 ? this.varint() >> 1 : field + (head >> 4);
      if (!visit(field, kind)) {
        this.skip(kind);
      }
    }
  }

  listSize(): number {
    const head = this.byte();
    return head >> 4 === 15 ? this.varint() : head >> 4;
  }

  private skip(kind: number): void {
    switch (kind) {
      case kinds.true:
      case kinds.false:
        return;
      case kinds.byte:
        this.at += 1;
        return;
      case kinds.double:
        this.at += 8;
        return;
      case kinds.binary: {
        const length = this.varint();
        this.at += length;
        return;
      }
      case kinds.i16:
      case kinds.i32:
      case kinds.i64:
        this.varint();
        return;
      case kinds.struct:
        this.struct(() => false);
        return;
      case kinds.list:
      case kinds.set: {
        const inner = (this.bytes[this.at] ?? 0) & 15;
        for (let left = this.listSize(); left > 0; left--) {
          // In a list a truth value takes a byte.
          this.skip(inner <= kinds.false ? kinds.byte : inner);
        }
        return;
      }
      default:
        throw new FooterError();
    }
  }

  private varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) {
        return value;
      }
    }
  }

  private byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) {
      throw new FooterError();
    }
    this.at += 1;
    return byte;
  }
}

const julianEpoch = 2_440_588;

/** SQL for the text of a column of such 12 bytes: as the engine writes timestamps, with all digits of the second. */
export function int96Text(column: string): string {
  const number = (from: number, to: number) => {
    const bytes = Array.from({ length: to - from }, (_, at) => `substr(hex(${column}), ${2 * (to - at) - 1}, 2)`);
    return `CAST('0x' || ${bytes.join(' || ')} AS BIGINT)`;
  };
  const nanos = number(0, 8);
  const time = `make_timestamp((${number(8, 12)} - ${julianEpoch}) * 86400000000 + ${nanos} // 1000)`;
  const fine = `strftime(${time}, '%f') || lpad(CAST(${nanos} % 1000 AS VARCHAR), 3, '0')`;
  return `CASE WHEN ${nanos} % 1000 = 0 THEN CAST(${time} AS VARCHAR) ELSE CAST(date_trunc('second', ${time}) AS VARCHAR) || '.' || rtrim(${fine}, '0') END`;
}
