import * as vscode from 'vscode';
import type { MLTransform } from '../../connection/services';
import { Checks } from '../../shared/checks';
import type { OtherFileDecisions } from '../../shared/contradictions';
import { Labels } from '../../shared/edits';
import { LabelingFile } from '../../shared/labelingFile';
import { labelingFileErrorText } from '../../shared/labelingFileError';
import type { Problem } from '../../shared/problems';
import { ProgressCounter } from '../../shared/progress';
import type { Ui } from '../ui/ui';

export interface LabelSummary {
  readonly labeledRows: number;
  readonly rows: number;
}

/** The decisions of open labeling files, but that at `uri`, about the table that the file is of. */
export type DecisionsBeside = (uri: vscode.Uri, file: LabelingFile) => readonly OtherFileDecisions[];

/** As many problems as a question can show. */
const shownProblems = 5;

/**
 * Runs every check of the labeling editor on a file that is to be imported. Problems are shown; the user may go on where
 * the service would take the file. `beside` are the decisions that count, too. @throws Cancelled, or an error that says what is wrong where it can't be imported.
 */
export async function checkLabels(
  ui: Pick<Ui, 'confirm'>,
  bytes: Uint8Array,
  name: string,
  transform: MLTransform,
  beside: (file: LabelingFile) => readonly OtherFileDecisions[],
): Promise<LabelSummary> {
  const file = parse(bytes, name);
  const labels = new Labels(file);
  const columns = transform.Schema?.flatMap((column) => column.Name ?? []);
  const schema = {
    columns: columns?.length ? columns : undefined,
    primaryKey: transform.Parameters?.FindMatchesParameters?.PrimaryKeyColumnName,
  };
  const { problems } = new Checks(labels, { schema, otherFiles: beside(file), say: vscode.l10n.t });
  const fatal = problems.find(({ code }) => code === 'tooLarge' || code === 'emptyFile' || code === 'noRows');
  if (fatal !== undefined) {
    throw new Error(vscode.l10n.t('{0} can’t be imported. {1}', name, fatal.text));
  }
  const { labeledRows, rows } = new ProgressCounter(file, labels).now;
  if (labeledRows === 0) {
    throw new Error(vscode.l10n.t('{0} has no labels yet. Open it and label its rows first.', name));
  }
  if (problems.length > 0) {
    await confirmProblems(ui, problems, name);
  }
  return { labeledRows, rows };
}

function parse(bytes: Uint8Array, name: string): LabelingFile {
  try {
    return LabelingFile.parse(bytes);
  } catch (error) {
    const reason = labelingFileErrorText(error, vscode.l10n.t);
    throw new Error(vscode.l10n.t('{0} is not a labeling file. {1}', name, reason), { cause: error });
  }
}

async function confirmProblems(ui: Pick<Ui, 'confirm'>, problems: readonly Problem[], name: string): Promise<void> {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const sorted = [...problems].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
  const more = problems.length - shownProblems;
  const lines = sorted.slice(0, shownProblems).map(({ text }) => `• ${text}`);
  await ui.confirm({
    message: vscode.l10n.t('{0} has problems: {1} errors, {2} warnings.', name, errors, warnings),
    detail: [...lines, ...(more > 0 ? [vscode.l10n.t('and {0} more', more)] : [])].join('\n'),
    action: vscode.l10n.t('Import Anyway'),
  });
}
