import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { tableFormat } from '../../../src/local/catalog/tableFormat';
import { tableSource } from '../../../src/local/catalog/tableSource';
import { readTable } from '../../../src/local/match/table/readTable';
import type { TableSource } from '../../../src/local/match/table/source';
import { ObjectStore } from '../../../src/local/objects/objectStore';
import type { ColumnRecord, TableRecord } from '../../../src/local/state/records';

/** A table as a catalog declares it, over objects of its own. */
export interface Declared {
  /** The class of the SerDe, or its short name. */
  readonly serde?: string;
  readonly serdeParameters?: Readonly<Record<string, string>>;
  readonly tableParameters?: Readonly<Record<string, string>>;
  readonly columns?: readonly (string | ColumnRecord)[];
  readonly partitionKeys?: readonly string[];
  /** Below s3://data/; the objects' keys are whole ones. */
  readonly location?: string;
  readonly inputFormat?: string;
  readonly tableType?: string;
  readonly objects?: Readonly<Record<string, string | Buffer>>;
}

export const serdeNames: Readonly<Record<string, string>> = {
  lazy: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
  opencsv: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
  openx: 'org.openx.data.jsonserde.JsonSerDe',
  hivejson: 'org.apache.hive.hcatalog.data.JsonSerDe',
  parquet: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
};

export function tableRecord(declared: Declared): TableRecord {
  const { serde = '', columns = ['id', 'name', 'street', 'city'] } = declared;
  return {
    database: 'db',
    name: 'people',
    created: 0,
    updated: 0,
    version: 0,
    input: {
      Name: 'people',
      TableType: declared.tableType ?? 'EXTERNAL_TABLE',
      Parameters: declared.tableParameters ?? {},
      PartitionKeys: (declared.partitionKeys ?? []).map((Name) => ({ Name, Type: 'string' })),
      StorageDescriptor: {
        Location: `s3://data/${declared.location ?? 't/'}`,
        Columns: columns.map((column) => (typeof column === 'string' ? { Name: column, Type: 'string' } : column)),
        ...(declared.inputFormat === undefined ? {} : { InputFormat: declared.inputFormat }),
        SerdeInfo: { SerializationLibrary: serdeNames[serde] ?? serde, Parameters: declared.serdeParameters ?? {} },
      },
    },
  };
}

/** Puts the objects of a declared table where a task run finds them, as long as `use` has them. */
export async function withDeclared<T>(
  declared: Declared,
  use: (source: TableSource, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'declared-'));
  try {
    const store = await ObjectStore.open(join(folder, 'objects'));
    await store.createBucket('data');
    for (const [key, content] of Object.entries(declared.objects ?? {})) {
      await store.put('data', key, Buffer.from(content));
    }
    return await use(await tableSource(store, tableRecord(declared), join(folder, 'table')), folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Reads a declared table whole, as a task run does. @returns its rows, cells in column order */
export async function readDeclared(declared: Declared, primaryKey = 'id'): Promise<string[][]> {
  const table = await withDeclared(declared, (source, folder) => readTable(source, primaryKey, folder));
  return Array.from({ length: table.rows }, (_, row) => table.cells.map((cells) => cells[row] ?? ''));
}

/** What the declaration alone is refused with. */
export function declarationProblem(declared: Declared): string | undefined {
  try {
    tableFormat(tableRecord(declared));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Holds a declared table to its rows, each with its cells joined by `|`, or to the words that refuse it, which are not the engine's. */
export async function checkDeclared(declared: Declared, right: readonly string[] | RegExp): Promise<void> {
  const words = declarationProblem(declared);
  const found = words ?? (await readDeclared(declared).catch((error: Error) => error.message));
  if (typeof found === 'string') {
    expect(found).toMatch(right instanceof RegExp ? right : 'no refusal');
    expect(found).not.toMatch(/Binder|Invalid Input|read_parquet|DuckDB/);
  } else {
    expect(found.map((cells) => cells.join('|'))).toEqual(right);
  }
}
