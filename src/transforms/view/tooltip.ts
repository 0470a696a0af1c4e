import * as vscode from 'vscode';
import type { Connection, EvaluationMetrics, MLTransform } from '../../connection/services';
import { joined, type Markdown, markdown } from '../../shared/markdown';
import { figureText } from './figures';

const shownColumns = 20;
const shownImportances = 3;

/**
 * All that the service tells of a transform, as a table in Markdown, but for what means nothing where it runs.
 */
export function transformTooltip(transform: MLTransform, status: string, kind: Connection['kind']): Markdown {
  const schema = schemaText(transform);
  return joined([
    markdown`**${transform.Name ?? ''}** — ${status}\n\n`,
    transform.Description ? markdown`${transform.Description}\n\n` : markdown``,
    tableOf([
      ...metricRows(transform.EvaluationMetrics),
      ...propertyRows(transform),
      ...(kind === 'aws' ? awsRows(transform) : []),
    ]),
    // Not in the table: its cells don't wrap.
    schema === '' ? markdown`` : markdown`\n${vscode.l10n.t('Schema')}: ${schema}`,
  ]);
}

type Row = readonly [title: string, value: string | undefined];

function tableOf(rows: readonly Row[]): Markdown {
  const lines = rows.flatMap(([title, value]) => (value ? [markdown`| ${unbroken(title)} | ${value} |\n`] : []));
  return joined([markdown`| | |\n|:--|:--|\n`, ...lines]);
}

/** The metrics of the last evaluation, written as everywhere. */
function metricRows(metrics: EvaluationMetrics | undefined): readonly Row[] {
  const found = metrics?.FindMatchesMetrics;
  if (found === undefined) {
    return [[vscode.l10n.t('Quality'), vscode.l10n.t('Not estimated yet')]];
  }
  const matrix = found.ConfusionMatrix;
  return [
    [vscode.l10n.t('F1'), figure(found.F1)],
    [vscode.l10n.t('Precision'), figure(found.Precision)],
    [vscode.l10n.t('Recall'), figure(found.Recall)],
    [vscode.l10n.t('Area under PR curve'), figure(found.AreaUnderPRCurve)],
    [
      vscode.l10n.t('Pairs'),
      matrix &&
        vscode.l10n.t(
          'TP {0} · FP {1} · FN {2} · TN {3}',
          matrix.NumTruePositives ?? 0,
          matrix.NumFalsePositives ?? 0,
          matrix.NumFalseNegatives ?? 0,
          matrix.NumTrueNegatives ?? 0,
        ),
    ],
    [
      vscode.l10n.t('Columns that matter'),
      found.ColumnImportances?.slice(0, shownImportances)
        .map((column) => `${column.ColumnName} ${figure(column.Importance)}`)
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
    [vscode.l10n.t('Created'), transform.CreatedOn?.toLocaleString()],
    [vscode.l10n.t('Last modified'), transform.LastModifiedOn?.toLocaleString()],
    [vscode.l10n.t('Id'), transform.TransformId],
  ];
}

/** What Local Glue has no use for. */
function awsRows(transform: MLTransform): readonly Row[] {
  return [
    [vscode.l10n.t('Role'), transform.Role],
    [vscode.l10n.t('Glue version'), transform.GlueVersion],
    [vscode.l10n.t('Capacity'), capacity(transform)],
    [vscode.l10n.t('Encryption'), transform.TransformEncryption?.MlUserDataEncryption?.MlUserDataEncryptionMode],
  ];
}

/** The columns with their types, as many as can be read. */
function schemaText(transform: MLTransform): string {
  const schema = transform.Schema ?? [];
  const more = schema.length > shownColumns ? [`+${schema.length - shownColumns}`] : [];
  const names = schema.slice(0, shownColumns).map((column) => `${column.Name} ${column.DataType}`);
  return [...names, ...more].join(', ');
}

function figure(value: number | undefined): string | undefined {
  return value === undefined ? undefined : figureText(value);
}

function yesNo(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? vscode.l10n.t('Yes') : vscode.l10n.t('No');
}

function capacity(transform: MLTransform): string | undefined {
  return transform.WorkerType === undefined
    ? transform.MaxCapacity?.toLocaleString().concat(' DPU')
    : `${transform.NumberOfWorkers} × ${transform.WorkerType}`;
}

/** Words that stay on one line. */
function unbroken(title: string): Markdown {
  return joined(
    title.split(' ').map((word) => markdown`${word}`),
    '&nbsp;',
  );
}
