import * as vscode from 'vscode';
import type { Disposable } from '../connection/events';
import type { TaskRun } from '../connection/services';
import { figureText } from './figures';
import type { StartedRuns } from './startedRuns';
import { isLive } from './store';
import type { Transforms } from './transforms';
import { taskTypeText } from './treeItems';
import type { Ui } from './ui/ui';

/**
 * Tells of the end of task runs that were started in this workspace, also before a reload of the window: one notification
 * each, with the next step as its button.
 */
export class Outcomes implements Disposable {
  private readonly subscription: Disposable;

  constructor(
    private readonly transforms: Transforms,
    private readonly started: StartedRuns,
    private readonly ui: Pick<Ui, 'tell' | 'execute'>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscription = transforms.store.onDidChange((change) => {
      if (change.kind === 'runs') {
        for (const run of change.moved.filter((moved) => !isLive(moved))) {
          void this.ended(run);
        }
      }
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async ended(run: TaskRun): Promise<void> {
    const connection = this.transforms.connection();
    const { TransformId: transformId, TaskRunId: runId } = run;
    if (runId === undefined || transformId === undefined || !(await this.started.take(connection.id, runId))) {
      return;
    }
    const what = taskTypeText(run.Properties?.TaskType);
    const name = this.transforms.store.get(transformId)?.transform.Name ?? transformId;
    this.log.info(`${what} of ${name}: ${run.Status}`);
    const node = { kind: 'taskRun', transformId, runId };
    switch (run.Status) {
      case 'SUCCEEDED':
        return this.succeeded(run, name, node);
      case 'FAILED':
      case 'TIMEOUT': {
        const reason =
          run.ErrorString ?? (run.Status === 'TIMEOUT' ? vscode.l10n.t('It took longer than allowed.') : '');
        const message = vscode.l10n.t('“{0}” of “{1}” failed. {2}', what, name, reason);
        return this.tell('error', message.trim(), vscode.l10n.t('Show Logs'), 'showTaskRunLogs', node);
      }
      default:
        return undefined;
    }
  }

  private async succeeded(run: TaskRun, name: string, node: object): Promise<void> {
    switch (run.Properties?.TaskType) {
      case 'LABELING_SET_GENERATION': {
        const message = vscode.l10n.t('A labeling set for “{0}” is ready.', name);
        return this.tell('info', message, vscode.l10n.t('Open Labeling Set'), 'openLabelingSet', node);
      }
      case 'IMPORT_LABELS': {
        // Of a run that succeeded, too, the service may have something to say: keys that the table lacks.
        const message = vscode.l10n.t('Labels imported. “{0}” has learned from them.', name);
        const severity = run.ErrorString === undefined ? 'info' : 'warning';
        return this.tell(
          severity,
          [message, run.ErrorString ?? ''].join(' ').trim(),
          vscode.l10n.t('Estimate Quality'),
          'estimateQuality',
          node,
        );
      }
      case 'EVALUATION':
        return this.evaluated(run, name, node);
      default:
        // Export and Find Matches open what they made.
        return undefined;
    }
  }

  private async evaluated({ TransformId: id = '' }: TaskRun, name: string, node: object): Promise<void> {
    // The transform carries the metrics, not the task run.
    await this.transforms.refresh(id);
    const metrics = this.transforms.store.get(id)?.transform.EvaluationMetrics?.FindMatchesMetrics;
    const message =
      metrics === undefined
        ? vscode.l10n.t('The quality of “{0}” is estimated.', name)
        : vscode.l10n.t(
            'The quality of “{0}” is estimated: F1 {1}, precision {2}, recall {3}.',
            name,
            figureText(metrics.F1 ?? 0),
            figureText(metrics.Precision ?? 0),
            figureText(metrics.Recall ?? 0),
          );
    const commands = await vscode.commands.getCommands(true);
    return commands.includes('glueLabeling.showQuality')
      ? this.tell('info', message, vscode.l10n.t('Show Quality'), 'showQuality', node)
      : this.tell('info', message, vscode.l10n.t('Generate Labeling Set'), 'generateLabelingSet', node);
  }

  private async tell(
    severity: 'info' | 'warning' | 'error',
    message: string,
    button: string,
    command: string,
    node: object,
  ): Promise<void> {
    if ((await this.ui.tell(severity, message, button)) === button) {
      await this.ui.execute(`glueLabeling.${command}`, node);
    }
  }
}
