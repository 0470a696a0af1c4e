import { l10n } from 'vscode';
import type { TaskRun } from '../../connection/services';

/** How long a task run took, or has taken until `CompletedOn`; undefined when it is not known. */
export function durationText(run: Pick<TaskRun, 'StartedOn' | 'CompletedOn' | 'ExecutionTime'>): string | undefined {
  const seconds =
    run.StartedOn !== undefined && run.CompletedOn !== undefined
      ? (run.CompletedOn.getTime() - run.StartedOn.getTime()) / 1000
      : run.ExecutionTime;
  if (seconds === undefined || seconds < 0) {
    return undefined;
  }
  if (seconds < 60) {
    return l10n.t('{0} s', Math.round(seconds));
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? l10n.t('{0} min {1} s', minutes, Math.round(seconds % 60))
    : l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}

/** How long ago, roughly; the date for more than a week. */
export function ageText(then: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - then.getTime()) / 60_000);
  if (minutes < 1) {
    return l10n.t('just now');
  }
  if (minutes < 60) {
    return l10n.t('{0} min ago', minutes);
  }
  if (minutes < 24 * 60) {
    return l10n.t('{0} h ago', Math.floor(minutes / 60));
  }
  return minutes < 7 * 24 * 60 ? l10n.t('{0} d ago', Math.floor(minutes / 1440)) : then.toLocaleDateString();
}
