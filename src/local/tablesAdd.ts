import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TableFormat } from './match/job';
import type { FileDescription } from './match/table/describe';
import type { ObjectStore } from './objects';
import { ObjectError } from './objectsError';
import type { RunJob } from './tasks/workerProcess';

/** A file that can't become a table; the message says why and what to do. */
export class AddTableError extends Error {
  override readonly name = 'AddTableError';
}

export interface AddTable {
  readonly database: string;
  readonly table: string;
  readonly file: string;
}

/** The TableInput for a file that was uploaded to a bucket of its own: location, format and columns as found in it. */
export interface AddedTable {
  readonly Name: string;
  readonly TableType: string;
  readonly Parameters: Readonly<Record<string, string>>;
  readonly StorageDescriptor: {
    readonly Columns: readonly { readonly Name: string; readonly Type: string }[];
    readonly Location: string;
    readonly InputFormat: string;
    readonly OutputFormat: string;
    readonly SerdeInfo: {
      readonly SerializationLibrary: string;
      readonly Parameters: Readonly<Record<string, string>>;
    };
  };
}

/** Uploads a CSV, JSON lines or Parquet file and finds out its format and columns. Throws AddTableError. */
export async function uploadTable(
  { database, table, file }: AddTable,
  { objects, runJob }: { readonly objects: ObjectStore; readonly runJob: RunJob },
): Promise<AddedTable> {
  await checkFile(file);
  const { format, columns } = await descriptionOf(file, runJob);
  const bucket = bucketName(database, table);
  try {
    await objects.createBucket(bucket);
  } catch (error) {
    if (!ObjectError.is(error, 'BucketAlreadyOwnedByYou')) {
      throw error;
    }
  }
  await objects.put(bucket, `${table}/${path.basename(file)}`, createReadStream(file), {
    headers: { 'content-type': contentTypes[format.kind] },
  });
  return {
    Name: table,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { classification: format.kind === 'lazy' ? 'csv' : format.kind, ...tableParameters(format) },
    StorageDescriptor: {
      Columns: columns.map(({ name, type }) => ({ Name: name, Type: type })),
      Location: `s3://${bucket}/${table}/`,
      ...serdes[format.kind],
      SerdeInfo: { ...serdes[format.kind].SerdeInfo, Parameters: serdeParameters(format) },
    },
  };
}

async function checkFile(file: string): Promise<void> {
  try {
    if ((await stat(file)).isFile()) {
      return;
    }
  } catch {
    throw new AddTableError(`The file ${file} of --add-table can't be read. Check its name.`);
  }
  throw new AddTableError(`${file} of --add-table is not a file. Give one CSV, JSON lines or Parquet file.`);
}

async function descriptionOf(file: string, runJob: RunJob): Promise<FileDescription> {
  const never = new AbortController().signal;
  try {
    const job = { path: path.resolve(file), name: path.basename(file) };
    const result = await runJob(
      { kind: 'describe', file: job, scratch: tmpdir() },
      { signal: never, onProgress: () => undefined },
    );
    if (result.kind === 'describe') {
      return result.description;
    }
  } catch (error) {
    throw new AddTableError(`${file} can't be added as a table. ${error instanceof Error ? error.message : error}`);
  }
  throw new AddTableError(`${file} can't be added as a table.`);
}

/** A valid bucket name that tells whose table is in it. */
function bucketName(database: string, table: string): string {
  const plain = `${database}-${table}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const name = plain.slice(0, 60).replaceAll(/^-+|-+$/g, '');
  return name.length < 3 ? `table-${name}`.replace(/-$/, '') : name;
}

const contentTypes = {
  csv: 'text/csv',
  lazy: 'text/plain',
  json: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
} as const;

const text = {
  InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
};

/** What Glue's crawlers write for each format. */
const serdes = {
  csv: { ...text, SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde' } },
  lazy: { ...text, SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe' } },
  json: { ...text, SerdeInfo: { SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' } },
  parquet: {
    InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
  },
} as const;

function tableParameters(format: TableFormat): Readonly<Record<string, string>> {
  return 'delimiter' in format ? { 'skip.header.line.count': String(format.headerLines) } : {};
}

function serdeParameters(format: TableFormat): Readonly<Record<string, string>> {
  switch (format.kind) {
    case 'csv':
      return { separatorChar: format.delimiter, quoteChar: format.quote, escapeChar: format.escape ?? format.quote };
    case 'lazy':
      return { 'field.delim': format.delimiter, 'serialization.format': format.delimiter };
    default:
      return { 'serialization.format': '1' };
  }
}
