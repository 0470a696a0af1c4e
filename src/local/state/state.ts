import path from 'node:path';
import { KeyedLock } from '../keyedLock';
import type { MatchMetrics } from '../match/job';
import { SetAside } from '../root/setAside';
import { checkFormat } from './format';
import { lostImports } from './lostImports';
import { RecordFolder } from './recordFolder';
import type { DatabaseRecord, RunRecord, TableRecord, TransformRecord } from './records';
import { RunIndex, type RunResults } from './runIndex';
import { TransformFolders } from './transformFolders';

/** All that changes in one step of the state; every write names its record by the record's own key. */
export type Change =
  | { readonly put: 'database'; readonly record: DatabaseRecord }
  | { readonly put: 'table'; readonly record: TableRecord }
  | { readonly put: 'transform'; readonly record: TransformRecord }
  | { readonly put: 'run'; readonly record: RunRecord }
  | { readonly put: 'jobTags'; readonly record: JobTags }
  | { readonly remove: 'database'; readonly key: string }
  | { readonly remove: 'table'; readonly key: string }
  | { readonly remove: 'transform'; readonly key: string };

/** Tags of the built-in job, which has no other state. */
export interface JobTags {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The metadata of Local Glue: in memory to read, one file a record on disk to last. Changes happen one after the other: what `decide`
 * sees holds until its changes are on disk, and readers see a change only when it would survive a kill.
 */
export class State {
  private readonly databaseRecords = new Map<string, DatabaseRecord>();
  private readonly tableRecords = new Map<string, TableRecord>();
  private readonly transformRecords = new Map<string, TransformRecord>();
  private readonly runIndex = new RunIndex();
  private readonly jobTagRecords = new Map<string, JobTags>();
  private readonly lock = new KeyedLock();
  private readonly folders;
  private sequence = 0;

  private readonly transformFolders: TransformFolders;

  private constructor(folder: string) {
    this.transformFolders = new TransformFolders(folder);
    this.folders = {
      database: new RecordFolder<DatabaseRecord>(path.join(folder, 'databases'), ({ name }) => name),
      table: new RecordFolder<TableRecord>(path.join(folder, 'tables'), (table) => {
        return table.database && table.name ? tableKey(table.database, table.name) : undefined;
      }),
      jobTags: new RecordFolder<JobTags>(path.join(folder, 'jobs'), ({ name }) => name),
    };
  }

  /** Opens the state kept in a folder, made on first use. One process at a time may do so. What is damaged is set aside. */
  static async open(folder: string, setAside = new SetAside(path.dirname(folder))): Promise<State> {
    await checkFormat(folder, setAside);
    const state = new State(folder);
    const { folders } = state;
    for (const record of await folders.database.load(setAside)) state.apply({ put: 'database', record });
    for (const record of await folders.table.load(setAside)) state.apply({ put: 'table', record });
    for (const record of await folders.jobTags.load(setAside)) state.apply({ put: 'jobTags', record });
    await state.loadTransforms(setAside);
    return state;
  }

  database(name: string): DatabaseRecord | undefined {
    return this.databaseRecords.get(name.toLowerCase());
  }

  databases(): DatabaseRecord[] {
    return [...this.databaseRecords.values()];
  }

  table(database: string, name: string): TableRecord | undefined {
    return this.tableRecords.get(tableKey(database, name));
  }

  tables(database: string): TableRecord[] {
    return [...this.tableRecords.values()].filter((table) => table.database === database.toLowerCase());
  }

  transform(id: string): TransformRecord | undefined {
    return this.transformRecords.get(id);
  }

  transforms(): TransformRecord[] {
    return [...this.transformRecords.values()];
  }

  run(transformId: string, id: string): RunRecord | undefined {
    return this.runIndex.get(transformId, id);
  }

  /** Task runs of one transform, oldest first. */
  runs(transformId: string): RunRecord[] {
    return this.runIndex.of(transformId);
  }

  /** Runs that hold a place, of one transform or of all. */
  liveRuns(transformId?: string): RunRecord[] {
    return this.runIndex.live(transformId);
  }

  /** Runs of jobs, over all transforms. */
  jobRuns(): RunRecord[] {
    return this.runIndex.jobRuns();
  }

  /** The last import and the last evaluation of a transform that succeeded. */
  results(transformId: string): RunResults {
    return this.runIndex.results(transformId);
  }

  /** Labeled rows of a transform. */
  labelCount(transformId: string): number {
    const outcome = this.results(transformId).lastImport?.outcome;
    return outcome && 'labelCount' in outcome ? outcome.labelCount : 0;
  }

  /** The last estimate of a transform's quality. */
  metrics(transformId: string): MatchMetrics | undefined {
    const outcome = this.results(transformId).lastEvaluation?.outcome;
    return outcome && 'metrics' in outcome ? outcome.metrics : undefined;
  }

  jobTags(name: string): Readonly<Record<string, string>> {
    return this.jobTagRecords.get(name)?.tags ?? {};
  }

  /** A number larger than all before it, also over restarts. */
  nextSequence(): number {
    this.sequence += 1;
    return this.sequence;
  }

  /**
   * Decides on changes from the state as it then is, and makes them in order, each durable before the next. `decide` may throw to
   * change nothing. Resolves with its result when all is on disk.
   */
  change<Result>(decide: () => { readonly changes: readonly Change[]; readonly result: Result }): Promise<Result> {
    return this.lock.run('state', async () => {
      const { changes, result } = decide();
      for (const change of changes) {
        await this.persist(change);
        this.apply(change);
      }
      return result;
    });
  }

  /** As `change`, but for what need not outlive this process: it holds at once and is not written. */
  assume<Result>(decide: () => { readonly changes: readonly Change[]; readonly result: Result }): Promise<Result> {
    return this.lock.run('state', async () => {
      const { changes, result } = decide();
      for (const change of changes) {
        this.apply(change);
      }
      return result;
    });
  }

  /** Clears away what belonged to a transform that is gone; at the latest the next start does. */
  async removeTransformFiles(id: string): Promise<void> {
    await this.transformFolders.clear(id);
  }

  /** The folder of all that belongs to a transform: its record, its task runs, its labels and what was asked. */
  transformFolder(id: string): string {
    return this.transformFolders.of(id);
  }

  private async loadTransforms(setAside: SetAside): Promise<void> {
    const runs: RunRecord[] = [];
    for (const record of await this.transformFolders.load(setAside)) {
      this.apply({ put: 'transform', record });
      this.sequence = Math.max(this.sequence, record.sequence);
      runs.push(...(await this.transformFolders.runs(record.id).load(setAside)));
    }
    for (const record of runs.sort((a, b) => a.sequence - b.sequence)) {
      this.apply({ put: 'run', record });
      this.sequence = Math.max(this.sequence, record.sequence, record.finished ?? 0);
    }
    for (const transform of this.transforms()) {
      await this.rebuildImports(transform, setAside);
    }
  }

  /** Labels count by the record of the import that brought them; labels that have lost it get another. */
  private async rebuildImports(transform: TransformRecord, setAside: SetAside): Promise<void> {
    const folder = path.join(this.transformFolder(transform.id), 'labels');
    const known = (id: string) => this.runIndex.get(transform.id, id) !== undefined;
    const last = this.results(transform.id).lastImport;
    const next = () => this.nextSequence();
    for (const record of await lostImports({ folder, transform, last, known, setAside, next })) {
      await this.persist({ put: 'run', record });
      this.apply({ put: 'run', record });
      setAside.rebuilt(`the record of import ${record.id}`);
    }
  }

  private async persist(change: Change): Promise<void> {
    if ('remove' in change) {
      return this.persistRemoval(change.remove, change.key);
    }
    switch (change.put) {
      case 'database':
        return this.folders.database.write(change.record.name, change.record);
      case 'table':
        return this.folders.table.write(tableKey(change.record.database, change.record.name), change.record);
      case 'transform':
        return this.persistTransform(change.record);
      case 'run':
        return this.transformFolders.runs(change.record.transformId).write(change.record.id, change.record);
      case 'jobTags':
        return this.folders.jobTags.write(change.record.name, change.record);
    }
  }

  private async persistTransform(record: TransformRecord): Promise<void> {
    if (!this.transformRecords.has(record.id)) {
      await this.transformFolders.make(record.id);
    }
    await this.transformFolders.write(record);
  }

  private persistRemoval(kind: 'database' | 'table' | 'transform', key: string): Promise<void> {
    return kind === 'transform' ? this.transformFolders.remove(key) : this.folders[kind].remove(key);
  }

  private apply(change: Change): void {
    if ('remove' in change) {
      this.forget(change.remove, change.key);
      return;
    }
    switch (change.put) {
      case 'database':
        this.databaseRecords.set(change.record.name, change.record);
        return;
      case 'table':
        this.tableRecords.set(tableKey(change.record.database, change.record.name), change.record);
        return;
      case 'transform':
        this.transformRecords.set(change.record.id, change.record);
        return;
      case 'run':
        this.runIndex.set(change.record);
        return;
      case 'jobTags':
        this.jobTagRecords.set(change.record.name, change.record);
    }
  }

  private forget(kind: 'database' | 'table' | 'transform', key: string): void {
    switch (kind) {
      case 'database':
        this.databaseRecords.delete(key);
        return;
      case 'table':
        this.tableRecords.delete(key);
        return;
      case 'transform':
        this.transformRecords.delete(key);
        this.runIndex.forget(key);
    }
  }
}

/** The state's key of a table; Glue folds names to lower case. A database name can't hold the separator. */
export function tableKey(database: string, name: string): string {
  return `${database.toLowerCase()}\n${name.toLowerCase()}`;
}
