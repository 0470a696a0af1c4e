import * as vscode from 'vscode';
import { setTooltip } from '../../door/view';
import type { Disposable } from '../../shared/events';
import { objectScheme } from '../../shared/ids';
import { parseObjectPath } from '../../shared/objectPath';
import type { GeneratedFiles } from '../model/generatedFiles';
import { objectUri } from '../model/objectUri';
import type { StoreChange } from '../model/store';
import { isGeneration, s3PathOf } from '../model/taskRunFacts';
import type { Transforms } from '../model/transforms';
import type { Steps } from '../steps/steps';
import { type ArrangementMemory, arrange } from './arrangement';
import type { LoadTexts } from './lazyTexts';
import { localTables } from './localTables';
import type { LabelingFileNode, Node, TablesNode, TaskRunNode, TransformNode } from './nodes';

/** The view's data: transforms, their task runs, and what these wrote. Repaints only the node that changed. */
export class TransformsTree implements vscode.TreeDataProvider<Node>, Disposable {
  private readonly changed = new vscode.EventEmitter<Node | undefined>();
  private readonly subscriptions: readonly Disposable[];
  /** VS Code knows nodes by identity. */
  private readonly transformNodes = new Map<string, TransformNode>();
  private readonly runNodes = new Map<string, TaskRunNode>();
  private readonly tablesNode: TablesNode = { kind: 'tables' };
  private readonly errors = new Map<string, unknown>();

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly transforms: Transforms,
    readonly arrangement: ArrangementMemory,
    private readonly load: LoadTexts,
    private readonly generated: GeneratedFiles,
    private readonly steps: Steps,
  ) {
    this.subscriptions = [
      transforms.store.onDidChange((change) => this.repaint(change)),
      steps.onDidChange((id) => this.changed.fire(this.transformNode(id))),
      arrangement.onDidChange(() => this.changed.fire(undefined)),
    ];
  }

  getTreeItem(node: Node): vscode.TreeItem | Promise<vscode.TreeItem> {
    const { items, explain } = this.load();
    switch (node.kind) {
      case 'transform': {
        const entry = this.transforms.store.get(node.transformId);
        return entry === undefined
          ? items.treeLine({ label: node.transformId })
          : items.transformItem(entry, this.steps.of(entry.id));
      }
      case 'taskRun': {
        const run = this.transforms.store.run(node.transformId, node.runId);
        return run === undefined ? items.treeLine({ label: node.runId }) : items.taskRunItem(run, new Date());
      }
      case 'labelingFile':
        return this.fileItem(node);
      case 'loadMore':
        return items.loadMoreItem(node);
      case 'tables':
        return items.tablesItem();
      case 'table':
        return items.tableItem(node.table);
      case 'note':
        return items.noteItem(node);
      case 'error':
        return items.errorItem(node, explain(node.error));
    }
  }

  /** The tooltip is made when the pointer rests, not for every line painted. */
  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    const entry = node.kind === 'transform' ? this.transforms.store.get(node.transformId) : undefined;
    if (entry !== undefined) {
      setTooltip(item, this.load().transformHover(entry, this.transforms.connection().kind));
    }
    return item;
  }

  getParent(node: Node): Node | undefined {
    switch (node.kind) {
      case 'taskRun':
      case 'loadMore':
        return this.transformNode(node.transformId);
      case 'labelingFile':
        return this.runNode(node.transformId, node.runId);
      case 'table':
        return this.tablesNode;
      default:
        return undefined;
    }
  }

  async getChildren(node?: Node): Promise<Node[]> {
    try {
      switch (node?.kind) {
        case undefined:
          return await this.roots();
        case 'transform':
          return await this.runsOf(node);
        case 'taskRun':
          return await this.childrenOfRun(node);
        case 'tables':
          return (await localTables(this.transforms.connection())).map((table) => ({ kind: 'table', table }));
        default:
          return [];
      }
    } catch (error) {
      return [{ kind: 'error', id: `error:${idOf(node)}`, error, retry: node }];
    }
  }

  /** The one node object of a transform. */
  transformNode(transformId: string): TransformNode {
    const known = this.transformNodes.get(transformId) ?? { kind: 'transform', transformId };
    this.transformNodes.set(transformId, known);
    return known;
  }

  /** The one node object of a task run. */
  runNode(transformId: string, runId: string): TaskRunNode {
    const key = `${transformId}:${runId}`;
    const known = this.runNodes.get(key) ?? { kind: 'taskRun', transformId, runId };
    this.runNodes.set(key, known);
    return known;
  }

  /** Paints a node and what is below it anew; the whole view without one. */
  refresh(node?: Node): void {
    this.changed.fire(node);
  }

  /** What generation runs wrote is listed again when it is shown next. */
  forgetFiles(): void {
    this.generated.forget();
    this.errors.clear();
  }

  /** A labeling file was saved: the run that wrote it lists it again, with its new count. */
  async fileSaved({ scheme, path }: vscode.Uri): Promise<void> {
    const runs = scheme === objectScheme ? await this.generated.saved(parseObjectPath(path)) : [];
    for (const node of this.runNodes.values()) {
      if (runs.includes(node.runId)) {
        this.changed.fire(node);
      }
    }
    this.steps.fileSaved();
  }

  /** Shows that a transform could not be looked at any more, below it. */
  setError(transformId: string, error: unknown): void {
    this.errors.set(transformId, error);
    this.changed.fire(this.transformNode(transformId));
  }

  clearError(transformId: string): void {
    this.errors.delete(transformId);
  }

  /** Another connection: nothing known before is of use. */
  reset(): void {
    this.generated.reset();
    this.errors.clear();
    this.steps.reset();
    this.transformNodes.clear();
    this.runNodes.clear();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    this.changed.dispose();
  }

  private async roots(): Promise<Node[]> {
    const { transforms } = this;
    if (!transforms.isConnected) {
      return [];
    }
    if (transforms.state.kind === 'idle' || transforms.state.kind === 'loading') {
      await transforms.list();
    }
    if (transforms.state.kind === 'failed') {
      // Told by the view's welcome text, which has room for what to do.
      return [];
    }
    const all = transforms.store.all();
    const shown = arrange(all, this.arrangement.value).map((entry): Node => this.transformNode(entry.id));
    if (transforms.connection().kind === 'local' && all.length > 0) {
      return [...shown, this.tablesNode];
    }
    const filtered = all.length > 0 && shown.length === 0;
    const text = vscode.l10n.t('No transform matches the filter');
    return filtered ? [{ kind: 'note', id: 'note:filter', text, icon: 'filter-filled' }] : shown;
  }

  private async runsOf(node: TransformNode): Promise<Node[]> {
    const { store } = this.transforms;
    const id = node.transformId;
    if (store.get(id)?.runs === undefined && !this.errors.has(id)) {
      await this.transforms.lookAtRuns(id);
    }
    const entry = store.get(id);
    const runs = (entry?.runs ?? []).flatMap((run): Node[] => (run.TaskRunId ? [this.runNode(id, run.TaskRunId)] : []));
    const children: Node[] = this.errors.has(id)
      ? [{ kind: 'error', id: `error:watch:${id}`, error: this.errors.get(id), retry: node }, ...runs]
      : runs;
    if (entry?.nextToken !== undefined) {
      children.push({ kind: 'loadMore', transformId: id });
    }
    const none: Node = { kind: 'note', id: `note:${id}`, text: vscode.l10n.t('No task runs yet') };
    return children.length === 0 ? [none] : children;
  }

  private async childrenOfRun({ transformId, runId }: TaskRunNode): Promise<Node[]> {
    const run = this.transforms.store.run(transformId, runId);
    if (run === undefined) {
      return [];
    }
    if (run.Status === 'FAILED' || run.Status === 'TIMEOUT') {
      const text = run.ErrorString ?? vscode.l10n.t('The service gave no reason. See the logs.');
      return [{ kind: 'note', id: `failure:${runId}`, text, icon: 'warning' }];
    }
    if (!isGeneration(run)) {
      return [];
    }
    const files = await this.generated.of(transformId, run);
    if (files.length === 0) {
      const text = vscode.l10n.t('No labeling file at {0}', s3PathOf(run) ?? '');
      return [{ kind: 'note', id: `nofile:${runId}`, text }];
    }
    return files.map((file): LabelingFileNode => ({ kind: 'labelingFile', transformId, runId, ...file }));
  }

  private async fileItem(node: LabelingFileNode): Promise<vscode.TreeItem> {
    const connection = this.transforms.connection();
    const uri = objectUri(connection, node.bucket, node.object.key);
    const run = this.transforms.store.run(node.transformId, node.runId);
    const [count, files] = await Promise.all([
      this.generated.count(connection, node),
      run === undefined ? undefined : this.generated.of(node.transformId, run),
    ]);
    const generated = files?.length === 1 ? (run?.CompletedOn ?? run?.StartedOn) : undefined;
    return this.load().items.labelingFileItem(node, uri, { count, generated }, new Date());
  }

  private repaint(change: StoreChange): void {
    if (change.kind === 'list') {
      this.changed.fire(undefined);
      return;
    }
    if (change.kind === 'runs') {
      this.errors.delete(change.id);
    }
    this.changed.fire(this.transformNode(change.id));
  }
}

function idOf(node: Node | undefined): string {
  return node?.kind === 'transform' ? node.transformId : node?.kind === 'taskRun' ? node.runId : (node?.kind ?? 'root');
}
