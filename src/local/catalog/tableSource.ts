import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { formatS3Path } from '../../shared/s3Path';
import type { TableFile, TableSource } from '../match/table/source';
import type { ObjectStore } from '../objects/objectStore';
import { snapshotObject } from '../objects/snapshot';
import type { ColumnRecord, TableRecord } from '../state/records';
import { tableFormat } from './tableFormat';
import { dataObjects, type TableObject } from './tableObjects';

/** A table may have 100,000 objects; one after the other they take a minute to link on a busy disk. */
const linkedAtOnce = 64;

/** The columns that a table's rows have: those of its files, then those that its paths tell. */
export function tableColumns({ input }: TableRecord): readonly ColumnRecord[] {
  return [...(input.StorageDescriptor?.Columns ?? []), ...(input.PartitionKeys ?? [])];
}

/**
 * How the matcher reads a table: its objects as local files below `folder`, their format and its columns. The files are links to the
 * objects as they are now, so that nobody's writing can change them under a reader. @throws TableError
 */
export async function tableSource(objects: ObjectStore, table: TableRecord, folder: string): Promise<TableSource> {
  const format = tableFormat(table);
  const files: TableFile[] = [];
  await mkdir(folder, { recursive: true });
  const found = dataObjects(objects, table);
  for (let at = 0; at < found.length; at += linkedAtOnce) {
    const link = async ({ bucket, key, partition }: TableObject, index: number): Promise<TableFile> => {
      const target = path.join(folder, String(at + index));
      await snapshotObject(objects, bucket, key, target);
      return { path: target, name: formatS3Path({ bucket, key }), partition };
    };
    files.push(...(await Promise.all(found.slice(at, at + linkedAtOnce).map(link))));
  }
  const columns = tableColumns(table).map(({ Name, Type = 'string' }) => ({ name: Name, type: Type }));
  return { files, format, columns, partitionColumns: table.input.PartitionKeys?.length ?? 0 };
}
