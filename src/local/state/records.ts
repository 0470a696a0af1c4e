import type { MatchMetrics } from '../match/job';

/** Times in records are epoch milliseconds; answers of the Glue API carry epoch seconds. */
export interface DatabaseRecord {
  readonly name: string;
  /** The DatabaseInput as given, Name folded to lower case. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly created: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface ColumnRecord {
  readonly Name: string;
  readonly Type?: string;
  readonly Comment?: string;
  readonly Parameters?: Readonly<Record<string, string>>;
}

/** What Local Glue reads of a StorageDescriptor; the other members are kept and given back as they came. */
export interface StorageRecord {
  readonly Columns?: readonly ColumnRecord[];
  readonly Location?: string;
  readonly InputFormat?: string;
  readonly SerdeInfo?: {
    readonly Name?: string;
    readonly SerializationLibrary?: string;
    readonly Parameters?: Readonly<Record<string, string>>;
  };
  readonly Parameters?: Readonly<Record<string, string>>;
}

export interface TableRecord {
  readonly database: string;
  readonly name: string;
  /** The TableInput as given, Name folded to lower case. */
  readonly input: Readonly<Record<string, unknown>> & {
    readonly StorageDescriptor?: StorageRecord;
    readonly PartitionKeys?: readonly ColumnRecord[];
    readonly Parameters?: Readonly<Record<string, string>>;
  };
  readonly created: number;
  readonly updated: number;
  readonly version: number;
}

export interface FindMatchesParameters {
  readonly PrimaryKeyColumnName: string;
  readonly PrecisionRecallTradeoff: number;
  readonly AccuracyCostTradeoff: number;
  readonly EnforceProvidedLabels: boolean;
}

/** The table a transform reads, as the caller named it. */
export interface GlueTable {
  readonly DatabaseName: string;
  readonly TableName: string;
  readonly CatalogId?: string;
  readonly ConnectionName?: string;
  readonly AdditionalOptions?: Readonly<Record<string, string>>;
}

export interface TransformRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly table: GlueTable;
  /** Copied from the catalog when the transform was made. */
  readonly schema: readonly { readonly Name: string; readonly DataType: string }[];
  readonly parameters: FindMatchesParameters;
  readonly role: string;
  readonly glueVersion: string;
  /** DPUs; derived from the workers where these are given. */
  readonly maxCapacity: number;
  readonly workerType?: string;
  readonly numberOfWorkers?: number;
  /** Minutes. */
  readonly timeout: number;
  readonly maxRetries: number;
  readonly encryption?: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Counts what is created over the whole server, so that transforms of one millisecond keep their order. */
  readonly sequence: number;
  readonly created: number;
  readonly modified: number;
  readonly deleting: boolean;
}

export type TaskStatus = 'STARTING' | 'RUNNING' | 'STOPPING' | 'STOPPED' | 'SUCCEEDED' | 'FAILED' | 'TIMEOUT';

/** What a task run is to do. Paths are S3 URIs as the caller gave them. */
export type TaskWork =
  | { readonly type: 'EVALUATION' }
  | { readonly type: 'LABELING_SET_GENERATION'; readonly output: string }
  | { readonly type: 'IMPORT_LABELS'; readonly input: string; readonly replace: boolean }
  | { readonly type: 'EXPORT_LABELS'; readonly output: string }
  | {
      readonly type: 'FIND_MATCHES';
      readonly jobName: string;
      readonly jobRunId: string;
      readonly arguments: Readonly<Record<string, string>>;
      readonly output: string;
      readonly format: 'csv' | 'parquet';
      readonly confidenceScores: boolean;
      /** An earlier output to go on from. */
      readonly existing?: string;
      /** Whether that only gives its ids. */
      readonly matchAllRows?: boolean;
    };

/** What a succeeded run brought about. The run's record is written last, so this is what makes it count. */
export type TaskOutcome =
  | { readonly metrics: MatchMetrics }
  /** Labeled rows of the transform after this import; the labels themselves are in the file the run's id names. */
  | { readonly labelCount: number; readonly note?: string | undefined }
  | { readonly written: string; readonly note?: string | undefined };

export interface RunRecord {
  readonly id: string;
  readonly transformId: string;
  readonly work: TaskWork;
  readonly status: TaskStatus;
  /** As a transform's, and in one count with them. */
  readonly sequence: number;
  readonly started: number;
  readonly modified: number;
  /** When work really began, after the wait for a free worker. */
  readonly running?: number;
  readonly completed?: number;
  /** As `sequence`, taken when the run succeeded: the latest import has the labels that count. */
  readonly finished?: number;
  readonly error?: string;
  readonly outcome?: TaskOutcome;
  /** Minutes. */
  readonly timeout: number;
  /** How often a run whose worker process crashed is tried again. */
  readonly retries: number;
  /** The object this run may have written; removed when the run doesn't succeed. */
  readonly target?: { readonly bucket: string; readonly key: string };
}

/** Whether a run in this state still holds one of the places that the limits count. */
export function isLive(status: TaskStatus): boolean {
  return status === 'STARTING' || status === 'RUNNING' || status === 'STOPPING';
}
