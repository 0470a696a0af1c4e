import type { GlueContext } from './context';
import { createDatabase, deleteDatabase, getDatabase, getDatabases } from './databases';
import type { GlueHandler } from './endpoint';
import { GlueError } from './error';
import { invalidInput, unknownOperation } from './errors';
import { batchStopJobRun, getJob, getJobRun, getJobRuns, getJobs, listJobs, startJobRun } from './jobs';
import { findOperation, type Operation } from './model';
import { createTable, deleteTable, getTable, getTables, updateTable } from './tables';
import { getTags, tagResource, untagResource } from './tags';
import {
  cancelMLTaskRun,
  getMLTaskRun,
  getMLTaskRuns,
  startExportLabelsTaskRun,
  startImportLabelsTaskRun,
  startMLEvaluationTaskRun,
  startMLLabelingSetGenerationTaskRun,
} from './taskRuns';
import {
  createMLTransform,
  deleteMLTransform,
  getMLTransform,
  getMLTransforms,
  listMLTransforms,
  updateMLTransform,
} from './transforms';
import { validate } from './validate';

type OperationFunction = (context: GlueContext, input: unknown) => Promise<object>;

/** An operation, called with what validation has found to be a request of its own. */
function operation<Request>(run: (context: GlueContext, input: Request) => Promise<object>): OperationFunction {
  return (context, input) => run(context, input as Request);
}

const operations: ReadonlyMap<string, OperationFunction> = new Map(
  Object.entries({
    CreateMLTransform: operation(createMLTransform),
    UpdateMLTransform: operation(updateMLTransform),
    DeleteMLTransform: operation(deleteMLTransform),
    GetMLTransform: operation(getMLTransform),
    GetMLTransforms: operation(getMLTransforms),
    ListMLTransforms: operation(listMLTransforms),
    StartMLLabelingSetGenerationTaskRun: operation(startMLLabelingSetGenerationTaskRun),
    StartImportLabelsTaskRun: operation(startImportLabelsTaskRun),
    StartExportLabelsTaskRun: operation(startExportLabelsTaskRun),
    StartMLEvaluationTaskRun: operation(startMLEvaluationTaskRun),
    GetMLTaskRun: operation(getMLTaskRun),
    GetMLTaskRuns: operation(getMLTaskRuns),
    CancelMLTaskRun: operation(cancelMLTaskRun),
    CreateDatabase: operation(createDatabase),
    GetDatabase: operation(getDatabase),
    GetDatabases: operation(getDatabases),
    DeleteDatabase: operation(deleteDatabase),
    CreateTable: operation(createTable),
    UpdateTable: operation(updateTable),
    DeleteTable: operation(deleteTable),
    GetTable: operation(getTable),
    GetTables: operation(getTables),
    GetTags: operation(getTags),
    TagResource: operation(tagResource),
    UntagResource: operation(untagResource),
    StartJobRun: operation(startJobRun),
    GetJobRun: operation(getJobRun),
    GetJobRuns: operation(getJobRuns),
    BatchStopJobRun: operation(batchStopJobRun),
    GetJob: operation(getJob),
    GetJobs: operation(getJobs),
    ListJobs: operation(listJobs),
  }),
);

/** Runs Glue operations: each request is checked against the service model first, and refused as Glue refuses it. */
export function glueHandler(context: GlueContext): GlueHandler {
  return async (name, input) => {
    const run = operations.get(name);
    const model = findOperation(name);
    if (!run || !model) {
      throw unknownOperation(name);
    }
    try {
      return await run(context, readRequest(model.input, input ?? {}));
    } catch (error) {
      throw error instanceof GlueError ? modeled(error, model) : error;
    }
  };
}

/** An operation answers with the errors of its own model only; EntityNotFoundException is one that a few lack. */
function modeled(error: GlueError, { errors }: Operation): GlueError {
  return errors.includes(error.name) ? error : invalidInput(error.message);
}

/** The request as validation has found it to be one. Throws InvalidInputException. */
function readRequest(shape: string, input: unknown): unknown {
  try {
    const problem = validate(shape, input);
    if (problem !== undefined) {
      throw invalidInput(problem);
    }
    return withoutNulls(input);
  } catch (error) {
    // The stack ends before JSON's depth does.
    throw error instanceof RangeError ? invalidInput('The request is nested too deeply.') : error;
  }
}

/** The protocol reads an explicit null as a member that is not there; so do the operations, without looking twice. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutNulls(member)]));
}
