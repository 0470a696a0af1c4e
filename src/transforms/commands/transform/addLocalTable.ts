import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { AwsError, type GlueService, type Table } from '../../../connection/services';
import { formatS3Path } from '../../../shared/s3Path';
import type { TableDescription } from '../../../shared/tableDescription';
import { runSteps } from '../../ui/steps';
import { checkBucket, localBucket } from '../ask/outputPath';
import type { CommandContext } from '../command';
import { describeFile } from '../localGlue';
import { createTransform } from './createTransform';
import { reviewStep } from './tradeoffs';

interface Draft {
  readonly database: string;
  readonly table: string;
}

/** Names that the Data Catalog and SQL engines agree on. */
const catalogName = /^[a-z0-9_][a-z0-9_-]{0,254}$/;

/**
 * Add Local Table…: takes a file into Local Glue, shows how Local Glue reads it, then goes on to create a transform on it. Until the
 * table is in the catalog the file is given up whenever something fails or the user steps back, so that no half of a table stays.
 */
export async function addLocalTable(context: CommandContext, argument: unknown): Promise<void> {
  const { transforms, ui } = context;
  const connection = transforms.connection();
  if (connection.localGlue === undefined) {
    throw new Error(vscode.l10n.t('Tables can only be added to Local Glue. Switch to Local first.'));
  }
  const title = vscode.l10n.t('Add Local Table');
  const extensions = ['csv', 'tsv', 'txt', 'json', 'jsonl', 'ndjson', 'parquet', 'gz', 'zst', 'bz2', 'snappy'];
  const filters = { [vscode.l10n.t('Tables')]: extensions, [vscode.l10n.t('All Files')]: ['*'] };
  const file =
    argument instanceof vscode.Uri
      ? argument
      : await ui.openFile({ title, action: vscode.l10n.t('Add Table'), filters });
  ui.willAsk(title);
  const bytes = await vscode.workspace.fs.readFile(file);
  const fileName = file.path.slice(file.path.lastIndexOf('/') + 1);
  const [glue, s3, localGlue] = await Promise.all([connection.glue(), connection.s3(), connection.localGlue()]);
  await checkBucket(connection, localBucket);
  const stem = stemOf(fileName);
  // A folder of its own: what lies below a table's location is its data.
  const folder = `tables/${stem}-${randomUUID().slice(0, 8)}/`;
  // Objects whose names begin with _ or . are no data.
  const key = `${folder}${fileName.replace(/^[_.]+/, '') || 'data'}`;
  await s3.put(localBucket, key, bytes);
  let added: Draft;
  try {
    const description = await describeFile(localGlue, { bucket: localBucket, key }, fileName);
    added = await runSteps(ui, title, { database: 'local', table: stem }, [
      reviewStep<Draft>(vscode.l10n.t('Use these {0} columns', description.columns.length), () =>
        descriptionLines(description),
      ),
      async (now, ask) => ({
        ...now,
        database: await ask.input({ ...name(vscode.l10n.t('Database')), value: now.database }),
      }),
      async (now, ask) => ({ ...now, table: await ask.input({ ...name(vscode.l10n.t('Table')), value: now.table }) }),
    ]);
    ui.willAsk(title);
    const { TableType, Parameters, StorageDescriptor } = description.table;
    await createTable(glue, added.database, {
      Name: added.table,
      TableType,
      Parameters,
      StorageDescriptor: { ...StorageDescriptor, Location: formatS3Path({ bucket: localBucket, key: folder }) },
    });
  } catch (error) {
    await s3.delete(localBucket, key);
    throw error;
  }
  context.tree.refresh();
  await createTransform(context, added);
}

/** A table name from a file's. */
function stemOf(fileName: string): string {
  const stem = fileName
    .replace(/^[_.]+/, '')
    .replace(/\..*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_');
  return stem.replace(/^_+|_+$/g, '').slice(0, 100) || 'records';
}

function name(prompt: string) {
  return {
    prompt,
    validate: (text: string) =>
      catalogName.test(text) ? undefined : vscode.l10n.t('Use lower-case letters, digits, _ and -.'),
  };
}

/** How the file is read, then each column with its type and first values. */
function descriptionLines({ format, columns, rows, sample }: TableDescription): readonly (readonly [string, string])[] {
  const lines = columns.map(({ name: column, type }, at): readonly [string, string] => {
    const values = sample.map((row) => row[at] ?? '').filter((value) => value !== '');
    return [column, [type, values.slice(0, 3).join(', ')].filter((part) => part !== '').join(' · ')];
  });
  return [[format, rows === 1 ? vscode.l10n.t('1 record') : vscode.l10n.t('{0} records', rows)], ...lines];
}

/** Adds the database only where it turns out to be missing, so that a refused table leaves none behind. */
async function createTable(
  glue: GlueService,
  database: string,
  table: Table & { readonly Name: string },
): Promise<void> {
  const create = () => glue.createTable({ DatabaseName: database, TableInput: table });
  try {
    await create();
  } catch (error) {
    if (!AwsError.is(error, 'EntityNotFoundException')) {
      throw error;
    }
    await glue.createDatabase({ DatabaseInput: { Name: database } });
    await create();
  }
}
