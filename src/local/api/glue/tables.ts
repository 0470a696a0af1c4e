import { createContext, Script } from 'node:vm';
import type { TableRecord } from '../../state/records';
import { tableKey } from '../../state/state';
import { type GlueContext, seconds } from './context';
import { findDatabase } from './databases';
import { alreadyExists, concurrentModification, entityNotFound, invalidInput } from './errors';
import { page } from './paging';
import type { CreateTableRequest, GetTablesRequest, TableInput, TableRequest, UpdateTableRequest } from './requests';

const defaultPage = 100;
/** Longest time a caller's own pattern may take over all names, in milliseconds. */
const patternTime = 200;

export async function createTable(context: GlueContext, request: CreateTableRequest) {
  return context.state.change(() => {
    const input = readInput(request);
    const database = findDatabase(context, request.DatabaseName, request).name;
    const name = input.Name.toLowerCase();
    if (context.state.table(database, name)) {
      throw alreadyExists(`Table ${name} already exists.`);
    }
    const now = Date.now();
    const record = { database, name, input: { ...input, Name: name }, created: now, updated: now, version: 0 };
    return { changes: [{ put: 'table', record }], result: {} };
  });
}

/** Transforms keep the schema they were created with; their task runs fail if the table's columns change. */
export async function updateTable(context: GlueContext, request: UpdateTableRequest) {
  return context.state.change(() => {
    const input = readInput(request);
    const before = findTable(context, { ...request, Name: request.Name ?? input.Name });
    if (request.VersionId !== undefined && request.VersionId !== String(before.version)) {
      throw concurrentModification(
        `Table ${before.name} is at version ${before.version}, not ${request.VersionId}. Read it again and update that.`,
      );
    }
    if (input.Name.toLowerCase() !== before.name) {
      throw invalidInput(`A table can't be renamed. Create table ${input.Name} and delete ${before.name}.`);
    }
    const changed = { input: { ...input, Name: before.name }, updated: Date.now(), version: before.version + 1 };
    return { changes: [{ put: 'table', record: { ...before, ...changed } }], result: {} };
  });
}

export async function deleteTable(context: GlueContext, request: TableRequest) {
  return context.state.change(() => {
    const { database, name } = findTable(context, request);
    return { changes: [{ remove: 'table', key: tableKey(database, name) }], result: {} };
  });
}

export async function getTable(context: GlueContext, request: TableRequest) {
  return { Table: describeTable(context, findTable(context, request)) };
}

export async function getTables(context: GlueContext, request: GetTablesRequest) {
  const { DatabaseName, Expression, ResourceShareType, AttributesToGet = [] } = request;
  const database = findDatabase(context, DatabaseName, request).name;
  const tables = ResourceShareType === 'FOREIGN' ? [] : context.state.tables(database);
  const tableNames = tables.map(({ name }) => name);
  const names = Expression === undefined ? undefined : matching(Expression, tableNames);
  const { items, next } = page({
    items: tables.filter(({ name }) => names?.has(name) ?? true),
    sortBy: ({ name }) => name,
    id: ({ name }) => name,
    descending: false,
    question: ['GetTables', database, Expression, ResourceShareType],
    token: request.NextToken,
    limit: request.MaxResults ?? defaultPage,
  });
  // A list may be asked for names and types only.
  const describe = (record: TableRecord) =>
    AttributesToGet.length === 0
      ? describeTable(context, record)
      : {
          Name: record.name,
          TableType: AttributesToGet.includes('TABLE_TYPE') ? record.input.TableType : undefined,
        };
  return { TableList: items.map(describe), NextToken: next };
}

function readInput({ TableInput, Name }: CreateTableRequest): TableInput {
  if (!TableInput) {
    throw invalidInput(`TableInput of table ${Name ?? ''} must be given. Local Glue has no open table formats.`);
  }
  return TableInput;
}

function findTable(context: GlueContext, { CatalogId, DatabaseName, Name }: TableRequest): TableRecord {
  const database = findDatabase(context, DatabaseName, { CatalogId }).name;
  const table = context.state.table(database, Name);
  if (!table) {
    throw entityNotFound(`Table ${Name} not found.`);
  }
  return table;
}

/**
 * The names that a pattern matches as a whole: a regular expression where a bare `*` stands for anything, as in Hive. It comes from
 * outside and may need time without end, so it runs with a limit.
 */
function matching(expression: string, names: readonly string[]): Set<string> {
  const pattern = expression.replaceAll(/(?<![.)\]}\w\\])\*|(?<=\w)\*/g, '.*');
  try {
    const test = new Script('names.filter((name) => new RegExp(pattern, "iu").test(name))');
    const found: unknown = test.runInContext(createContext({ names, pattern: `^(?:${pattern})$` }), {
      timeout: patternTime,
    });
    return new Set(Array.isArray(found) ? found.map(String) : []);
  } catch {
    throw invalidInput(`The Expression ${expression} is not a valid regular expression.`);
  }
}

function describeTable({ account }: GlueContext, table: TableRecord) {
  const { ViewDefinition: _, ...input } = table.input;
  return {
    ...input,
    DatabaseName: table.database,
    CreateTime: seconds(table.created),
    UpdateTime: seconds(table.updated),
    IsRegisteredWithLakeFormation: false,
    CatalogId: account,
    VersionId: String(table.version),
  };
}
