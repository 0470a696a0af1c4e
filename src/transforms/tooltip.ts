import * as vscode from 'vscode';
import type { EvaluationMetrics, MLTransform } from '../connection/services';

const shownColumns = 20;
const shownImportances = 5;

/** All that the service tells of a transform, as a table in Markdown. Names and values are escaped. */
export function transformTooltip(transform: MLTransform, status: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text
    .appendMarkdown('**')
    .appendText(transform.Name ?? '')
    .appendMarkdown(`** — ${status}\n\n`);
  if (transform.Description) {
    text.appendText(transform.Description).appendMarkdown('\n\n');
  }
  appendTable(text, [...metricRows(transform.EvaluationMetrics), ...propertyRows(transform)]);
  const schema = schemaText(transform);
  if (schema !== '') {
    // Not in the table: its cells don't wrap.
    text.appendMarkdown(`\n${vscode.l10n.t('Schema')}: `).appendText(cell(schema));
  }
  return text;
}

type Row = readonly [title: string, value: string | undefined];

function appendTable(text: vscode.MarkdownString, rows: readonly Row[]): void {
  text.appendMarkdown('| | |\n|:--|:--|\n');
  for (const [title, value] of rows) {
    if (value !== undefined && value !== '') {
      text
        .appendMarkdown(`| ${title.replaceAll(' ', '\u00a0')} | `)
        .appendText(cell(value))
        .appendMarkdown(' |\n');
    }
  }
}

/** A line break or a bar would end the table's cell. */
function cell(value: string): string {
  return value.replace(/[\r\n|]+/g, ' ');
}

/** The metrics of the last evaluation, in percent as the console shows them. */
function metricRows(metrics: EvaluationMetrics | undefined): readonly Row[] {
  const found = metrics?.FindMatchesMetrics;
  if (found === undefined) {
    return [[vscode.l10n.t('Quality'), vscode.l10n.t('Not estimated yet')]];
  }
  const matrix = found.ConfusionMatrix;
  return [
    [vscode.l10n.t('F1'), percent(found.F1)],
    [vscode.l10n.t('Precision'), percent(found.Precision)],
    [vscode.l10n.t('Recall'), percent(found.Recall)],
    [vscode.l10n.t('Area under PR curve'), percent(found.AreaUnderPRCurve)],
    [
      vscode.l10n.t('Pairs'),
      matrix &&
        vscode.l10n.t(
          '{0} true positive, {1} false positive, {2} false negative, {3} true negative',
          matrix.NumTruePositives ?? 0,
          matrix.NumFalsePositives ?? 0,
          matrix.NumFalseNegatives ?? 0,
          matrix.NumTrueNegatives ?? 0,
        ),
    ],
    [
      vscode.l10n.t('Columns that matter'),
      found.ColumnImportances?.slice(0, shownImportances)
        .map((column) => `${column.ColumnName} ${percent(column.Importance)}`)
        .join(', '),
    ],
  ];
}

function propertyRows(transform: MLTransform): readonly Row[] {
  const table = transform.InputRecordTables?.[0];
  const parameters = transform.Parameters?.FindMatchesParameters;
  return [
    [vscode.l10n.t('Labels'), (transform.LabelCount ?? 0).toLocaleString()],
    [vscode.l10n.t('Table'), table && `${table.DatabaseName}.${table.TableName}`],
    [vscode.l10n.t('Primary key'), parameters?.PrimaryKeyColumnName],
    [vscode.l10n.t('Precision over recall'), parameters?.PrecisionRecallTradeoff?.toString()],
    [vscode.l10n.t('Accuracy over cost'), parameters?.AccuracyCostTradeoff?.toString()],
    [vscode.l10n.t('Output forced to labels'), yesNo(parameters?.EnforceProvidedLabels)],
    [vscode.l10n.t('Role'), transform.Role],
    [vscode.l10n.t('Glue version'), transform.GlueVersion],
    [vscode.l10n.t('Capacity'), capacity(transform)],
    [vscode.l10n.t('Encryption'), transform.TransformEncryption?.MlUserDataEncryption?.MlUserDataEncryptionMode],
    [vscode.l10n.t('Created'), transform.CreatedOn?.toLocaleString()],
    [vscode.l10n.t('Last modified'), transform.LastModifiedOn?.toLocaleString()],
    [vscode.l10n.t('Id'), transform.TransformId],
  ];
}

/** The columns with their types, as many as can be read. */
function schemaText(transform: MLTransform): string {
  const schema = transform.Schema ?? [];
  const more = schema.length > shownColumns ? [`+${schema.length - shownColumns}`] : [];
  const names = schema.slice(0, shownColumns).map((column) => `${column.Name} ${column.DataType}`);
  return [...names, ...more].join(', ');
}

function percent(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${(value * 100).toFixed(1)} %`;
}

function yesNo(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? vscode.l10n.t('Yes') : vscode.l10n.t('No');
}

function capacity(transform: MLTransform): string | undefined {
  return transform.WorkerType === undefined
    ? transform.MaxCapacity?.toLocaleString().concat(' DPU')
    : `${transform.NumberOfWorkers} × ${transform.WorkerType}`;
}
