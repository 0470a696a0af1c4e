import { splitS3Path } from '../../../shared/s3Path';
import { newJobRunId } from '../../state/ids';
import type { RunRecord } from '../../state/records';
import { type GlueContext, getUsableTransform, seconds } from './context';
import { entityNotFound, invalidInput } from './errors';
import { page } from './paging';
import type {
  BatchStopJobRunRequest,
  JobRunRequest,
  JobRunsRequest,
  PagedRequest,
  StartJobRunRequest,
} from './requests';
import { errorString, executionTime } from './taskRunAnswer';
import { checkConcurrency, checkOutput } from './taskRuns';

/** The one job of Local Glue: it runs a trained transform over its table. */
export const builtInJob = 'FindMatches';

const defaultPage = 100;
const defaultTimeout = 2880;
const defaultCapacity = 10;
const glueVersion = '2.0';
const knownArguments = [
  '--TRANSFORM_ID',
  '--OUTPUT_S3_PATH',
  '--OUTPUT_FORMAT',
  '--COMPUTE_MATCH_CONFIDENCE_SCORES',
  '--EXISTING_MATCHES_S3_PATH',
  '--MATCH_ALL_ROWS',
] as const;

export async function startJobRun(context: GlueContext, input: StartJobRunRequest) {
  checkJob(input.JobName);
  const run = await context.tasks.start(() => {
    const given = retried(context, input) ?? input.Arguments ?? {};
    const { transformId, ...asked } = readArguments(given);
    const transform = getUsableTransform(context, transformId);
    checkOutput(context, asked.output);
    checkExisting(context, asked.existing);
    if (context.state.labelCount(transformId) === 0) {
      throw invalidInput(`Transform ${transformId} is not in a READY state. Import labels first.`);
    }
    checkConcurrency(context, transform);
    return {
      transform: input.Timeout === undefined ? transform : { ...transform, timeout: input.Timeout },
      work: {
        type: 'FIND_MATCHES',
        jobName: builtInJob,
        jobRunId: newJobRunId(),
        arguments: given,
        ...asked,
      },
    };
  });
  return { JobRunId: jobRunId(run) };
}

export async function getJobRun(context: GlueContext, { JobName, RunId }: JobRunRequest) {
  checkJob(JobName);
  const run = findJobRun(context, RunId);
  if (!run) {
    throw entityNotFound(`Job run ${RunId} of job ${JobName} not found.`);
  }
  return { JobRun: describeJobRun(run) };
}

/** Newest first. */
export async function getJobRuns(context: GlueContext, { JobName, NextToken, MaxResults }: JobRunsRequest) {
  checkJob(JobName);
  const { items, next } = page({
    items: context.state.jobRuns(),
    sortBy: ({ sequence }) => sequence,
    id: ({ id }) => id,
    descending: true,
    question: 'GetJobRuns',
    token: NextToken,
    limit: MaxResults ?? defaultPage,
  });
  return { JobRuns: items.map(describeJobRun), NextToken: next };
}

export async function batchStopJobRun(context: GlueContext, { JobName, JobRunIds }: BatchStopJobRunRequest) {
  checkJob(JobName);
  const stopped: object[] = [];
  const errors: object[] = [];
  for (const JobRunId of JobRunIds) {
    const run = findJobRun(context, JobRunId);
    if (run) {
      await context.tasks.cancel(run.transformId, run.id);
      stopped.push({ JobName, JobRunId });
    } else {
      const ErrorMessage = `Job run ${JobRunId} of job ${JobName} not found.`;
      errors.push({ JobName, JobRunId, ErrorDetail: { ErrorCode: 'EntityNotFoundException', ErrorMessage } });
    }
  }
  return { SuccessfulSubmissions: stopped, Errors: errors };
}

export async function getJob(context: GlueContext, { JobName }: { readonly JobName: string }) {
  checkJob(JobName);
  return { Job: describeJob(context) };
}

export async function getJobs(context: GlueContext, { NextToken, MaxResults }: PagedRequest) {
  const { items, next } = pageOfJobs('GetJobs', NextToken, MaxResults);
  return { Jobs: items.map(() => describeJob(context)), NextToken: next };
}

export async function listJobs(
  context: GlueContext,
  { NextToken, MaxResults, Tags = {} }: PagedRequest & { readonly Tags?: Readonly<Record<string, string>> },
) {
  const { items, next } = pageOfJobs('ListJobs', NextToken, MaxResults);
  const own = context.state.jobTags(builtInJob);
  const hasTags = Object.entries(Tags).every(([key, value]) => own[key] === value);
  return { JobNames: hasTags ? items : [], NextToken: next };
}

function pageOfJobs(question: string, token: string | undefined, limit = defaultPage) {
  const name = (job: string) => job;
  return page({ items: [builtInJob], sortBy: name, id: name, descending: false, question, token, limit });
}

function checkJob(name: string): void {
  if (name !== builtInJob) {
    throw entityNotFound(`Job ${name} not found. Local Glue has one job, ${builtInJob}.`);
  }
}

/** The arguments of the run that a request wants done again. */
function retried(context: GlueContext, { JobRunId }: StartJobRunRequest): Readonly<Record<string, string>> | undefined {
  if (JobRunId === undefined) {
    return undefined;
  }
  const run = findJobRun(context, JobRunId);
  if (run?.work.type !== 'FIND_MATCHES') {
    throw entityNotFound(`Job run ${JobRunId} of job ${builtInJob} not found.`);
  }
  return run.work.arguments;
}

function readArguments(given: Readonly<Record<string, string>>) {
  const unknown = Object.keys(given).find((name) => !knownArguments.some((known) => known === name));
  if (unknown !== undefined) {
    throw invalidInput(`Job ${builtInJob} has no argument ${unknown}. It takes ${knownArguments.join(', ')}.`);
  }
  const transformId = given['--TRANSFORM_ID'];
  const output = given['--OUTPUT_S3_PATH'];
  const format = given['--OUTPUT_FORMAT'] ?? 'csv';
  const existing = given['--EXISTING_MATCHES_S3_PATH'];
  if (!transformId || !output) {
    throw invalidInput(`Job ${builtInJob} needs the arguments --TRANSFORM_ID and --OUTPUT_S3_PATH.`);
  }
  if (format !== 'csv' && format !== 'parquet') {
    throw invalidInput(`--OUTPUT_FORMAT must be csv or parquet, not ${format}.`);
  }
  const confidenceScores = readFlag(given, '--COMPUTE_MATCH_CONFIDENCE_SCORES');
  const matchAllRows = readFlag(given, '--MATCH_ALL_ROWS');
  if (matchAllRows && existing === undefined) {
    throw invalidInput('--MATCH_ALL_ROWS needs --EXISTING_MATCHES_S3_PATH, the output to go on from.');
  }
  const earlier = existing === undefined ? {} : { existing, matchAllRows };
  return { transformId, output, format, confidenceScores, ...earlier } as const;
}

function readFlag(given: Readonly<Record<string, string>>, name: (typeof knownArguments)[number]): boolean {
  const flag = (given[name] ?? 'false').toLowerCase();
  if (flag !== 'true' && flag !== 'false') {
    throw invalidInput(`${name} must be true or false, not ${flag}.`);
  }
  return flag === 'true';
}

/** What lies there is looked at by the run. */
function checkExisting({ objects }: GlueContext, existing: string | undefined): void {
  const path = existing === undefined ? undefined : splitS3Path(existing);
  if (existing !== undefined && !path) {
    throw invalidInput(`Invalid S3 path ${existing}. Give --EXISTING_MATCHES_S3_PATH as s3://bucket/prefix/.`);
  }
  if (path && !objects.hasBucket(path.bucket)) {
    throw invalidInput(`Cannot read ${existing}. The bucket ${path.bucket} does not exist.`);
  }
}

function findJobRun({ state }: GlueContext, id: string): RunRecord | undefined {
  return state.jobRuns().find((run) => jobRunId(run) === id);
}

function jobRunId({ work }: RunRecord): string {
  return work.type === 'FIND_MATCHES' ? work.jobRunId : '';
}

function describeJobRun(run: RunRecord) {
  return {
    Id: jobRunId(run),
    Attempt: 0,
    JobName: builtInJob,
    StartedOn: seconds(run.started),
    LastModifiedOn: seconds(run.modified),
    CompletedOn: run.completed === undefined ? undefined : seconds(run.completed),
    JobRunState: run.status,
    Arguments: run.work.type === 'FIND_MATCHES' ? run.work.arguments : {},
    ErrorMessage: errorString(run),
    PredecessorRuns: [],
    ExecutionTime: executionTime(run),
    Timeout: run.timeout,
    MaxCapacity: defaultCapacity,
    LogGroupName: '/aws-glue/jobs',
    GlueVersion: glueVersion,
  };
}

function describeJob({ limits }: GlueContext) {
  return {
    Name: builtInJob,
    Description: `Runs a trained transform over its table. Arguments: ${knownArguments.join(', ')}.`,
    ExecutionProperty: { MaxConcurrentRuns: limits.runs },
    Command: { Name: 'glueetl', PythonVersion: '3' },
    DefaultArguments: {
      '--OUTPUT_FORMAT': 'csv',
      '--COMPUTE_MATCH_CONFIDENCE_SCORES': 'false',
      '--MATCH_ALL_ROWS': 'false',
    },
    MaxRetries: 0,
    Timeout: defaultTimeout,
    MaxCapacity: defaultCapacity,
    GlueVersion: glueVersion,
  };
}
