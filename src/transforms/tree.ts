import * as vscode from 'vscode';
import { explain } from '../connection/awsErrors';
import type { Disposable } from '../connection/events';
import { findLabelingFiles } from './labelingFiles';
import type { ErrorNode, LabelingFileNode, Node, TaskRunNode, TransformNode } from './nodes';
import { objectUri } from './objectUri';
import type { StoreChange } from './store';
import type { Transforms } from './transforms';
import { labelingFileItem, s3PathOf, taskRunItem, transformHover, transformItem } from './treeItems';

/** The view's data: transforms, their task runs, and what these wrote. Repaints only the node that changed. */
export class TransformsTree implements vscode.TreeDataProvider<Node>, Disposable {
  private readonly changed = new vscode.EventEmitter<Node | undefined>();
  private readonly subscription: Disposable;
  /** VS Code knows nodes by identity. */
  private readonly transformNodes = new Map<string, TransformNode>();
  private readonly runNodes = new Map<string, TaskRunNode>();
  private readonly errors = new Map<string, unknown>();

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly transforms: Transforms) {
    this.subscription = transforms.store.onDidChange((change) => this.repaint(change));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'transform': {
        const entry = this.transforms.store.get(node.transformId);
        return entry === undefined ? new vscode.TreeItem(node.transformId) : transformItem(entry);
      }
      case 'taskRun': {
        const run = this.transforms.store.run(node.transformId, node.runId);
        return run === undefined ? new vscode.TreeItem(node.runId) : taskRunItem(run, new Date());
      }
      case 'labelingFile': {
        const { bucket, object } = node;
        return labelingFileItem(node, objectUri(this.transforms.connection(), bucket, object.key), undefined);
      }
      case 'loadMore':
        return loadMoreItem(node);
      case 'note':
        return noteItem(node.id, node.text, node.icon);
      case 'error':
        return errorItem(node);
    }
  }

  /** The tooltip is made when the pointer rests, not for every line painted. */
  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    const entry = node.kind === 'transform' ? this.transforms.store.get(node.transformId) : undefined;
    if (entry !== undefined) {
      item.tooltip = transformHover(entry);
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
      default:
        return undefined;
    }
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) {
      return this.roots();
    }
    try {
      if (node.kind === 'transform') {
        return await this.runsOf(node);
      }
      return node.kind === 'taskRun' ? await this.childrenOfRun(node) : [];
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

  /** Asks for a node's children again; for the whole view without one. */
  refresh(node?: Node): void {
    if (node?.kind === 'transform') {
      this.errors.delete(node.transformId);
    }
    this.changed.fire(node);
  }

  /** Shows that a transform could not be looked at any more, below it. */
  setError(transformId: string, error: unknown): void {
    this.errors.set(transformId, error);
    this.changed.fire(this.transformNode(transformId));
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private async roots(): Promise<Node[]> {
    if (this.transforms.state.kind === 'idle') {
      await this.transforms.list();
    }
    const { state, store } = this.transforms;
    if (state.kind === 'failed') {
      return [{ kind: 'error', id: 'error:list', error: state.error, retry: undefined }];
    }
    return store.all().map((entry) => this.transformNode(entry.id));
  }

  private async runsOf(node: TransformNode): Promise<Node[]> {
    const { store } = this.transforms;
    const id = node.transformId;
    if (store.get(id)?.runs === undefined) {
      await this.transforms.lookAtRuns(id);
    }
    const entry = store.get(id);
    const error = this.errors.get(id);
    const children: Node[] =
      error === undefined ? [] : [{ kind: 'error', id: `error:watch:${id}`, error, retry: node } satisfies ErrorNode];
    children.push(...(entry?.runs ?? []).flatMap((run) => (run.TaskRunId ? this.runNode(id, run.TaskRunId) : [])));
    if (entry?.nextToken !== undefined) {
      children.push({ kind: 'loadMore', transformId: id });
    }
    if (children.length === 0) {
      const text = vscode.l10n.t('No task runs yet');
      children.push({ kind: 'note', id: `note:${id}`, text });
    }
    return children;
  }

  private async childrenOfRun(node: TaskRunNode): Promise<Node[]> {
    const runs = this.transforms.store.get(node.transformId)?.runs ?? [];
    const run = this.transforms.store.run(node.transformId, node.runId);
    if (run === undefined) {
      return [];
    }
    if (run.Status === 'FAILED' && run.ErrorString !== undefined) {
      return [{ kind: 'note', id: `failure:${node.runId}`, text: run.ErrorString, icon: 'warning' }];
    }
    const siblings = runs.filter((other) => s3PathOf(other) === s3PathOf(run) && isGeneration(other));
    const files = await findLabelingFiles(this.transforms, run, siblings);
    if (files.length === 0) {
      const text = vscode.l10n.t('No labeling file at {0}', s3PathOf(run) ?? '');
      return [{ kind: 'note', id: `nofile:${node.runId}`, text }];
    }
    const { transformId, runId } = node;
    return files.map((file): LabelingFileNode => ({ kind: 'labelingFile', transformId, runId, ...file }));
  }

  private repaint(change: StoreChange): void {
    if (change.kind === 'list') {
      this.changed.fire(undefined);
      return;
    }
    if (change.kind === 'runs' && change.settled.length === 0 && change.moved.length > 0) {
      this.errors.delete(change.id);
    }
    this.changed.fire(this.transformNode(change.id));
  }
}

function isGeneration(run: { readonly Properties?: { readonly TaskType?: string } }): boolean {
  return run.Properties?.TaskType === 'LABELING_SET_GENERATION';
}

function idOf(node: Node): string {
  return node.kind === 'transform' ? node.transformId : node.kind === 'taskRun' ? node.runId : node.kind;
}

function loadMoreItem(node: Node): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Load more…'));
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'loadMore';
  item.command = { command: 'glueLabeling.loadMore', title: vscode.l10n.t('Load More'), arguments: [node] };
  return item;
}

function noteItem(id: string, text: string, icon: string | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.id = id;
  item.tooltip = text;
  item.iconPath = icon === undefined ? undefined : new vscode.ThemeIcon(icon);
  item.contextValue = 'note';
  return item;
}

function errorItem(node: ErrorNode): vscode.TreeItem {
  const { what, next } = explain(node.error);
  const item = new vscode.TreeItem(what);
  item.id = node.id;
  item.description = next;
  item.tooltip = `${what}\n${next}`;
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = 'error retryable';
  item.command = { command: 'glueLabeling.retry', title: vscode.l10n.t('Retry'), arguments: [node] };
  return item;
}
