import * as vscode from 'vscode';
import type { TaskRun } from '../../connection/services';
import type { Disposable } from '../../shared/events';
import type { LoadCommands } from '../commands/bundle';
import type { StartedRun, StartedRuns } from '../model/startedRuns';
import { isLive } from '../model/store';
import { s3PathOf } from '../model/taskRunFacts';
import type { Transforms } from '../model/transforms';
import type { Imports } from '../steps/imports';
import { figureText } from '../view/figures';
import type { TaskRunNode } from '../view/nodes';
import type { Ui } from './ui';

/**
 * Tells of the end of task runs that were started in this workspace, also before a reload of the window: one notification
 * each, with the next step as its button.
 */
export class Outcomes implements Disposable {
  private readonly subscription: Disposable;

  constructor(
    private readonly transforms: Transforms,
    private readonly started: StartedRuns,
    private readonly imports: Imports,
    private readonly ui: Pick<Ui, 'tell' | 'execute'>,
    private readonly log: vscode.LogOutputChannel,
    private readonly load: LoadCommands,
    /** Shows what a task run made in the view. */
    private readonly reveal: (node: TaskRunNode) => Promise<void>,
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
    const started = runId === undefined ? undefined : await this.started.take(connection.id, runId);
    if (transformId === undefined || started === undefined) {
      return;
    }
    const what = this.load().items.taskTypeText(run.Properties?.TaskType);
    const name = this.transforms.store.get(transformId)?.transform.Name ?? transformId;
    this.log.info(`${what} of ${name}: ${run.Status}`);
    const node: TaskRunNode = { kind: 'taskRun', transformId, runId: started.runId };
    switch (run.Status) {
      case 'SUCCEEDED':
        return this.succeeded(run, name, node, started);
      case 'FAILED':
      case 'TIMEOUT': {
        const reason =
          run.ErrorString ?? (run.Status === 'TIMEOUT' ? vscode.l10n.t('It took longer than allowed.') : '');
        const message = vscode.l10n.t('“{0}” of “{1}” failed. {2}', what, name, reason);
        return this.tell('error', message.trim(), node, { [vscode.l10n.t('Show Logs')]: 'showTaskRunLogs' });
      }
      default:
        return undefined;
    }
  }

  private async succeeded(run: TaskRun, name: string, node: TaskRunNode, started: StartedRun): Promise<void> {
    switch (run.Properties?.TaskType) {
      case 'LABELING_SET_GENERATION': {
        await this.reveal(node);
        const message = vscode.l10n.t('A labeling set for “{0}” is ready in {1}.', name, s3PathOf(run) ?? '');
        return this.tell('info', message, node, {
          [vscode.l10n.t('Open Labeling Set')]: 'openLabelingSet',
          [vscode.l10n.t('Change Folder…')]: 'changeFolder',
        });
      }
      case 'IMPORT_LABELS': {
        return this.imported(run, name, node, started);
      }
      case 'EVALUATION':
        return this.evaluated(run, name, node);
      default:
        // Export and Find Matches open what they made.
        return undefined;
    }
  }

  private async imported(run: TaskRun, name: string, node: TaskRunNode, { importing }: StartedRun): Promise<void> {
    // Of a run that succeeded, too, the service may have something to say: keys that the table lacks.
    const severity = run.ErrorString === undefined ? 'info' : 'warning';
    const say = (message: string, ...more: string[]) => [message, ...more, run.ErrorString ?? ''].join(' ').trim();
    const estimate = { [vscode.l10n.t('Estimate Quality')]: 'estimateQuality' };
    if (importing === undefined) {
      return this.tell(severity, say(vscode.l10n.t('Labels were imported into “{0}”.', name)), node, estimate);
    }
    const { uri, hash, etag, leftOut, before, replaces } = importing;
    const rest = leftOut > 0 ? [vscode.l10n.t('Rows without a label, left out: {0}.', leftOut.toLocaleString())] : [];
    if (replaces) {
      await this.imports.forget(node.transformId);
    }
    await this.imports.add({
      transformId: node.transformId,
      uri,
      hash,
      etag,
      at: Date.now(),
      labels: importing.labels,
    });
    const labels = importing.labels.toLocaleString();
    if (before === 0 || replaces) {
      const message =
        importing.labels === 1
          ? vscode.l10n.t('1 label was imported into “{0}”.', name)
          : vscode.l10n.t('{0} labels were imported into “{1}”.', labels, name);
      return this.tell(severity, say(message, ...rest), node, estimate);
    }
    const existing = before.toLocaleString();
    const message =
      importing.labels === 1
        ? vscode.l10n.t('1 label was added to the existing {0} of “{1}”.', existing, name)
        : vscode.l10n.t('{0} labels were added to the existing {1} of “{2}”.', labels, existing, name);
    const replace = { [vscode.l10n.t('Replace All Labels…')]: 'replaceLabels' };
    return this.tell(severity, say(message, ...rest), node, { ...estimate, ...replace }, vscode.Uri.parse(uri));
  }

  private async evaluated({ TransformId: id = '' }: TaskRun, name: string, node: TaskRunNode): Promise<void> {
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
      ? this.tell('info', message, node, { [vscode.l10n.t('Show Quality')]: 'showQuality' })
      : this.tell('info', message, node, { [vscode.l10n.t('Generate Labeling Set')]: 'generateLabelingSet' });
  }

  private async tell(
    severity: 'info' | 'warning' | 'error',
    message: string,
    node: TaskRunNode,
    buttons: Readonly<Record<string, string>>,
    file?: vscode.Uri,
  ): Promise<void> {
    const chosen = await this.ui.tell(severity, message, ...Object.keys(buttons));
    const command = chosen === undefined ? undefined : buttons[chosen];
    if (command !== undefined) {
      // An imported file is what its labels replace others from.
      await this.ui.execute(`glueLabeling.${command}`, command === 'replaceLabels' ? file : node);
    }
  }
}
