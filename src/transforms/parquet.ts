import { TableFileError } from './tableFileError';

/** A leaf of a Parquet schema with its Hive type. */
interface ParquetColumn {
  readonly name: string;
  readonly type: string;
}

/**
 * Reads the column names and types from a Parquet file's footer: FileMetaData in Thrift's compact protocol
 * (apache/parquet-format, parquet.thrift; apache/thrift, thrift-compact-protocol.md). @throws TableFileError
 */
export function parquetColumns(bytes: Uint8Array): readonly ParquetColumn[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 12 ? 0 : view.getUint32(bytes.length - 8, true);
  const magic = new TextDecoder('latin1').decode(bytes.subarray(-4));
  if (length === 0 || magic !== 'PAR1' || length > bytes.length - 12) {
    throw new TableFileError('The file begins like Parquet but its footer is damaged.');
  }
  const footer = new CompactReader(bytes.subarray(bytes.length - 8 - length, bytes.length - 8));
  const elements = footer.struct((id, type) =>
    id === 2 && type === list ? footer.list(() => element(footer)) : undefined,
  );
  const schema = elements.find((found) => found !== undefined) ?? [];
  return topColumns(schema);
}

interface SchemaElement {
  readonly physical: number | undefined;
  readonly name: string;
  readonly children: number;
  readonly converted: number | undefined;
}

/** The schema is the tree in depth-first order; its root comes first. */
function topColumns(schema: readonly SchemaElement[]): readonly ParquetColumn[] {
  const columns: ParquetColumn[] = [];
  let at = 1;
  while (at < schema.length) {
    const found = schema[at];
    if (found === undefined) {
      break;
    }
    columns.push({ name: found.name, type: found.children > 0 ? 'struct<>' : hiveType(found) });
    at = behind(schema, at);
  }
  return columns;
}

function behind(schema: readonly SchemaElement[], at: number): number {
  let next = at + 1;
  for (let child = schema[at]?.children ?? 0; child > 0; child--) {
    next = behind(schema, next);
  }
  return next;
}

/** parquet.thrift: Type and ConvertedType. */
function hiveType({ physical, converted }: SchemaElement): string {
  if (converted === 6) {
    return 'date';
  }
  if (converted === 9 || converted === 10 || physical === 3) {
    return 'timestamp';
  }
  if (converted === 5) {
    return 'double';
  }
  switch (physical) {
    case 0:
      return 'boolean';
    case 1:
      return 'int';
    case 2:
      return 'bigint';
    case 4:
      return 'float';
    case 5:
      return 'double';
    default:
      return 'string';
  }
}

function element(reader: CompactReader): SchemaElement {
  let physical: number | undefined;
  let converted: number | undefined;
  let name = '';
  let children = 0;
  reader.struct((id, type) => {
    if (id === 4 && type === binary) {
      name = reader.text();
    } else if (type === int32 && (id === 1 || id === 5 || id === 6)) {
      const value = reader.zigzag();
      physical = id === 1 ? value : physical;
      children = id === 5 ? value : children;
      converted = id === 6 ? value : converted;
    } else {
      return undefined;
    }
    return true;
  });
  return { physical, converted, name, children };
}

// Type codes of the compact protocol.
const int32 = 5;
const binary = 8;
const list = 9;

/** As much of Thrift's compact protocol as a footer's schema needs. */
class CompactReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** Calls back for every field; one that is answered with undefined is skipped. */
  struct<T>(field: (id: number, type: number) => T | undefined): T[] {
    const found: T[] = [];
    let id = 0;
    for (let header = this.byte(); header !== 0; header = this.byte()) {
      const type = header & 0x0f;
      id = header >> 4 === 0 ? this.zigzag() : id + (header >> 4);
      const value = field(id, type);
      if (value === undefined) {
        this.skip(type);
      } else {
        found.push(value);
      }
    }
    return found;
  }

  list<T>(item: () => T): T[] {
    return Array.from({ length: this.listSize().size }, item);
  }

  text(): string {
    const length = this.varint();
    this.at += length;
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  private byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) {
      throw new TableFileError('The Parquet footer ends too early.');
    }
    return value;
  }

  private varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        return value;
      }
    }
  }

  private listSize(): { size: number; type: number } {
    const header = this.byte();
    return { size: header >> 4 === 15 ? this.varint() : header >> 4, type: header & 0x0f };
  }

  private skip(type: number): void {
    switch (type) {
      case 1:
      case 2:
        return;
      case 3:
        this.at += 1;
        return;
      case 4:
      case 5:
      case 6:
        this.varint();
        return;
      case 7:
        this.at += 8;
        return;
      case binary:
        this.text();
        return;
      case list:
      case 10: {
        const { size, type: item } = this.listSize();
        for (let index = 0; index < size; index++) {
          this.skip(item === 1 || item === 2 ? 3 : item);
        }
        return;
      }
      case 11: {
        const size = this.varint();
        const types = size === 0 ? 0 : this.byte();
        for (let index = 0; index < size; index++) {
          this.skip(types >> 4);
          this.skip(types & 0x0f);
        }
        return;
      }
      case 12:
        this.struct(() => undefined);
        return;
      default:
        throw new TableFileError('The Parquet footer is damaged.');
    }
  }
}
