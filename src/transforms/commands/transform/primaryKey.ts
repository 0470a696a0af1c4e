import * as vscode from 'vscode';
import { AwsError, type Connection, type Table } from '../../../connection/services';
import { named } from '../../../shared/visible';
import { checkPrimaryKey } from '../localGlue';

interface TableKey {
  readonly database: string;
  readonly table: string;
  readonly primaryKey: string;
}

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
 * Looks whether a column's values are unique, where the endpoint can tell: Local Glue reads the whole table for it, as its task runs do.
 * @returns what is wrong, or undefined when they are unique or it could not be looked at.
 */
export async function keyProblem(
  connection: Connection,
  { database, table, primaryKey }: TableKey,
): Promise<KeyProblem | undefined> {
  if (connection.localGlue === undefined) {
    return undefined;
  }
  const localGlue = await connection.localGlue();
  try {
    const { repeated, empty } = await checkPrimaryKey(localGlue, { database, table }, primaryKey);
    if (repeated > 0) {
      return {
        message: vscode.l10n.t('“{0}” is not unique.', named(primaryKey)),
        detail:
          repeated === 1
            ? vscode.l10n.t('1 record repeats an earlier value, so that labels may go to the wrong record.')
            : vscode.l10n.t(
                '{0} records repeat an earlier value, so that labels may go to the wrong record.',
                repeated,
              ),
      };
    }
    return empty === 0
      ? undefined
      : {
          message: vscode.l10n.t('“{0}” has empty values.', named(primaryKey)),
          detail:
            empty === 1
              ? vscode.l10n.t('1 record has no value, so that it can’t be told apart.')
              : vscode.l10n.t('{0} records have no value, so that they can’t be told apart.', empty),
        };
  } catch (error) {
    if (AwsError.is(error, 'InvalidInputException')) {
      // Each task run on the table would end so.
      return { message: vscode.l10n.t('The table can’t be read as it is declared.'), detail: named(error.message) };
    }
    throw error;
  }
}
