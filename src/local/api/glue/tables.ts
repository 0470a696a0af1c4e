import { createContext, Script } from 'node:vm';
import { tableKey } from '../../state';
import type { TableRecord } from '../../stateRecords';
import { type GlueContext, seconds } from './context';
import { findDatabase } from './databases';
import { alreadyExists, entityNotFound, invalidInput } from './errors';
import { page } from './paging';
import type { CreateTableRequest, GetTablesRequest, TableInput, TableRequest } from './requests';

const defaultPage = 100;
/** Longest time a caller's own pattern may take over all names, in milliseconds. */
const patternTime = 200;

export async function createTable(context: GlueContext, request: CreateTableRequest) {
  return context.state.change(() => {
    const input = readInput(request);
    const database = findDatabase(context, request.DatabaseName).name;
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
export async function updateTable(context: GlueContext, request: CreateTableRequest) {
  return context.state.change(() => {
    const input = readInput(request);
    const before = findTable(context, { DatabaseName: request.DatabaseName, Name: request.Name ?? input.Name });
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

export async function getTables(context: GlueContext, { DatabaseName, Expression, ...paging }: GetTablesRequest) {
  const database = findDatabase(context, DatabaseName).name;
  const tables = context.state.tables(database);
  const names =
    Expression === undefined
      ? undefined
      : matching(
          Expression,
          tables.map(({ name }) => name),
        );
  const { items, next } = page({
    items: tables.filter(({ name }) => names?.has(name) ?? true),
    sortBy: ({ name }) => name,
    id: ({ name }) => name,
    descending: false,
    question: ['GetTables', database, Expression],
    token: paging.NextToken,
    limit: paging.MaxResults ?? defaultPage,
  });
  return { TableList: items.map((record) => describeTable(context, record)), NextToken: next };
}

function readInput({ TableInput, Name }: CreateTableRequest): TableInput {
  if (!TableInput) {
    throw invalidInput(`TableInput of table ${Name ?? ''} must be given. Local Glue has no open table formats.`);
  }
  return TableInput;
}

function findTable(context: GlueContext, { DatabaseName, Name }: TableRequest): TableRecord {
  const database = findDatabase(context, DatabaseName).name;
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
    throw invalidInput(`The Expression ${expression} is not a regular expression that can be used on table names.`);
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
