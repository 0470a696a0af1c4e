import type { Connections } from '../../connection/connections';
import { AwsError, type Connection, type TaskRun, type TaskRunProgress } from '../../connection/services';
import { type Disposable, Emitter } from '../../shared/events';
import { isLive, type TransformStore } from './store';

/** Task runs a page. */
export const pageSize = 20;

/** What the list of transforms is at: nothing asked yet, asked, there, or failed. */
export type ListState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Asks the current connection and puts the answers into the store. Each method makes one request unless it says so. */
export class Transforms implements Disposable {
  private readonly changed = new Emitter<ListState>();
  private listState: ListState = { kind: 'idle' };
  private listing: Promise<void> | undefined;
  private generation = 0;

  /** Fires when the list begins to load, is there or failed. */
  readonly onDidChangeState = this.changed.event;

  constructor(
    private readonly connections: Connections,
    readonly store: TransformStore,
  ) {}

  get state(): ListState {
    return this.listState;
  }

  get isConnected(): boolean {
    return this.connections.current !== undefined;
  }

  /** The current connection. @throws AwsError NotConnected */
  connection(): Connection {
    const current = this.connections.current;
    if (current === undefined) {
      throw new AwsError('You are not connected.', { code: 'NotConnected' });
    }
    return current;
  }

  /** Forgets everything, because another connection is current. */
  reset(): void {
    this.generation++;
    this.listing = undefined;
    this.setState({ kind: 'idle' });
    this.store.clear();
  }

  /** Asks for the list of transforms, one request for each 1,000; callers at the same time share it. Never rejects. */
  list(): Promise<void> {
    this.listing ??= this.fetchList().finally(() => {
      this.listing = undefined;
    });
    return this.listing;
  }

  /** Asks for one transform; one that is gone is removed. @returns false when it is gone. */
  async refresh(id: string, signal?: AbortSignal): Promise<boolean> {
    const generation = this.generation;
    const glue = await this.connection().glue();
    try {
      const found = await glue.getMLTransform({ TransformId: id }, { signal });
      if (generation === this.generation) {
        this.store.put(found);
      }
      return true;
    } catch (error) {
      if (!AwsError.is(error, 'EntityNotFoundException')) {
        throw error;
      }
      if (generation === this.generation) {
        this.store.remove(id);
      }
      return false;
    }
  }

  /** Asks for the newest page of a transform's task runs. */
  async lookAtRuns(id: string, signal?: AbortSignal): Promise<void> {
    const generation = this.generation;
    const page = await this.page(id, undefined, signal);
    if (generation === this.generation) {
      this.store.putNewest(id, page.runs, page.nextToken);
    }
  }

  /** Asks for the next older page; nothing when there is none. */
  async loadOlderRuns(id: string): Promise<void> {
    const generation = this.generation;
    const token = this.store.get(id)?.nextToken;
    if (token !== undefined) {
      const page = await this.page(id, token, undefined);
      if (generation === this.generation) {
        this.store.putOlder(id, page.runs, page.nextToken);
      }
    }
  }

  dispose(): void {
    this.generation++;
    this.changed.dispose();
  }

  private setState(state: ListState): void {
    this.listState = state;
    this.changed.fire(state);
  }

  private async page(
    id: string,
    token: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<{ runs: readonly TaskRun[]; nextToken: string | undefined }> {
    const connection = this.connection();
    const glue = await connection.glue();
    const sort = { Column: 'STARTED', SortDirection: 'DESCENDING' } as const;
    const input = { TransformId: id, MaxResults: pageSize, NextToken: token, Sort: sort };
    const page = await glue.getMLTaskRuns(input, { signal });
    const ask = await connection.localGlue?.();
    const runs = (page.TaskRuns ?? []).map(
      // A run has the members that the question takes. It may be gone by now, or Local Glue may be another window's older one.
      async (run): Promise<TaskRun> =>
        ask && isLive(run)
          ? { ...run, progress: await ask<TaskRunProgress>('GetTaskRunProgress', run).catch(() => undefined) }
          : run,
    );
    return { runs: await Promise.all(runs), nextToken: page.NextToken };
  }

  private async fetchList(): Promise<void> {
    const generation = this.generation;
    this.setState({ kind: 'loading' });
    try {
      const glue = await this.connection().glue();
      const found = [];
      let token: string | undefined;
      do {
        const page = await glue.getMLTransforms({ MaxResults: 1000, NextToken: token });
        found.push(...(page.Transforms ?? []));
        token = page.NextToken;
      } while (token !== undefined);
      if (generation === this.generation) {
        this.setState({ kind: 'ready' });
        this.store.replaceAll(found);
      }
    } catch (error) {
      if (generation === this.generation) {
        this.setState({ kind: 'failed', error });
        this.store.clear();
      }
    }
  }
}
