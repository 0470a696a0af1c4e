import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { folderKey, formatS3Path, splitS3Path } from '../../shared/s3Path';
import { TableError } from '../catalog/tableError';
import { tableSource } from '../catalog/tableSource';
import { type Log, logFault } from '../log';
import type { MatchJob, TableQuality } from '../match/job';
import type { TableSource } from '../match/table/source';
import { ObjectError } from '../objects/error';
import type { ObjectStore } from '../objects/objectStore';
import { snapshotObject } from '../objects/snapshot';
import type { RunRecord, TaskOutcome, TaskWork, TransformRecord } from '../state/records';
import type { State } from '../state/state';
import { askedIn } from './askedIn';
import { earlierMatches, reportTarget } from './earlierMatches';
import type { TaskJob, TaskResult } from './job';
import { logMatches } from './logMatches';
import type { RunFiles, RunOfTransform } from './runFiles';
import { JobFailure, type JobOptions, type RunJob } from './workerProcess';

/** About 100 rows, as Glue's own labeling files have them. */
const setsAsked = 10;
const rowsPerSet = 10;

/** In the service: has the job of a task run done by a worker process, up to the point where only its record is left to be written. */
export class JobSupervisor {
  constructor(
    private readonly state: State,
    private readonly objects: ObjectStore,
    private readonly files: RunFiles,
    private readonly runJob: RunJob,
    private readonly matching: Pick<MatchJob, 'keeping' | 'threads'> = {},
  ) {}

  /** Rejects with JobFailure, WorkerCrash or the signal's reason; then nothing of the run counts, and `undo` clears up. */
  async perform(run: RunRecord, options: JobOptions, log: Log): Promise<TaskOutcome> {
    const transform = this.state.transform(run.transformId);
    if (!transform) {
      throw new JobFailure('The transform of this task run was deleted.');
    }
    const scratch = await this.files.makeScratch(run);
    try {
      const job = await this.prepare(run, transform, scratch, log);
      const result = await this.runJob(job, options);
      options.signal.throwIfAborted();
      logMatches(run, transform, result, log);
      return await this.keep(run, job, result, options);
    } catch (error) {
      throw error instanceof TableError || error instanceof ObjectError ? new JobFailure(error.message) : error;
    } finally {
      await this.files.removeScratch(run);
    }
  }

  /** The quality that FindMatches would have over the whole table now. @throws JobFailure with the reason where it can't be told */
  async tellQuality(transform: TransformRecord, signal: AbortSignal): Promise<TableQuality> {
    const run = { id: `quality-${randomUUID()}`, transformId: transform.id };
    const scratch = await this.files.makeScratch(run);
    try {
      const input = await this.matchInput(run, transform, scratch);
      const drawnFile = await this.files.drawn(run);
      const result = await this.runJob(
        { kind: 'quality', ...input, drawnFile },
        { signal, onProgress: () => undefined },
      );
      if (result.kind !== 'quality') {
        throw new Error(`The job told no quality but ended as ${result.kind}.`);
      }
      return result.quality;
    } finally {
      await this.files.removeScratch(run);
    }
  }

  /** Removes what a run that did not succeed may have brought about. */
  async undo(run: RunRecord): Promise<void> {
    await this.files.forget(run);
    for (const target of [run.target, reportTarget(run)]) {
      if (target && this.objects.hasBucket(target.bucket)) {
        await this.objects.delete(target.bucket, target.key);
      }
    }
  }

  private async prepare(run: RunRecord, transform: TransformRecord, scratch: string, log: Log): Promise<TaskJob> {
    const { work } = run;
    const columns = transform.schema.map(({ Name }) => Name);
    const outputFile = path.join(scratch, 'output');
    if (work.type === 'IMPORT_LABELS') {
      const file = path.join(scratch, 'import.csv');
      await this.linkObject(work.input, file);
      const hasLabels = !work.replace && this.state.labelCount(transform.id) > 0;
      const previousFile = hasLabels ? await this.files.labels(run) : undefined;
      const primaryKey = transform.parameters.PrimaryKeyColumnName;
      const table = await this.tableIfThere(transform, scratch);
      const temporary = path.join(scratch, 'work');
      return { kind: 'import', file, columns, primaryKey, previousFile, table, scratch: temporary, outputFile };
    }
    if (work.type === 'EXPORT_LABELS') {
      return { kind: 'export', labelsFile: await this.files.labels(run), columns, outputFile };
    }
    const input = await this.matchInput(run, transform, scratch);
    switch (work.type) {
      case 'EVALUATION':
        return { kind: 'evaluate', ...input };
      case 'LABELING_SET_GENERATION': {
        const askedFile = await this.files.asked(run, (earlier) => this.askedAgain(earlier, transform, log));
        return { kind: 'generate', ...input, askedFile, outputFile, sets: setsAsked, rowsPerSet };
      }
      case 'FIND_MATCHES': {
        const { format: outputFormat, confidenceScores, existing, matchAllRows } = work;
        const earlier =
          existing === undefined
            ? undefined
            : await earlierMatches(this.objects, { existing, matchAllRows }, path.join(scratch, 'earlier'));
        return { kind: 'findMatches', ...input, outputFile, outputFormat, confidenceScores, earlier };
      }
    }
  }

  /**
   * What an earlier generation asked, as far as its labeling file still tells, for its own record of that is lost. Without either, at
   * worst a pair is asked about again.
   */
  private async askedAgain({ id, target }: RunRecord, transform: TransformRecord, log: Log): Promise<string[][]> {
    log.warn('the record of what was asked is lost; it is made again from the labeling file', { taskRunId: id });
    try {
      const file = await readFile(this.objects.localPath(target?.bucket ?? '', target?.key ?? ''));
      return askedIn(file, transform.parameters.PrimaryKeyColumnName);
    } catch (error) {
      log.warn('the labeling file is lost, too, or is none: its pairs may be asked about again', { taskRunId: id });
      logFault(log, 'what was asked can not be made again', error, { taskRunId: id });
      return [];
    }
  }

  /** An import doesn't need the table: it may be gone, or not to be read. */
  private async tableIfThere({ table }: TransformRecord, scratch: string): Promise<TableSource | undefined> {
    const record = this.state.table(table.DatabaseName, table.TableName);
    try {
      return record && (await tableSource(this.objects, record, path.join(scratch, 'table')));
    } catch (error) {
      if (error instanceof TableError || error instanceof ObjectError) {
        return undefined;
      }
      throw error;
    }
  }

  /** What all jobs of the matcher want. */
  private async matchInput(run: RunOfTransform, transform: TransformRecord, scratch: string) {
    const { DatabaseName, TableName } = transform.table;
    const record = this.state.table(DatabaseName, TableName);
    if (!record) {
      throw new JobFailure(`Table ${DatabaseName}.${TableName} of the transform does not exist. Create it again.`);
    }
    const table = await tableSource(this.objects, record, path.join(scratch, 'table'));
    const names = table.columns.map(({ name }) => name).join(',');
    if (names !== transform.schema.map(({ Name }) => Name).join(',')) {
      throw new JobFailure(
        `The columns of table ${DatabaseName}.${TableName} are no longer those the transform was created with. Create a new transform on the table.`,
      );
    }
    const parameters = transform.parameters;
    const settings: MatchJob['settings'] = {
      primaryKey: parameters.PrimaryKeyColumnName,
      precisionRecallTradeoff: parameters.PrecisionRecallTradeoff,
      accuracyCostTradeoff: parameters.AccuracyCostTradeoff,
      enforceProvidedLabels: parameters.EnforceProvidedLabels,
    };
    const labelsFile = await this.files.labels(run);
    return { table, settings, labelsFile, scratch: path.join(scratch, 'work'), ...this.matching };
  }

  private async keep(run: RunRecord, job: TaskJob, result: TaskResult, options: JobOptions): Promise<TaskOutcome> {
    switch (result.kind) {
      case 'evaluate':
        return { metrics: result.metrics };
      case 'import':
        if ('outputFile' in job) {
          await this.files.keepLabels(run, job.outputFile);
        }
        return { labelCount: result.labelCount, note: result.note };
      case 'generate':
        await this.files.keepDrawn(run, result.drawn);
        await this.files.keepAsked(run, result.sets);
    }
    if (!run.target || !('outputFile' in job)) {
      throw new Error(`Task run ${run.id} has nowhere to write to.`);
    }
    const { bucket, key } = run.target;
    await this.write(run.target, job.outputFile, contentType(run.work));
    const report = reportTarget(run);
    if (report && job.kind === 'findMatches' && job.earlier) {
      await this.write(report, job.earlier.reportFile, 'application/json');
    }
    await this.countAgain(run, { bucket, key }, this.rowsOf(run, result), options);
    return { written: formatS3Path({ bucket, key }), note: result.kind === 'findMatches' ? result.note : undefined };
  }

  private async write({ bucket, key }: NonNullable<RunRecord['target']>, file: string, type: string): Promise<void> {
    try {
      await this.objects.putFile(bucket, key, file, { headers: { 'content-type': type } });
    } catch (error) {
      throw error instanceof ObjectError
        ? new JobFailure(`${formatS3Path({ bucket, key })} can't be written: ${error.message}`)
        : error;
    }
  }

  /** How many rows the run's object must hold. */
  private rowsOf(run: RunRecord, result: TaskResult): number {
    // Told apart from what the export itself says: a label that it missed is missing there, too.
    return result.kind === 'export' ? this.state.labelCount(run.transformId) : 'rows' in result ? result.rows : 0;
  }

  /** Reads the object that was written and throws JobFailure unless it holds as many rows as it must. */
  private async countAgain(
    run: RunRecord,
    { bucket, key }: NonNullable<RunRecord['target']>,
    rows: number,
    options: JobOptions,
  ): Promise<void> {
    const scratch = path.join(this.files.scratchOf(run), 'written');
    await mkdir(scratch);
    const file = path.join(scratch, 'object');
    await snapshotObject(this.objects, bucket, key, file);
    const format = isParquet(run.work) ? 'parquet' : 'csv';
    const counted = await this.runJob({ kind: 'count', file, format, scratch }, options);
    options.signal.throwIfAborted();
    const found = counted.kind === 'count' ? counted.rows : 0;
    if (found !== rows) {
      throw new JobFailure(
        `${formatS3Path({ bucket, key })} was to have ${rows} rows, but ${found} are in it. It has been removed. Start the task run again.`,
      );
    }
  }

  private async linkObject(uri: string, file: string): Promise<void> {
    const { bucket, key } = splitS3Path(uri) ?? { bucket: '', key: '' };
    try {
      await snapshotObject(this.objects, bucket, key, file);
    } catch (error) {
      if (error instanceof ObjectError) {
        throw new JobFailure(`Cannot access the label file at ${uri}. ${error.message}`);
      }
      throw error;
    }
  }
}

/** The object a run writes, if its work writes one. Names are Glue's where they are known (exports, job output). */
export function targetOf(transformId: string, work: TaskWork, now: Date): RunRecord['target'] {
  const output = 'output' in work ? splitS3Path(work.output) : undefined;
  if (!output) {
    return undefined;
  }
  const stamp = now.toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '_');
  return { bucket: output.bucket, key: folderKey(output.key) + targetName(transformId, work, stamp, now.getTime()) };
}

function targetName(transformId: string, work: TaskWork, stamp: string, now: number): string {
  switch (work.type) {
    case 'EXPORT_LABELS':
      return `${transformId}_labels_${stamp}_${randomUUID()}.csv`;
    case 'FIND_MATCHES':
      return `run-${now}-${randomUUID().slice(0, 8)}-part-r-00000.${work.format}`;
    default:
      // AWS promises no name here; a short one can be read in an editor tab.
      return `labeling_set_${stamp}_${randomUUID().slice(0, 8)}.csv`;
  }
}

function contentType(work: TaskWork): string {
  return isParquet(work) ? 'application/vnd.apache.parquet' : 'text/csv; charset=utf-8';
}

function isParquet(work: TaskWork): boolean {
  return work.type === 'FIND_MATCHES' && work.format === 'parquet';
}
