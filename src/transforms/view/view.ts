import * as vscode from 'vscode';
import type { Connections } from '../../connection/connections';

import { toldFailure } from '../../connection/errors/failureKinds';
import { StatusItem, setViewDescription } from '../../door/view';
import { resume } from '../model/resume';
import type { StartedRuns } from '../model/startedRuns';
import { isLive } from '../model/store';
import type { Transforms } from '../model/transforms';
import type { Watcher } from '../model/watcher';
import { last } from '../steps/nextStep';
import type { Steps } from '../steps/steps';
import type { Node, TaskRunNode } from './nodes';
import type { TransformsTree } from './tree';

/** Context keys that package.json's `when` clauses use. */
const contextKeys = {
  /** What the view's welcome text says: disconnected, loading, failed, empty or ready. */
  view: 'glueLabeling.view',
  /** local or aws; empty when nothing is connected. */
  connection: 'glueLabeling.connectionKind',
  /** Why the list failed: a FailureKind; empty when it did not. */
  failure: 'glueLabeling.failure',
  /** A filter hides transforms. */
  filtered: 'glueLabeling.filtered',
  /** How far anyone came: the walkthrough ticks what is done. */
  generated: 'glueLabeling.hasLabelingSet',
  labeled: 'glueLabeling.hasLabeled',
  imported: 'glueLabeling.hasLabels',
  estimated: 'glueLabeling.hasQuality',
} as const;

/** So few transforms are all asked for their task runs, so that each shows its next step. */
const few = 10;

interface Parts {
  readonly connections: Connections;
  readonly transforms: Transforms;
  readonly tree: TransformsTree;
  readonly watcher: Watcher;
  readonly steps: Steps;
  readonly started: StartedRuns;
}

/** The tree view and the status bar item, kept in step with what is connected and shown. */
export class TransformsView implements vscode.Disposable {
  private readonly view: vscode.TreeView<Node>;
  private readonly status: StatusItem;
  private readonly registrations: vscode.Disposable;

  constructor(private readonly parts: Parts) {
    const { connections, transforms, tree, watcher, steps } = parts;
    this.view = vscode.window.createTreeView('glueLabeling.transforms', {
      treeDataProvider: tree,
      showCollapseAll: true,
    });
    const name = vscode.l10n.t('Glue Labeling connection');
    this.status = new StatusItem('glueLabeling.connection', name, 'glueLabeling.connect');
    this.registrations = vscode.Disposable.from(
      this.view,
      this.status,
      this.view.onDidChangeVisibility(({ visible }) => watcher.setVisible(visible)),
      connections.onDidChange(() => this.switched()),
      tree.arrangement.onDidChange(() => this.show()),
      transforms.onDidChangeState(() => this.show()),
      steps.onDidChange(() => this.showDone()),
      transforms.store.onDidChange((change) => {
        if (change.kind === 'list') {
          resume(parts.started, transforms, watcher);
          this.lookAtFew();
        }
        this.show();
      }),
    );
    watcher.setVisible(this.view.visible);
    this.show();
  }

  /** Opens a transform in the view, which is brought forward, with its task runs. */
  async reveal(transformId: string): Promise<void> {
    if (this.parts.transforms.store.get(transformId) !== undefined) {
      const node = this.parts.tree.transformNode(transformId);
      await this.view.reveal(node, { select: true, focus: false, expand: true });
    }
  }

  /** Unfolds what a generation run wrote, if anyone looks at the view. */
  async revealFiles({ transformId, runId }: TaskRunNode): Promise<void> {
    if (this.view.visible && this.parts.transforms.store.run(transformId, runId) !== undefined) {
      const node = this.parts.tree.runNode(transformId, runId);
      await this.view.reveal(node, { select: true, focus: false, expand: true });
    }
  }

  dispose(): void {
    this.registrations.dispose();
  }

  private switched(): void {
    this.parts.tree.reset();
    this.parts.transforms.reset();
    this.show();
  }

  private show(): void {
    const { connections, tree } = this.parts;
    const current = connections.current;
    const filtered = tree.arrangement.isFiltered;
    const description = [current?.label, filtered ? vscode.l10n.t('filtered') : undefined];
    setViewDescription(this.view, description.filter((part) => part !== undefined).join(' · '));
    this.setContext(contextKeys.connection, current?.kind ?? '');
    const { state } = this.parts.transforms;
    this.setContext(contextKeys.failure, state.kind === 'failed' ? toldFailure(state.error) : '');
    this.setContext(contextKeys.view, this.state());
    this.setContext(contextKeys.filtered, filtered);
    this.showDone();
    this.showStatus();
  }

  private showDone(): void {
    const { transforms, steps } = this.parts;
    const all = transforms.store.all();
    const imported = all.some(({ transform }) => (transform.LabelCount ?? 0) > 0);
    const labeled = imported || all.some(({ id }) => steps.of(id)?.kind === 'import');
    const generated = labeled || all.some(({ runs = [] }) => last(runs, 'LABELING_SET_GENERATION') !== undefined);
    this.setContext(contextKeys.generated, generated);
    this.setContext(contextKeys.labeled, labeled);
    this.setContext(contextKeys.imported, imported);
    this.setContext(
      contextKeys.estimated,
      all.some(({ transform }) => transform.EvaluationMetrics !== undefined),
    );
  }

  private lookAtFew(): void {
    const all = this.parts.transforms.store.all();
    for (const { id, runs } of all.length <= few ? all : []) {
      if (runs === undefined) {
        this.parts.watcher.lookAgain(id);
      }
    }
  }

  private readonly contexts = new Map<string, string | boolean>();

  private setContext(key: string, value: string | boolean): void {
    if (this.contexts.get(key) !== value) {
      this.contexts.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  }

  private state(): string {
    const { connections, transforms } = this.parts;
    if (connections.current === undefined) {
      return 'disconnected';
    }
    if (transforms.state.kind === 'failed') {
      return 'failed';
    }
    if (transforms.state.kind !== 'ready') {
      return 'loading';
    }
    return transforms.store.all().length === 0 ? 'empty' : 'ready';
  }

  private showStatus(): void {
    const { connections, transforms } = this.parts;
    const current = connections.current;
    if (current === undefined) {
      this.status.hide();
      return;
    }
    const live = transforms.store.all().reduce((sum, { runs = [] }) => sum + runs.filter(isLive).length, 0);
    const tooltip =
      live > 0
        ? vscode.l10n.t('Task runs under way: {0}. Click to switch the connection.', live)
        : vscode.l10n.t('Glue Labeling is connected to “{0}”. Click to switch.', current.label);
    this.status.show(live > 0 ? 'loading~spin' : 'plug', `Glue: ${current.label}`, tooltip);
  }
}
