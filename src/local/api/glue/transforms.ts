import { newTransformId } from '../../state/ids';
import type { TransformRecord } from '../../state/records';
import { type GlueContext, getTransform, getUsableTransform } from './context';
import { invalidInput, limitExceeded } from './errors';
import { page, sequenceId } from './paging';
import type {
  CreateMLTransformRequest,
  GetMLTransformsRequest,
  ListMLTransformsRequest,
  TransformRequest,
  UpdateMLTransformRequest,
} from './requests';
import { describeTransform } from './transformAnswer';
import {
  checkGlueVersion,
  checkName,
  checkPrimaryKey,
  checkRetries,
  defaultGlueVersion,
  readCapacity,
  readInputTable,
  readParameters,
  readSchema,
} from './transformChecks';
import { matchesTransformFilter, transformSortKey } from './transformFilter';

const defaultTimeout = 2880;
const defaultPage = 100;

export async function createMLTransform(context: GlueContext, input: CreateMLTransformRequest) {
  return context.state.change(() => {
    const transform = newTransform(context, input);
    return { changes: [{ put: 'transform', record: transform }], result: { TransformId: transform.id } };
  });
}

/** Checks a request of creation in full against the state as it is, and makes the record of it. */
function newTransform(context: GlueContext, input: CreateMLTransformRequest): TransformRecord {
  const parameters = readParameters(input.Parameters);
  const table = readInputTable(input.InputRecordTables);
  const capacity = readCapacity(input);
  checkRetries(input.MaxRetries ?? 0);
  checkGlueVersion(input.GlueVersion ?? defaultGlueVersion);
  checkName(context, input.Name);
  const schema = readSchema(context, table);
  checkPrimaryKey(schema, parameters.PrimaryKeyColumnName);
  const count = context.state.transforms().length + 1;
  if (count > context.limits.transforms) {
    throw limitExceeded(
      `ML Transforms count (${count}) has exceeded the limit of ${context.limits.transforms} transforms.`,
    );
  }
  const now = Date.now();
  return {
    id: newTransformId(),
    name: input.Name,
    description: input.Description ?? '',
    table,
    schema,
    parameters,
    role: input.Role,
    glueVersion: input.GlueVersion ?? defaultGlueVersion,
    ...capacity,
    timeout: input.Timeout ?? defaultTimeout,
    maxRetries: input.MaxRetries ?? 0,
    encryption: input.TransformEncryption,
    tags: input.Tags ?? {},
    sequence: context.state.nextSequence(),
    created: now,
    modified: now,
    deleting: false,
  };
}

/** The table, the tags and the encryption of a transform can't be changed; members that are absent stay as they are. */
export async function updateMLTransform(context: GlueContext, input: UpdateMLTransformRequest) {
  return context.state.change(() => {
    const before = getUsableTransform(context, input.TransformId);
    if (input.Name !== undefined) {
      checkName(context, input.Name, before);
    }
    const parameters = input.Parameters ? readParameters(input.Parameters) : before.parameters;
    checkPrimaryKey(before.schema, parameters.PrimaryKeyColumnName);
    checkRetries(input.MaxRetries ?? 0);
    if (input.GlueVersion !== undefined) {
      checkGlueVersion(input.GlueVersion);
    }
    const { maxCapacity, workerType, numberOfWorkers } = readCapacity(input, before);
    const record: TransformRecord = {
      ...before,
      name: input.Name ?? before.name,
      description: input.Description ?? before.description,
      parameters,
      role: input.Role ?? before.role,
      glueVersion: input.GlueVersion ?? before.glueVersion,
      maxCapacity,
      workerType,
      numberOfWorkers,
      timeout: input.Timeout ?? before.timeout,
      maxRetries: input.MaxRetries ?? before.maxRetries,
      modified: Math.max(Date.now(), before.modified),
    };
    return { changes: [{ put: 'transform', record }], result: { TransformId: record.id } };
  });
}

/** Marks the transform DELETING and answers; its task runs are stopped and its files removed afterwards. */
export async function deleteMLTransform(context: GlueContext, { TransformId }: TransformRequest) {
  await context.state.change(() => {
    const record = { ...getTransform(context, TransformId), deleting: true };
    return { changes: [{ put: 'transform', record }], result: undefined };
  });
  context.tasks.removeTransform(TransformId);
  return { TransformId };
}

export async function getMLTransform(context: GlueContext, { TransformId }: TransformRequest) {
  return describeTransform(context, getTransform(context, TransformId));
}

export async function getMLTransforms(context: GlueContext, input: GetMLTransformsRequest) {
  const { items, next } = selectTransforms(context, input, 'GetMLTransforms');
  return { Transforms: items.map((transform) => describeTransform(context, transform)), NextToken: next };
}

export async function listMLTransforms(context: GlueContext, input: ListMLTransformsRequest) {
  const { items, next } = selectTransforms(context, input, 'ListMLTransforms');
  return { TransformIds: items.map(({ id }) => id), NextToken: next };
}

/** Filtered and sorted; by date of creation, oldest first, where the caller doesn't say. */
function selectTransforms(context: GlueContext, input: ListMLTransformsRequest, operation: string) {
  const { Filter = {}, Sort, Tags = {} } = input;
  if (Filter.Name?.trim() === '') {
    throw invalidInput("Name can't be blank.");
  }
  const wanted = context.state
    .transforms()
    .filter((transform) => matchesTransformFilter(context, transform, Filter))
    .filter(({ tags }) => Object.entries(Tags).every(([key, value]) => tags[key] === value));
  return page({
    items: wanted,
    sortBy: (transform) => transformSortKey(context, transform, Sort?.Column ?? 'CREATED'),
    id: ({ sequence }) => sequenceId(sequence),
    descending: Sort?.SortDirection === 'DESCENDING',
    question: [operation, Filter, Sort, Tags],
    token: input.NextToken,
    limit: input.MaxResults ?? defaultPage,
  });
}
