import * as vscode from 'vscode';
import type { MLTransform } from '../../../connection/services';
import { Checks } from '../../../shared/checks/checks';
import type { OtherFileDecisions } from '../../../shared/checks/contradictions';
import type { Problem, ProblemCode } from '../../../shared/checks/problems';
import { LabelingFile } from '../../../shared/file/labelingFile';
import { labelingFileErrorText } from '../../../shared/file/labelingFileError';
import { ProgressCounter } from '../../../shared/labels/progress';
import { Cancelled, type Ui } from '../../ui/ui';
import type { ImportSource } from './importSource';
import { storedLabels } from './storedNotes';

export interface LabelSummary {
  readonly labeledRows: number;
  /** Rows without a label, whether they were set aside or not: they teach nothing. */
  readonly leftOut: number;
  readonly file: LabelingFile;
}

/** What the service, or the transform's table, has no place for. */
const refused: ReadonlySet<ProblemCode> = new Set(['tooLarge', 'emptyFile', 'noRows', 'columnsUnlikeSchema']);

/** As many problems as a question can show. */
const shownProblems = 5;

/**
 * Runs every check of the labeling editor on a file that is to be imported. Problems are shown; the user may go on where
 * the service would take the file, which is never what Enter does. `beside` are the decisions that count, too. @throws Cancelled, or an error that says what is wrong where it can't be imported.
 */
export async function checkLabels(
  ui: Pick<Ui, 'choose'>,
  bytes: Uint8Array,
  source: Pick<ImportSource, 'name' | 'notes'>,
  transform: MLTransform,
  beside: (file: LabelingFile) => readonly OtherFileDecisions[],
  showProblems: () => Promise<unknown>,
): Promise<LabelSummary> {
  const { name } = source;
  const file = parse(bytes, name);
  const labels = await storedLabels(file, source.notes);
  const columns = transform.Schema?.flatMap((column) => column.Name ?? []);
  const schema = {
    columns: columns?.length ? columns : undefined,
    primaryKey: transform.Parameters?.FindMatchesParameters?.PrimaryKeyColumnName,
  };
  const { problems } = new Checks(labels, { schema, otherFiles: beside(file), say: vscode.l10n.t });
  const fatal = problems.filter(({ code }) => refused.has(code));
  if (fatal.length > 0) {
    await ui.choose({
      message: vscode.l10n.t('“{0}” can’t be imported.', name),
      detail: listOf(fatal),
      actions: [vscode.l10n.t('Show Problems')],
    });
    throw await problemsShown(showProblems);
  }
  const { labeledRows: decided, unsureRows, rows } = new ProgressCounter(file, labels).now;
  const labeledRows = decided - unsureRows;
  if (labeledRows === 0) {
    throw new Error(vscode.l10n.t('“{0}” has no labels yet. Open it and label its rows first.', name));
  }
  if (problems.length > 0) {
    const show = vscode.l10n.t('Show Problems');
    const chosen = await ui.choose({
      message: problemCounts(name, problems),
      detail: listOf(problems),
      actions: [show, vscode.l10n.t('Import Anyway')],
    });
    if (chosen === show) {
      throw await problemsShown(showProblems);
    }
  }
  return { labeledRows, leftOut: rows - labeledRows, file };
}

function parse(bytes: Uint8Array, name: string): LabelingFile {
  try {
    return LabelingFile.parse(bytes);
  } catch (error) {
    const reason = labelingFileErrorText(error, vscode.l10n.t);
    throw new Error(vscode.l10n.t('“{0}” is not a labeling file. {1}', name, reason), { cause: error });
  }
}

/** "“x.csv” has 2 warnings." */
function problemCounts(name: string, problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const counted = [
    errors === 0 ? undefined : errors === 1 ? vscode.l10n.t('1 error') : vscode.l10n.t('{0} errors', errors),
    warnings === 0 ? undefined : warnings === 1 ? vscode.l10n.t('1 warning') : vscode.l10n.t('{0} warnings', warnings),
  ].filter((part) => part !== undefined);
  return counted.length === 2
    ? vscode.l10n.t('“{0}” has {1} and {2}.', name, ...counted)
    : vscode.l10n.t('“{0}” has {1}.', name, ...counted);
}

/** The first problems, errors first. */
function listOf(problems: readonly Problem[]): string {
  const sorted = [...problems].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
  const more = problems.length - shownProblems;
  const lines = sorted.slice(0, shownProblems).map(({ text }) => `• ${text}`);
  return [...lines, ...(more > 0 ? [vscode.l10n.t('and {0} more', more)] : [])].join('\n');
}

async function problemsShown(show: () => Promise<unknown>): Promise<Cancelled> {
  await show();
  return new Cancelled();
}
