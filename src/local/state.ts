import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { KeyedLock } from './keyedLock';
import type { MatchMetrics } from './match/job';
import { syncFolder } from './objectsDisk';
import { RecordFolder } from './stateFolder';
import { checkFormat } from './stateFormat';
import type { DatabaseRecord, RunRecord, TableRecord, TransformRecord } from './stateRecords';
import { RunIndex, type RunResults } from './stateRuns';

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

  private constructor(readonly folder: string) {
    this.folders = {
      database: new RecordFolder<DatabaseRecord>(path.join(folder, 'databases')),
      table: new RecordFolder<TableRecord>(path.join(folder, 'tables')),
      jobTags: new RecordFolder<JobTags>(path.join(folder, 'jobs')),
    };
  }

  /** Opens the state kept in a folder, made on first use. One process at a time may do so. */
  static async open(folder: string): Promise<State> {
    await checkFormat(folder);
    const state = new State(folder);
    const { folders } = state;
    for (const record of await folders.database.load()) state.apply({ put: 'database', record });
    for (const record of await folders.table.load()) state.apply({ put: 'table', record });
    for (const record of await folders.jobTags.load()) state.apply({ put: 'jobTags', record });
    await state.loadTransforms();
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

  /** Clears away the folder of a transform that is gone; it is gone once its record is, at the latest the next start does this. */
  async removeTransformFiles(id: string): Promise<void> {
    await rm(this.transformFolder(id), { recursive: true, force: true });
  }

  /** The folder of all that belongs to a transform: its record, its task runs, its labels and what was asked. */
  transformFolder(id: string): string {
    return path.join(this.folder, 'transforms', id);
  }

  /** Reads transforms with their runs. A folder without a record is what an interrupted creation or removal left. */
  private async loadTransforms(): Promise<void> {
    await mkdir(path.join(this.folder, 'transforms'), { recursive: true });
    const runs: RunRecord[] = [];
    for (const id of await readdir(path.join(this.folder, 'transforms'))) {
      const [record] = await this.transformRecord(id).load();
      if (record) {
        this.apply({ put: 'transform', record });
        this.sequence = Math.max(this.sequence, record.sequence);
        runs.push(...(await this.runFolder(id).load()));
      } else {
        await rm(this.transformFolder(id), { recursive: true, force: true });
      }
    }
    for (const record of runs.sort((a, b) => a.sequence - b.sequence)) {
      this.apply({ put: 'run', record });
      this.sequence = Math.max(this.sequence, record.sequence, record.finished ?? 0);
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
        return this.runFolder(change.record.transformId).write(change.record.id, change.record);
      case 'jobTags':
        return this.folders.jobTags.write(change.record.name, change.record);
    }
  }

  private async persistTransform(record: TransformRecord): Promise<void> {
    if (!this.transformRecords.has(record.id)) {
      await mkdir(path.join(this.transformFolder(record.id), 'record'), { recursive: true });
      await mkdir(path.join(this.transformFolder(record.id), 'runs'), { recursive: true });
      await syncFolder(this.transformFolder(record.id));
      await syncFolder(path.join(this.folder, 'transforms'));
    }
    await this.transformRecord(record.id).write('transform', record);
  }

  private persistRemoval(kind: 'database' | 'table' | 'transform', key: string): Promise<void> {
    return kind === 'transform' ? this.transformRecord(key).remove('transform') : this.folders[kind].remove(key);
  }

  private transformRecord(id: string): RecordFolder<TransformRecord> {
    return new RecordFolder(path.join(this.transformFolder(id), 'record'));
  }

  private runFolder(transformId: string): RecordFolder<RunRecord> {
    return new RecordFolder(path.join(this.transformFolder(transformId), 'runs'));
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
