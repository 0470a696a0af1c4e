import * as vscode from 'vscode';
import type { MLTransform, TaskRun } from '../../connection/services';
import { treeLine } from '../../door/view';
import { joined as joinedMarkdown, type Markdown, markdown } from '../../shared/markdown';
import { isLive, type TransformEntry } from '../model/store';
import { isGeneration, s3PathOf } from '../model/taskRunFacts';
import type { NextStep } from '../steps/nextStep';
import { shortStepText } from '../steps/stepText';
import { ageText, durationText } from './durations';
import { figureText } from './figures';

/** A transform's line: name, then what matters most of it, and what comes next with it; a narrow view cuts the end. The icon says the status. */
export function transformItem(entry: TransformEntry, step?: NextStep): vscode.TreeItem {
  const { transform } = entry;
  const live = (entry.runs ?? []).filter(isLive).length;
  const count = transform.LabelCount ?? 0;
  const labels = count === 1 ? vscode.l10n.t('1 label') : vscode.l10n.t('{0} labels', count.toLocaleString());
  const running = live === 0 ? undefined : vscode.l10n.t('{0} running', live);
  const label = transform.Name ?? entry.id;
  const next = step === undefined || step.kind === 'wait' ? undefined : `→ ${shortStepText(step.kind)}`;
  const description = joined([f1Text(transform), next, labels, running], ' · ');
  const spoken = joined([label, statusText(transform.Status), f1Text(transform), next, labels, running], ', ');
  const item = treeLine({ label, description, spoken }, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `transform:${entry.id}`;
  item.iconPath = live > 0 ? spinning : statusIcon(transform.Status);
  item.contextValue = transformWords(transform, step).join(' ');
  return item;
}

/** Those of the parts that there are. */
function joined(parts: readonly unknown[], between: string): string {
  return parts.filter((part) => part !== undefined && part !== '').join(between);
}

const spinning = new vscode.ThemeIcon('loading~spin', new vscode.ThemeColor('charts.blue'));

/** Menus match single words of it: `viewItem =~ /\bready\b/`. */
function transformWords(transform: MLTransform, step: NextStep | undefined): string[] {
  const words = ['transform'];
  if (transform.Status === 'READY') {
    words.push('ready');
  }
  if (transform.Status !== 'DELETING') {
    words.push('usable');
  }
  if ((transform.LabelCount ?? 0) > 0) {
    words.push('labeled');
  }
  if (step !== undefined && step.kind !== 'wait') {
    words.push('goesOn');
  }
  return words;
}

/** The console's words for the states. */
export function statusText(status: string | undefined): string {
  switch (status) {
    case 'READY':
      return vscode.l10n.t('Ready');
    case 'DELETING':
      return vscode.l10n.t('Deleting');
    default:
      return vscode.l10n.t('Needs training');
  }
}

function statusIcon(status: string | undefined): vscode.ThemeIcon {
  switch (status) {
    case 'READY':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'DELETING':
      return new vscode.ThemeIcon('trash');
    default:
      return new vscode.ThemeIcon('mortar-board', new vscode.ThemeColor('list.warningForeground'));
  }
}

function f1Text(transform: MLTransform): string | undefined {
  const f1 = transform.EvaluationMetrics?.FindMatchesMetrics?.F1;
  return f1 === undefined ? undefined : vscode.l10n.t('F1 {0}', figureText(f1));
}

/** What a task run does, in the user's words. */
export function taskTypeText(type: string | undefined): string {
  switch (type) {
    case 'LABELING_SET_GENERATION':
      return vscode.l10n.t('Generate labeling set');
    case 'IMPORT_LABELS':
      return vscode.l10n.t('Import labels');
    case 'EXPORT_LABELS':
      return vscode.l10n.t('Export labels');
    case 'EVALUATION':
      return vscode.l10n.t('Estimate quality');
    case 'FIND_MATCHES':
      return vscode.l10n.t('Find matches');
    default:
      return type ?? vscode.l10n.t('Task run');
  }
}

/** A task run's line: what it does, how long it took and how long ago it was. That it succeeded is said by the icon. */
export function taskRunItem(run: TaskRun, now: Date): vscode.TreeItem {
  const generated = isGeneration(run) && run.Status === 'SUCCEEDED';
  const failed = run.Status === 'FAILED' || run.Status === 'TIMEOUT';
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const state = generated ? Collapsed : failed ? Expanded : None;
  const label = taskTypeText(run.Properties?.TaskType);
  const status = runStatusText(run.Status);
  const times = [progressText(run), isLive(run) ? sinceText(run, now) : durationText(run), ageOf(run, now)];
  const description = joined([run.Status === 'SUCCEEDED' ? undefined : status, ...times], ' · ');
  const spoken = joined([label, status, ...times], ', ');
  const item = treeLine({ label, description, spoken, tooltip: taskRunTooltip(run) }, state);
  item.id = `taskRun:${run.TransformId}:${run.TaskRunId}`;
  item.iconPath = runIcon(run);
  item.contextValue = taskRunWords(run).join(' ');
  return item;
}

/** What a live task run is at work on, and how far it is. */
function progressText({ progress }: TaskRun): string | undefined {
  const { Step: step, Fraction: fraction = 0, SecondsLeft: left } = progress ?? {};
  if (step === undefined || fraction === 0) {
    return step;
  }
  const done = Math.floor(fraction * 100);
  const time = left === undefined ? undefined : durationText({ ExecutionTime: left });
  return time === undefined
    ? vscode.l10n.t('{0}: {1} %', step, done)
    : vscode.l10n.t('{0}: {1} %, {2} left', step, done, time);
}

function sinceText(run: TaskRun, now: Date): string | undefined {
  return run.StartedOn === undefined ? undefined : durationText({ StartedOn: run.StartedOn, CompletedOn: now });
}

function ageOf(run: TaskRun, now: Date): string | undefined {
  return run.StartedOn === undefined || isLive(run) ? undefined : ageText(run.StartedOn, now);
}

function taskRunWords(run: TaskRun): string[] {
  const words = ['taskRun'];
  if (isLive(run) && run.Status !== 'STOPPING' && run.Properties?.TaskType !== 'FIND_MATCHES') {
    words.push('cancelable');
  }
  if (isGeneration(run) && run.Status === 'SUCCEEDED') {
    words.push('generated');
  }
  if (s3PathOf(run) !== undefined) {
    words.push('stored');
  }
  if (run.LogGroupName !== undefined) {
    words.push('logged');
  }
  return words;
}

/** A task run's state in words. */
export function runStatusText(status: string | undefined): string {
  switch (status) {
    case 'STARTING':
      return vscode.l10n.t('Starting');
    case 'RUNNING':
      return vscode.l10n.t('Running');
    case 'STOPPING':
      return vscode.l10n.t('Stopping');
    case 'STOPPED':
      return vscode.l10n.t('Canceled');
    case 'SUCCEEDED':
      return vscode.l10n.t('Succeeded');
    case 'FAILED':
      return vscode.l10n.t('Failed');
    case 'TIMEOUT':
      return vscode.l10n.t('Timed out');
    default:
      return status ?? '';
  }
}

function runIcon(run: TaskRun): vscode.ThemeIcon {
  switch (run.Status) {
    case 'STARTING':
    case 'RUNNING':
    case 'STOPPING':
      return spinning;
    case 'SUCCEEDED':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'STOPPED':
      return new vscode.ThemeIcon('circle-slash');
    default:
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
  }
}

function taskRunTooltip(run: TaskRun): Markdown {
  const lines = [run.TaskRunId, s3PathOf(run), run.StartedOn?.toLocaleString(), run.ErrorString];
  return joinedMarkdown(
    [
      markdown`**${taskTypeText(run.Properties?.TaskType)}**`,
      ...lines.filter((line) => line !== undefined).map((line) => markdown`${line}`),
    ],
    '  \n',
  );
}
