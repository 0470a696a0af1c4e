import type { AskLocalGlue } from '../../connection/services';
import type { KeyReport, TableDescription, TableRows } from '../../shared/tableDescription';

/** How an object would be read as a table of its own. @param name what messages call it */
export function describeFile(
  ask: AskLocalGlue,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  name: string,
): Promise<TableDescription> {
  return ask('DescribeFile', { Bucket: bucket, Key: key, Name: name });
}

/** The first rows of a table, as task runs read it. */
export function readTable(ask: AskLocalGlue, database: string, table: string): Promise<TableRows> {
  return ask('ReadTable', { DatabaseName: database, TableName: table });
}

/** What a column of a table would be like as its primary key; reads the whole table. */
export function checkPrimaryKey(
  ask: AskLocalGlue,
  { database, table }: { readonly database: string; readonly table: string },
  column: string,
): Promise<KeyReport> {
  return ask('CheckPrimaryKey', { DatabaseName: database, TableName: table, ColumnName: column });
}
