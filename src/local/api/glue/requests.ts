import type { GlueTable, StorageRecord, TaskStatus, TaskWork } from '../../state/records';

/** Requests of the Glue API after validation against the service model. Timestamps are epoch seconds. */

export interface TransformParametersInput {
  readonly TransformType: string;
  readonly FindMatchesParameters?: {
    readonly PrimaryKeyColumnName?: string;
    readonly PrecisionRecallTradeoff?: number;
    readonly AccuracyCostTradeoff?: number;
    readonly EnforceProvidedLabels?: boolean;
  };
}

export interface CapacityInput {
  readonly MaxCapacity?: number;
  readonly WorkerType?: string;
  readonly NumberOfWorkers?: number;
}

interface TransformSettings extends CapacityInput {
  readonly Description?: string;
  readonly GlueVersion?: string;
  readonly Timeout?: number;
  readonly MaxRetries?: number;
}

export type Tags = Readonly<Record<string, string>>;

export interface CreateMLTransformRequest extends TransformSettings {
  readonly Name: string;
  readonly InputRecordTables: readonly GlueTable[];
  readonly Parameters: TransformParametersInput;
  readonly Role: string;
  readonly Tags?: Tags;
  readonly TransformEncryption?: Readonly<Record<string, unknown>>;
}

export interface UpdateMLTransformRequest extends TransformSettings {
  readonly TransformId: string;
  readonly Name?: string;
  readonly Parameters?: TransformParametersInput;
  readonly Role?: string;
}

export interface TransformRequest {
  readonly TransformId: string;
}

export interface PagedRequest {
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

export interface SortInput<Column extends string> {
  readonly Column: Column;
  readonly SortDirection: 'ASCENDING' | 'DESCENDING';
}

export interface TransformFilter {
  readonly Name?: string;
  readonly TransformType?: string;
  readonly Status?: string;
  readonly GlueVersion?: string;
  readonly CreatedBefore?: number;
  readonly CreatedAfter?: number;
  readonly LastModifiedBefore?: number;
  readonly LastModifiedAfter?: number;
  readonly Schema?: readonly { readonly Name?: string; readonly DataType?: string }[];
}

export interface GetMLTransformsRequest extends PagedRequest {
  readonly Filter?: TransformFilter;
  readonly Sort?: SortInput<'NAME' | 'TRANSFORM_TYPE' | 'STATUS' | 'CREATED' | 'LAST_MODIFIED'>;
}

export interface ListMLTransformsRequest extends GetMLTransformsRequest {
  readonly Tags?: Tags;
}

export interface OutputRequest extends TransformRequest {
  readonly OutputS3Path: string;
}

export interface ImportRequest extends TransformRequest {
  readonly InputS3Path: string;
  readonly ReplaceAllLabels?: boolean;
}

export interface TaskRunRequest extends TransformRequest {
  readonly TaskRunId: string;
}

export interface GetMLTaskRunsRequest extends TransformRequest, PagedRequest {
  readonly Filter?: {
    readonly TaskRunType?: TaskWork['type'];
    readonly Status?: TaskStatus;
    readonly StartedBefore?: number;
    readonly StartedAfter?: number;
  };
  readonly Sort?: SortInput<'TASK_RUN_TYPE' | 'STATUS' | 'STARTED'>;
}

/** Requests to the Data Catalog may name one; there is only the account's own. */
export interface CatalogRequest {
  readonly CatalogId?: string;
}

export interface DatabaseRequest extends CatalogRequest {
  readonly Name: string;
}

export interface GetDatabasesRequest extends CatalogRequest, PagedRequest {
  readonly ResourceShareType?: string;
  readonly AttributesToGet?: readonly string[];
}

export interface CreateDatabaseRequest extends CatalogRequest {
  readonly DatabaseInput: Readonly<Record<string, unknown>> & { readonly Name: string };
  readonly Tags?: Tags;
}

export interface TableRequest extends CatalogRequest {
  readonly DatabaseName: string;
  readonly Name: string;
}

export interface TableInput extends Readonly<Record<string, unknown>> {
  readonly Name: string;
  readonly StorageDescriptor?: StorageRecord;
}

export interface CreateTableRequest extends CatalogRequest {
  readonly DatabaseName: string;
  readonly Name?: string;
  readonly TableInput?: TableInput;
}

export interface UpdateTableRequest extends CreateTableRequest {
  readonly VersionId?: string;
}

export interface GetTablesRequest extends GetDatabasesRequest {
  readonly DatabaseName: string;
  readonly Expression?: string;
}

export interface TagResourceRequest {
  readonly ResourceArn: string;
  readonly TagsToAdd: Tags;
}

export interface UntagResourceRequest {
  readonly ResourceArn: string;
  readonly TagsToRemove: readonly string[];
}

export interface StartJobRunRequest {
  readonly JobName: string;
  readonly JobRunId?: string;
  readonly Arguments?: Readonly<Record<string, string>>;
  readonly Timeout?: number;
}

export interface JobRunRequest {
  readonly JobName: string;
  readonly RunId: string;
}

export interface JobRunsRequest extends PagedRequest {
  readonly JobName: string;
}

export interface BatchStopJobRunRequest {
  readonly JobName: string;
  readonly JobRunIds: readonly string[];
}
