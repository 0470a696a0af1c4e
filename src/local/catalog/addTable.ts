import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatS3Path } from '../../shared/s3Path';
import type { GlueHandler } from '../api/glue/endpoint';
import type { TableToAdd } from '../cli';
import type { FileDescription } from '../match/table/description';
import { ObjectError } from '../objects/error';
import type { ObjectStore } from '../objects/objectStore';
import type { State } from '../state/state';
import type { RunJob } from '../tasks/workerProcess';
import { tableEntry } from './tableEntry';

/** A file that can't become a table; the message says why and what to do. */
export class AddTableError extends Error {
  override readonly name = 'AddTableError';
}

interface Catalog {
  readonly state: State;
  readonly objects: ObjectStore;
  readonly runJob: RunJob;
  readonly glue: GlueHandler;
  /** Of the role that a transform is given. */
  readonly account: string;
}

/**
 * Adds database, table and transform by the API's own operations, each unless it is there already. When one of them fails, what was
 * added before it is taken back, so that the same command line works once its cause is gone. Throws AddTableError.
 */
export async function addTable({ database, table, file, primaryKey }: TableToAdd, catalog: Catalog): Promise<void> {
  const { state, objects } = catalog;
  const call = (operation: string, input: object) => catalog.glue(operation, input, { requestId: 'start' });
  const undo: (() => Promise<unknown>)[] = [];
  try {
    if (!state.table(database, table)) {
      const description = await descriptionOf(file, catalog.runJob);
      if (!state.database(database)) {
        await call('CreateDatabase', { DatabaseInput: { Name: database } });
        undo.push(() => call('DeleteDatabase', { Name: database }));
      }
      const bucket = bucketName(database, table);
      const key = `${table}/${visibleName(path.basename(file))}`;
      if (await createBucket(objects, bucket)) {
        undo.push(() => objects.deleteBucket(bucket));
      }
      undo.push(() => objects.delete(bucket, key));
      const headers = { 'content-type': contentTypes[description.format.kind] };
      await objects.put(bucket, key, createReadStream(file), { headers });
      const TableInput = tableEntry(table, formatS3Path({ bucket, key: `${table}/` }), description);
      await call('CreateTable', { DatabaseName: database, TableInput });
      undo.push(() => call('DeleteTable', { DatabaseName: database, Name: table }));
    }
    if (primaryKey !== undefined && !state.transforms().some(({ name }) => name === table)) {
      await call('CreateMLTransform', {
        Name: table,
        InputRecordTables: [{ DatabaseName: database, TableName: table }],
        Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: { PrimaryKeyColumnName: primaryKey } },
        Role: `arn:aws:iam::${catalog.account}:role/LocalGlue`,
      });
    }
  } catch (error) {
    for (const step of undo.reverse()) {
      await step();
    }
    throw error instanceof AddTableError
      ? error
      : new AddTableError(`${file} can't be added as table ${database}.${table}. ${wordsOf(error)}`);
  }
}

async function descriptionOf(file: string, runJob: RunJob): Promise<FileDescription> {
  await checkFile(file);
  const signal = new AbortController().signal;
  try {
    const source = { path: path.resolve(file), name: path.basename(file) };
    const result = await runJob(
      { kind: 'describe', file: source, scratch: tmpdir() },
      { signal, onProgress: () => undefined },
    );
    if (result.kind === 'describe') {
      return result.description;
    }
  } catch (error) {
    throw new AddTableError(`${file} can't be added as a table. ${wordsOf(error)}`);
  }
  throw new AddTableError(`${file} can't be added as a table.`);
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

/** Whether the bucket is new. */
async function createBucket(objects: ObjectStore, bucket: string): Promise<boolean> {
  try {
    await objects.createBucket(bucket);
    return true;
  } catch (error) {
    if (ObjectError.is(error, 'BucketAlreadyOwnedByYou')) {
      return false;
    }
    throw error;
  }
}

/** A valid bucket name that tells whose table is in it. */
function bucketName(database: string, table: string): string {
  const plain = `${database}-${table}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const name = plain.slice(0, 60).replaceAll(/^-+|-+$/g, '');
  return name.length < 3 ? `table-${name}`.replace(/-$/, '') : name;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const contentTypes = {
  csv: 'text/csv',
  lazy: 'text/plain',
  json: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
} as const;

/** Objects whose names begin with _ or . are no data to any reader. */
function visibleName(name: string): string {
  return name.replace(/^[_.]+/, '') || 'data';
}
