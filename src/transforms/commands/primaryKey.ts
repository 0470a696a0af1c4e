import * as vscode from 'vscode';
import { asFolder, parseS3Path } from '../../connection/s3Path';
import type { Connection, Table } from '../../connection/services';
import { named } from '../../shared/visible';
import { readRows } from '../tableFile';

/** More than this is not downloaded only to look for equal keys. */
const mostBytes = 20_000_000;

type Column = NonNullable<NonNullable<Table['StorageDescriptor']>['Columns']>[number];

/** The names of a table's columns in catalog order. */
export function columnNames(table: Table | undefined): readonly string[] {
  return (table?.StorageDescriptor?.Columns ?? []).flatMap((column) => column.Name ?? []);
}

/** Lists and structures can't tell records apart. */
export function isUsableKey(column: Column): boolean {
  return !/^(array|map|struct|uniontype|binary)\b/i.test(column.Type ?? '');
}

/** Why a column is no good key, in a sentence, and what comes of it. */
export interface KeyProblem {
  readonly message: string;
  readonly detail: string;
}

/**
 * Looks whether a column's values are unique, where that costs little: tables of CSV or JSON lines up to 20 MB.
 * @returns what is wrong, or undefined when they are unique or it could not be looked at.
 */
export async function keyProblem(
  connection: Connection,
  table: Table,
  column: string,
): Promise<KeyProblem | undefined> {
  const location = parseS3Path(table.StorageDescriptor?.Location ?? '');
  if (location === undefined) {
    return undefined;
  }
  try {
    const seen = new Set<string>();
    let twice = 0;
    let empty = 0;
    for await (const values of columnValues(connection, location, column)) {
      for (const value of values) {
        if (value === '') {
          empty++;
        } else if (seen.has(value)) {
          twice++;
        }
        seen.add(value);
      }
    }
    if (twice > 0) {
      return {
        message: vscode.l10n.t('“{0}” is not unique.', named(column)),
        detail: vscode.l10n.t('{0} records repeat an earlier value, so that labels may go to the wrong record.', twice),
      };
    }
    return empty === 0
      ? undefined
      : {
          message: vscode.l10n.t('“{0}” has empty values.', named(column)),
          detail: vscode.l10n.t('{0} records have no value, so that they can’t be told apart.', empty),
        };
  } catch {
    // Not allowed to read, or not readable: the service will tell when it matters.
    return undefined;
  }
}

async function* columnValues(
  connection: Connection,
  location: { readonly bucket: string; readonly key: string },
  column: string,
): AsyncGenerator<readonly string[]> {
  const s3 = await connection.s3();
  const { bucket, key: prefix } = asFolder(location);
  const { objects, nextToken } = await s3.list(bucket, prefix);
  const total = objects.reduce((sum, object) => sum + object.size, 0);
  if (nextToken !== undefined || total > mostBytes) {
    return;
  }
  for (const object of objects.filter(({ size }) => size > 0)) {
    const { bytes } = await s3.get(bucket, object.key);
    const table = readRows(bytes, object.key);
    const at = table?.columns.indexOf(column) ?? -1;
    if (table !== undefined && at >= 0) {
      yield table.rows.map((row) => row[at] ?? '');
    }
  }
}
