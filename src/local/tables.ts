import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { TableFile, TableSource } from './match/job';
import { snapshotObject } from './objectSnapshot';
import type { ObjectStore } from './objects';
import { parseS3Path } from './s3Path';
import type { StorageRecord, TableRecord } from './stateRecords';

/** A table that can't be read; the message is fit for a task run's ErrorString. */
export class TableError extends Error {
  override readonly name = 'TableError';
}

/** Objects that Hive and Spark leave aside: folder markers and names that begin with `_` or `.`. */
function isHidden(key: string): boolean {
  return key.endsWith('/') || /^[_.]/.test(path.posix.basename(key));
}

/**
 * How the matcher reads a table: its objects as local files below `folder`, their format and its columns. The files are links to the
 * objects as they are now, so that nobody's writing can change them under a reader. Throws TableError.
 */
export async function tableSource(objects: ObjectStore, table: TableRecord, folder: string): Promise<TableSource> {
  const storage = table.input.StorageDescriptor ?? {};
  if (table.input.PartitionKeys?.length) {
    throw new TableError(
      `Table ${table.database}.${table.name} has partition keys, which Local Glue does not read. Create it without them.`,
    );
  }
  const format = tableFormat(table);
  const files: TableFile[] = [];
  await mkdir(folder, { recursive: true });
  for (const [index, { bucket, key }] of locate(objects, table).entries()) {
    const target = path.join(folder, String(index));
    await snapshotObject(objects, bucket, key, target);
    files.push({ path: target, name: `s3://${bucket}/${key}` });
  }
  const columns = (storage.Columns ?? []).map(({ Name, Type = 'string' }) => ({ name: Name, type: Type }));
  return { files, format, columns };
}

/** The objects under a table's location, in order of key. */
function locate(objects: ObjectStore, table: TableRecord): { readonly bucket: string; readonly key: string }[] {
  const named = `table ${table.database}.${table.name}`;
  const location = table.input.StorageDescriptor?.Location;
  const path = location === undefined ? undefined : parseS3Path(location);
  if (!path) {
    throw new TableError(`The location of ${named} is ${location ?? 'not set'}. Set it to s3://bucket/prefix/.`);
  }
  const { bucket, key: prefix } = path;
  if (!objects.hasBucket(bucket)) {
    throw new TableError(
      `The bucket ${bucket}, where ${named} is located, does not exist. Create it and upload the data.`,
    );
  }
  const found: { bucket: string; key: string }[] = [];
  let after: string | undefined;
  do {
    const page = objects.list(bucket, { prefix, after });
    for (const { key } of page.objects) {
      const below = prefix === '' || prefix.endsWith('/') || key === prefix || key.startsWith(`${prefix}/`);
      if (below && !isHidden(key)) {
        found.push({ bucket, key });
      }
    }
    after = page.next;
  } while (after !== undefined);
  if (found.length === 0) {
    throw new TableError(`There is no object below ${location}, the location of ${named}. Upload the data there.`);
  }
  return found;
}

/** The format a table's SerDe and parameters say. Throws TableError for a SerDe that Local Glue doesn't read. */
export function tableFormat({ input, database, name }: TableRecord): TableSource['format'] {
  const storage: StorageRecord = input.StorageDescriptor ?? {};
  const library = storage.SerdeInfo?.SerializationLibrary ?? '';
  const parameters = { ...input.Parameters, ...storage.Parameters, ...storage.SerdeInfo?.Parameters };
  const kind = formatKind(library, storage.InputFormat ?? '', parameters.classification ?? '');
  if (kind === undefined) {
    const given = library || parameters.classification || 'none';
    throw new TableError(
      `Local Glue can't read table ${database}.${name}: its SerDe is ${given}. It reads CSV (LazySimpleSerDe, OpenCSVSerde), JSON lines (JsonSerDe) and Parquet (ParquetHiveSerDe).`,
    );
  }
  if (kind !== 'csv') {
    return kind === 'json' ? { kind, foldCase: true } : { kind };
  }
  const headerCount = Number(parameters['skip.header.line.count'] ?? 0);
  const headerLines = Number.isInteger(headerCount) && headerCount >= 0 ? headerCount : 0;
  const delimiter = hiveCharacter(parameters.separatorChar ?? parameters['field.delim'] ?? parameters.delimiter ?? ',');
  if (/LazySimpleSerDe$/.test(library) && parameters.quoteChar === undefined) {
    return { kind: 'lazy', delimiter, nullText: parameters['serialization.null.format'] ?? '\\N', headerLines };
  }
  const quote = hiveCharacter(parameters.quoteChar ?? '"');
  const { escapeChar } = parameters;
  return { kind, delimiter, quote, escape: escapeChar && hiveCharacter(escapeChar), headerLines };
}

function formatKind(
  library: string,
  inputFormat: string,
  classification: string,
): 'csv' | 'json' | 'parquet' | undefined {
  if (/json/i.test(library)) {
    return 'json';
  }
  if (/parquet/i.test(library)) {
    return 'parquet';
  }
  if (/(LazySimple|OpenCSV)SerDe$/i.test(library)) {
    return 'csv';
  }
  if (library !== '') {
    return undefined;
  }
  const said = /^(csv|json|parquet)$/i.exec(classification)?.[1]?.toLowerCase();
  if (said === 'csv' || said === 'json' || said === 'parquet') {
    return said;
  }
  return /parquet/i.test(inputFormat) ? 'parquet' : undefined;
}

/** Hive writes a tab as `\t` and control characters as `\001` or `\u0001`. */
function hiveCharacter(text: string): string {
  if (text === '\\t') {
    return '\t';
  }
  const code = /^\\u([0-9a-f]{4})$/i.exec(text)?.[1];
  const octal = /^\\([0-7]{3})$/.exec(text)?.[1];
  if (code !== undefined) {
    return String.fromCharCode(Number.parseInt(code, 16));
  }
  return octal === undefined ? text : String.fromCharCode(Number.parseInt(octal, 8));
}
