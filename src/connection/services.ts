import type {
  BatchStopJobRunRequest,
  BatchStopJobRunResponse,
  CancelMLTaskRunRequest,
  CancelMLTaskRunResponse,
  CreateDatabaseRequest,
  CreateMLTransformRequest,
  CreateMLTransformResponse,
  CreateTableRequest,
  DeleteMLTransformRequest,
  DeleteMLTransformResponse,
  GetDatabasesRequest,
  GetDatabasesResponse,
  GetJobRunRequest,
  GetJobRunResponse,
  GetMLTaskRunRequest,
  GetMLTaskRunResponse,
  GetMLTaskRunsRequest,
  GetMLTaskRunsResponse,
  GetMLTransformRequest,
  GetMLTransformResponse,
  GetMLTransformsRequest,
  GetMLTransformsResponse,
  GetTableRequest,
  GetTableResponse,
  GetTablesRequest,
  GetTablesResponse,
  TaskRun as GlueTaskRun,
  StartExportLabelsTaskRunRequest,
  StartExportLabelsTaskRunResponse,
  StartImportLabelsTaskRunRequest,
  StartImportLabelsTaskRunResponse,
  StartJobRunRequest,
  StartJobRunResponse,
  StartMLEvaluationTaskRunRequest,
  StartMLEvaluationTaskRunResponse,
  StartMLLabelingSetGenerationTaskRunRequest,
  StartMLLabelingSetGenerationTaskRunResponse,
  UpdateMLTransformRequest,
  UpdateMLTransformResponse,
} from '@aws-sdk/client-glue';

export type { EvaluationMetrics, MLTransform, Table } from '@aws-sdk/client-glue';

/** Ends a request early; every service call takes one. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

type Call<Request, Response> = (request: Request, options?: CallOptions) => Promise<Response>;

/** The Glue operations the extension uses. Every rejection is an AwsError. */
export interface GlueService {
  readonly getMLTransforms: Call<GetMLTransformsRequest, GetMLTransformsResponse>;
  readonly getMLTransform: Call<GetMLTransformRequest, GetMLTransformResponse>;
  readonly createMLTransform: Call<CreateMLTransformRequest, CreateMLTransformResponse>;
  readonly updateMLTransform: Call<UpdateMLTransformRequest, UpdateMLTransformResponse>;
  readonly deleteMLTransform: Call<DeleteMLTransformRequest, DeleteMLTransformResponse>;
  readonly getMLTaskRuns: Call<GetMLTaskRunsRequest, GetMLTaskRunsResponse>;
  readonly getMLTaskRun: Call<GetMLTaskRunRequest, GetMLTaskRunResponse>;
  readonly cancelMLTaskRun: Call<CancelMLTaskRunRequest, CancelMLTaskRunResponse>;
  readonly startMLLabelingSetGenerationTaskRun: Call<
    StartMLLabelingSetGenerationTaskRunRequest,
    StartMLLabelingSetGenerationTaskRunResponse
  >;
  readonly startImportLabelsTaskRun: Call<StartImportLabelsTaskRunRequest, StartImportLabelsTaskRunResponse>;
  readonly startExportLabelsTaskRun: Call<StartExportLabelsTaskRunRequest, StartExportLabelsTaskRunResponse>;
  readonly startMLEvaluationTaskRun: Call<StartMLEvaluationTaskRunRequest, StartMLEvaluationTaskRunResponse>;
  readonly getDatabases: Call<GetDatabasesRequest, GetDatabasesResponse>;
  readonly createDatabase: Call<CreateDatabaseRequest, unknown>;
  readonly getTables: Call<GetTablesRequest, GetTablesResponse>;
  readonly getTable: Call<GetTableRequest, GetTableResponse>;
  readonly createTable: Call<CreateTableRequest, unknown>;
  readonly startJobRun: Call<StartJobRunRequest, StartJobRunResponse>;
  readonly getJobRun: Call<GetJobRunRequest, GetJobRunResponse>;
  readonly batchStopJobRun: Call<BatchStopJobRunRequest, BatchStopJobRunResponse>;
}

/** What is known of an object without its bytes. The optional parts are kept when the object is written again. */
export interface ObjectHead {
  readonly etag: string;
  readonly size: number;
  readonly modified: Date;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly contentDisposition?: string;
  readonly contentLanguage?: string;
  readonly cacheControl?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly serverSideEncryption?: string;
  readonly kmsKeyId?: string;
  readonly bucketKeyEnabled?: boolean;
  readonly storageClass?: string;
}

export interface StoredObject {
  readonly bytes: Uint8Array;
  readonly head: ObjectHead;
}

export interface PutOptions extends CallOptions {
  /** Write only over this version; a mismatch rejects with code PreconditionFailed (412). */
  readonly ifMatch?: string;
  /** Write only if there is no object yet. */
  readonly ifAbsent?: boolean;
  /** Content type, metadata and encryption to carry over. */
  readonly keep?: ObjectHead;
}

export interface ListedObject {
  readonly key: string;
  readonly size: number;
  readonly modified: Date;
  readonly etag: string;
}

export interface ListPage {
  readonly objects: readonly ListedObject[];
  readonly prefixes: readonly string[];
  readonly nextToken: string | undefined;
}

/** The S3 operations the extension uses. Every rejection is an AwsError. */
export interface S3Service {
  head(bucket: string, key: string, options?: CallOptions): Promise<ObjectHead>;
  get(bucket: string, key: string, options?: CallOptions): Promise<StoredObject>;
  put(bucket: string, key: string, bytes: Uint8Array, options?: PutOptions): Promise<ObjectHead>;
  /**
   * Whether `put` with the same options would be allowed: begins an upload as it would write it, and gives it up again.
   * No object and no version comes of it. Rejects as `put` would for want of permission.
   * @returns why the upload could not be given up, if it could not.
   */
  tryPut(bucket: string, key: string, options?: Pick<PutOptions, 'keep' | 'signal'>): Promise<AwsError | undefined>;
  delete(bucket: string, key: string, options?: CallOptions): Promise<void>;
  copy(bucket: string, fromKey: string, toKey: string, options?: CallOptions): Promise<void>;
  list(
    bucket: string,
    prefix: string,
    options?: CallOptions & { readonly delimiter?: string; readonly token?: string; readonly maxKeys?: number },
  ): Promise<ListPage>;
  listBuckets(options?: CallOptions): Promise<readonly string[]>;
  createBucket(bucket: string, options?: CallOptions): Promise<void>;
}

/** Asks for one of Local Glue's own operations, without the `LocalGlue.` before its name. */
export type AskLocalGlue = <Answer>(operation: string, input: object) => Promise<Answer>;

/** How far Local Glue is with a live task run; nothing is known of one that waits. */
export interface TaskRunProgress {
  readonly Step?: string;
  /** The part of the step that is done, 0 to 1. */
  readonly Fraction?: number;
  readonly SecondsLeft?: number;
}

/** A task run; a live one of Local Glue's with how far it is. */
export type TaskRun = GlueTaskRun & { readonly progress?: TaskRunProgress };

/** One Glue that can be talked to: an AWS profile and region, or Local. Clients are made on first use. */
export interface Connection {
  /** Stable, holds nothing secret; the authority of `glue-s3:` URIs. */
  readonly id: string;
  readonly kind: 'aws' | 'local';
  /** For people: "Local", or "profile · region". */
  readonly label: string;
  readonly region: string;
  glue(): Promise<GlueService>;
  s3(): Promise<S3Service>;
  /** Under Local only. */
  readonly localGlue?: () => Promise<AskLocalGlue>;
}

/** An error of AWS or of the way to it. `code` is the service's name for it, e.g. EntityNotFoundException, NoSuchKey. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(
    message: string,
    details: { readonly code: string; readonly status?: number; readonly requestId?: string; readonly cause?: unknown },
  ) {
    super(message, { cause: details.cause });
    this.code = details.code;
    this.status = details.status;
    this.requestId = details.requestId;
  }

  static is(error: unknown, ...codes: readonly string[]): error is AwsError {
    // By name: a lazily loaded bundle has its own copy of the class.
    return error instanceof Error && error.name === 'AwsError' && (codes.length === 0 || codes.includes(codeOf(error)));
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
