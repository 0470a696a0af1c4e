import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { KeyReport, TableDescription, TableRows } from '../../../shared/tableDescription';
import { tableEntry } from '../../catalog/tableEntry';
import { TableError } from '../../catalog/tableError';
import { tableSource } from '../../catalog/tableSource';
import type { TableEstimate } from '../../match/job';
import type { FileDescription } from '../../match/table/description';
import type { TableSource } from '../../match/table/source';
import { ObjectError } from '../../objects/error';
import type { ObjectStore } from '../../objects/objectStore';
import { snapshotObject } from '../../objects/snapshot';
import type { State } from '../../state/state';
import type { TaskJob, TaskResult } from '../../tasks/job';
import type { JobSupervisor } from '../../tasks/jobSupervisor';
import type { TaskRuns } from '../../tasks/taskRuns';
import { JobFailure, type RunJob } from '../../tasks/workerProcess';
import type { GlueHandler } from '../glue/endpoint';
import { entityNotFound, invalidInput, unknownOperation } from '../glue/errors';

interface OwnContext {
  readonly state: State;
  readonly objects: ObjectStore;
  readonly tasks: Pick<TaskRuns, 'progress'>;
  readonly quality: Pick<JobSupervisor, 'tellQuality'>;
  readonly runJob: RunJob;
  /** A folder for temporary files. */
  readonly scratch: string;
}

/** Does what only Local Glue can: signed requests beside the operations of AWS, in the same protocol. */
export function ownHandler(context: OwnContext): GlueHandler {
  return async (operation, input) => {
    switch (operation) {
      case 'LocalGlue.DescribeFile':
        return describeObject(context, text(input, 'Bucket'), text(input, 'Key'), text(input, 'Name'));
      case 'LocalGlue.CheckPrimaryKey':
        return checkKey(context, text(input, 'DatabaseName'), text(input, 'TableName'), text(input, 'ColumnName'));
      case 'LocalGlue.GetTaskRunProgress':
        return describeProgress(context, text(input, 'TransformId'), text(input, 'TaskRunId'));
      case 'LocalGlue.EstimateTableQuality':
        return tellQuality(context, text(input, 'TransformId'));
      case 'LocalGlue.ReadTable':
        return readRows(context, text(input, 'DatabaseName'), text(input, 'TableName'));
      default:
        throw unknownOperation(operation);
    }
  };
}

/** How far a task run is: without a step where it has not begun or has ended. */
function describeProgress({ state, tasks }: OwnContext, transformId: string, taskRunId: string) {
  const run = state.run(transformId, taskRunId);
  if (!run) {
    throw entityNotFound(`Task run ${taskRunId} of transform ${transformId} does not exist.`);
  }
  const { step, fraction, secondsLeft } = tasks.progress.of(taskRunId) ?? {};
  return { Status: run.status, Step: step, Fraction: fraction, SecondsLeft: secondsLeft };
}

/** What FindMatches would come to over all pairs of rows of the transform's table. */
async function tellQuality({ state, quality }: OwnContext, transformId: string) {
  const transform = state.transform(transformId);
  if (!transform) {
    throw entityNotFound(`Transform ${transformId} does not exist.`);
  }
  try {
    const { precision, recall, f1, drawnPairs } = await quality.tellQuality(transform, new AbortController().signal);
    const members = ({ value, low, high }: TableEstimate) => ({ Value: value, Low: low, High: high });
    return { Precision: members(precision), Recall: members(recall), F1: members(f1), DrawnPairs: drawnPairs };
  } catch (error) {
    throw asRefusal(error);
  }
}

/** What the input is at fault for is the caller's to put right. */
function asRefusal(error: unknown): unknown {
  const isCallers = error instanceof TableError || error instanceof ObjectError || error instanceof JobFailure;
  return isCallers ? invalidInput(error.message) : error;
}

function text(input: unknown, member: string): string {
  const value =
    typeof input === 'object' && input !== null ? Object.entries(input).find(([name]) => name === member) : undefined;
  if (typeof value?.[1] !== 'string' || value[1] === '') {
    throw invalidInput(`${member} must be a string.`);
  }
  return value[1];
}

/** How an object would be read as a table of its own. @param name what messages call it */
async function describeObject(
  context: OwnContext,
  bucket: string,
  key: string,
  name: string,
): Promise<TableDescription> {
  return withScratch(context, async (scratch) => {
    const file = path.join(scratch, 'object');
    await snapshotObject(context.objects, bucket, key, file);
    const result = await run(context.runJob, { kind: 'describe', file: { path: file, name }, scratch });
    if (result.kind !== 'describe') {
      throw new Error(`The job described nothing but ended as ${result.kind}.`);
    }
    const { description } = result;
    const { Name: _, StorageDescriptor, ...entry } = tableEntry('', '', description);
    const { Location: __, ...storage } = StorageDescriptor;
    const { columns, rows, sample } = description;
    return { format: formatWords(description), columns, rows, sample, table: { ...entry, StorageDescriptor: storage } };
  });
}

async function checkKey(context: OwnContext, database: string, tableName: string, column: string): Promise<KeyReport> {
  return withTable(context, database, tableName, async (table, scratch) => {
    const result = await run(context.runJob, { kind: 'checkKey', table, column, scratch });
    if (result.kind !== 'checkKey') {
      throw new Error(`The job checked no key but ended as ${result.kind}.`);
    }
    return result.report;
  });
}

/** As many rows as somebody looks at. */
const mostRows = 200;

async function readRows(context: OwnContext, database: string, tableName: string): Promise<TableRows> {
  return withTable(context, database, tableName, async (table, scratch) => {
    const result = await run(context.runJob, { kind: 'firstRows', table, limit: mostRows, scratch });
    if (result.kind !== 'firstRows') {
      throw new Error(`The job read no rows but ended as ${result.kind}.`);
    }
    return result.found;
  });
}

async function withTable<T>(
  context: OwnContext,
  database: string,
  name: string,
  use: (table: TableSource, scratch: string) => Promise<T>,
): Promise<T> {
  const record = context.state.table(database, name);
  if (!record) {
    throw entityNotFound(`Table ${database}.${name} does not exist.`);
  }
  return withScratch(context, async (scratch) =>
    use(await tableSource(context.objects, record, path.join(scratch, 'table')), scratch),
  );
}

async function run(runJob: RunJob, job: TaskJob): Promise<TaskResult> {
  return runJob(job, { signal: new AbortController().signal, onProgress: () => undefined });
}

async function withScratch<T>(context: OwnContext, use: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(context.scratch, { recursive: true });
  const scratch = await mkdtemp(path.join(context.scratch, 'own-'));
  try {
    return await use(scratch);
  } catch (error) {
    throw asRefusal(error);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function formatWords({ format, compression }: FileDescription): string {
  const packed = compression === undefined ? '' : `, compressed with ${compression}`;
  switch (format.kind) {
    case 'parquet':
      return 'Parquet';
    case 'json':
      return `JSON lines${packed}`;
    case 'csv': {
      const quotes = `quotes ${format.quote}`;
      const escapes = format.escape === undefined ? '' : ` escaped by ${format.escape}`;
      return `CSV, separated by ${separatorWord(format.delimiter)}, ${quotes}${escapes}${packed}`;
    }
    case 'lazy':
      return `Text, separated by ${separatorWord(format.delimiter)}, without quotes${packed}`;
  }
}

function separatorWord(delimiter: string): string {
  const words: Readonly<Record<string, string>> = { '\t': 'tabs', '\u0001': 'Ctrl-A' };
  return words[delimiter] ?? delimiter;
}
