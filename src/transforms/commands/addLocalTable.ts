import * as vscode from 'vscode';
import { AwsError, type GlueService, type Table } from '../../connection/services';
import { previewTable, type TableFormat, type TablePreview } from '../tableFile';
import { runSteps } from '../ui/steps';
import type { CommandContext } from './command';
import { createTransform } from './createTransform';
import { checkBucket, localBucket } from './outputPath';
import { reviewStep } from './tradeoffs';

interface Draft {
  readonly database: string;
  readonly table: string;
}

/** Names that the Data Catalog and SQL engines agree on. */
const catalogName = /^[a-z0-9_][a-z0-9_-]{0,254}$/;

/** Add Local Table…: takes a CSV, JSON lines or Parquet file into Local Glue, then goes on to create a transform on it. */
export async function addLocalTable(context: CommandContext, argument: unknown): Promise<void> {
  const { transforms, ui } = context;
  const connection = transforms.connection();
  if (connection.kind !== 'local') {
    throw new Error(vscode.l10n.t('Tables can only be added to Local Glue. Switch to Local first.'));
  }
  const title = vscode.l10n.t('Add Local Table');
  const filters = { [vscode.l10n.t('Tables')]: ['csv', 'tsv', 'txt', 'json', 'jsonl', 'ndjson', 'parquet'] };
  const file =
    argument instanceof vscode.Uri
      ? argument
      : await ui.openFile({ title, action: vscode.l10n.t('Add Table'), filters });
  const bytes = await vscode.workspace.fs.readFile(file);
  const fileName = file.path.slice(file.path.lastIndexOf('/') + 1);
  const preview = previewTable(bytes, fileName);
  const stem = fileName
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_');
  const first: Draft = { database: 'local', table: stem.replace(/^_+|_+$/g, '') || 'records' };
  const name = (prompt: string) => ({
    prompt,
    validate: (text: string) =>
      catalogName.test(text) ? undefined : vscode.l10n.t('Use lower-case letters, digits, _ and -.'),
  });
  const draft = await runSteps(ui, title, first, [
    reviewStep<Draft>(vscode.l10n.t('Use these {0} columns', preview.columns.length), () => previewLines(preview)),
    async (now, ask) => ({
      ...now,
      database: await ask.input({ ...name(vscode.l10n.t('Database')), value: now.database }),
    }),
    async (now, ask) => ({ ...now, table: await ask.input({ ...name(vscode.l10n.t('Table')), value: now.table }) }),
  ]);
  ui.willAsk(title);
  await checkBucket(connection, localBucket);
  const prefix = `tables/${draft.database}/${draft.table}/`;
  const s3 = await connection.s3();
  await s3.put(localBucket, `${prefix}${fileName}`, bytes);
  const glue = await connection.glue();
  await createDatabase(glue, draft.database);
  const location = `s3://${localBucket}/${prefix}`;
  await glue.createTable({ DatabaseName: draft.database, TableInput: tableInput(draft.table, location, preview) });
  context.tree.refresh();
  await createTransform(context, draft);
}

/** Each column with its type and first values. */
function previewLines(preview: TablePreview): readonly (readonly [string, string])[] {
  return preview.columns.map(({ name, type }, at) => {
    const values = preview.sample.map((row) => row[at] ?? '').filter((value) => value !== '');
    return [name, [type, values.slice(0, 3).join(', ')].filter((part) => part !== '').join(' · ')];
  });
}

async function createDatabase(glue: GlueService, name: string): Promise<void> {
  try {
    await glue.createDatabase({ DatabaseInput: { Name: name } });
  } catch (error) {
    if (!AwsError.is(error, 'AlreadyExistsException')) {
      throw error;
    }
  }
}

/** The catalog's entry, with the SerDe that Glue itself would give it. */
function tableInput(name: string, location: string, preview: TablePreview): Table & { Name: string } {
  return {
    Name: name,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { classification: preview.format.kind, ...headerOf(preview.format) },
    StorageDescriptor: {
      Location: location,
      Columns: preview.columns.map(({ name: column, type }) => ({ Name: column, Type: type })),
      SerdeInfo: serdeOf(preview.format),
    },
  };
}

function headerOf(format: TableFormat): Record<string, string> {
  return format.kind === 'csv' ? { 'skip.header.line.count': '1' } : {};
}

function serdeOf(format: TableFormat): NonNullable<NonNullable<Table['StorageDescriptor']>['SerdeInfo']> {
  switch (format.kind) {
    case 'csv':
      return {
        SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
        Parameters: { separatorChar: format.delimiter, quoteChar: '"' },
      };
    case 'json':
      return { SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' };
    case 'parquet':
      return { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' };
  }
}
