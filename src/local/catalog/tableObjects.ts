import { isUtf8 } from 'node:buffer';
import { formatS3Path, splitS3Path } from '../../shared/s3Path';
import type { ObjectStore } from '../objects/objectStore';
import type { TableRecord } from '../state/records';
import { openFormatOf, openFormatWords } from './refusals';
import { TableError } from './tableError';

/** An object of a table, and what its path tells of the partition columns. */
export interface TableObject {
  readonly bucket: string;
  readonly key: string;
  readonly partition: readonly string[];
}

/** How Hive writes a partition column without a value. */
const hiveDefault = '__HIVE_DEFAULT_PARTITION__';

/**
 * The objects below a table's location that are its data, in order of key.
 * @throws TableError for a location that can't be, marks of an open table format, and objects outside of a partition
 */
export function tableObjects(objects: ObjectStore, table: TableRecord): readonly TableObject[] {
  const { bucket, prefix, named } = locationOf(table);
  if (!objects.hasBucket(bucket)) {
    throw new TableError(
      `The bucket ${bucket}, where ${named} is located, does not exist. Create it and upload the data.`,
    );
  }
  const found: TableObject[] = [];
  for (const { key, size } of below(objects, bucket, prefix)) {
    const rest =
      key === prefix ? '' : key.slice(prefix === '' || prefix.endsWith('/') ? prefix.length : prefix.length + 1);
    const open = openFormatOf(rest);
    if (open !== undefined) {
      throw new TableError(
        `Table ${table.database}.${table.name} ${openFormatWords(open)} (It has ${formatS3Path({ bucket, key })}.)`,
      );
    }
    const folders = rest.split('/').slice(0, -1);
    if (size > 0 && !isNoData(key, folders, partitionKeys(table))) {
      found.push({ bucket, key, partition: partitionOf(table, formatS3Path({ bucket, key }), folders) });
    }
  }
  return found;
}

/** As `tableObjects`, for a table that is to be read now. @throws TableError also where there is no data */
export function dataObjects(objects: ObjectStore, table: TableRecord): readonly TableObject[] {
  const found = tableObjects(objects, table);
  if (found.length === 0) {
    const { location, named } = locationOf(table);
    throw new TableError(
      `There is no object with data below ${location}, the location of ${named}. Upload the data there. (Empty objects, and names or folders that begin with _ or ., are no data.)`,
    );
  }
  return found;
}

function locationOf({ database, name, input }: TableRecord) {
  const named = `table ${database}.${name}`;
  const location = input.StorageDescriptor?.Location;
  const path = location === undefined ? undefined : splitS3Path(location);
  if (!path) {
    throw new TableError(`The location of ${named} is ${location ?? 'not set'}. Set it to s3://bucket/prefix/.`);
  }
  return { bucket: path.bucket, prefix: path.key, location, named };
}

/** The objects with data that lie below a prefix taken as a folder, or the one of that very name, in order of key. */
export function dataBelow(objects: ObjectStore, bucket: string, prefix: string): readonly string[] {
  const start = prefix === '' || prefix.endsWith('/') ? prefix.length : prefix.length + 1;
  return [...below(objects, bucket, prefix)]
    .filter(({ key, size }) => size > 0 && !isNoData(key, key.slice(start).split('/').slice(0, -1), []))
    .map(({ key }) => key);
}

/** What lies below a prefix taken as a folder; the object of that very name, too. */
function* below(objects: ObjectStore, bucket: string, prefix: string) {
  let after: string | undefined;
  do {
    const page = objects.list(bucket, { prefix, after });
    for (const object of page.objects) {
      if (prefix === '' || prefix.endsWith('/') || object.key === prefix || object.key.startsWith(`${prefix}/`)) {
        yield object;
      }
    }
    after = page.next;
  } while (after !== undefined);
}

/**
 * What Hive, Spark and their tools leave aside: folder markers, checksum files, and whatever has a name that begins with `_` or `.` or
 * lies in such a folder. A folder that is named after a partition column is data all the same.
 */
function isNoData(key: string, folders: readonly string[], partitions: readonly string[]): boolean {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return (
    name === '' ||
    key.endsWith('_$folder$') ||
    /\.(crc|md5|sha1|sha256)$/i.test(name) ||
    /^[_.]/.test(name) ||
    folders.some((folder) => /^[_.]/.test(folder) && !partitions.some((partition) => isPartition(folder, partition)))
  );
}

function isPartition(folder: string, partition: string): boolean {
  return folder.toLowerCase().startsWith(`${partition.toLowerCase()}=`);
}

function partitionKeys({ input }: TableRecord): readonly string[] {
  return (input.PartitionKeys ?? []).map(({ Name }) => Name);
}

/** The values of the partition columns in a path laid out as Hive does: `year=2024/month=05/`. */
function partitionOf(table: TableRecord, path: string, folders: readonly string[]): readonly string[] {
  const partitions = partitionKeys(table);
  return partitions.map((partition, at) => {
    const folder = folders[at];
    if (folder === undefined || !isPartition(folder, partition)) {
      const layout = partitions.map((key) => `${key}=…/`).join('');
      throw new TableError(
        `Table ${table.database}.${table.name} is partitioned by ${partitions.join(', ')}, but ${path} does not lie in ${layout} below its location. Move the object, or create the table without partition keys.`,
      );
    }
    const value = folder.slice(partition.length + 1);
    const text = value === hiveDefault ? '' : decoded(value);
    if (text === undefined) {
      throw new TableError(
        `The folder ${folder} of ${path} tells a value of the partition column ${partition} that is not UTF-8. Rename the folder.`,
      );
    }
    return text;
  });
}

/** Hive writes characters that paths can't have as % and two hexadecimal digits of their code. Undefined for what is no UTF-8. */
function decoded(value: string): string | undefined {
  let whole = true;
  const text = value.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    const bytes = Buffer.from(escaped.replaceAll('%', ''), 'hex');
    whole &&= isUtf8(bytes);
    return bytes.toString('utf8');
  });
  return whole ? text : undefined;
}
