import { tableKey } from '../../state';
import type { DatabaseRecord } from '../../stateRecords';
import { type GlueContext, seconds } from './context';
import { alreadyExists, entityNotFound } from './errors';
import { page } from './paging';
import type { CreateDatabaseRequest, DatabaseRequest, PagedRequest } from './requests';

const defaultPage = 100;

export async function createDatabase({ state }: GlueContext, { DatabaseInput, Tags }: CreateDatabaseRequest) {
  return state.change(() => {
    const name = DatabaseInput.Name.toLowerCase();
    if (state.database(name)) {
      throw alreadyExists(`Database ${name} already exists.`);
    }
    const record = { name, input: { ...DatabaseInput, Name: name }, created: Date.now(), tags: Tags ?? {} };
    return { changes: [{ put: 'database', record }], result: {} };
  });
}

export async function getDatabase(context: GlueContext, { Name }: DatabaseRequest) {
  return { Database: describeDatabase(context, findDatabase(context, Name)) };
}

export async function getDatabases(context: GlueContext, { NextToken, MaxResults }: PagedRequest) {
  const { items, next } = page({
    items: context.state.databases(),
    sortBy: ({ name }) => name,
    id: ({ name }) => name,
    descending: false,
    question: 'GetDatabases',
    token: NextToken,
    limit: MaxResults ?? defaultPage,
  });
  return { DatabaseList: items.map((record) => describeDatabase(context, record)), NextToken: next };
}

/** Takes the database's tables with it, as Glue does. */
export async function deleteDatabase(context: GlueContext, { Name }: DatabaseRequest) {
  return context.state.change(() => {
    const { name } = findDatabase(context, Name);
    const tables = context.state
      .tables(name)
      .map((table) => ({ remove: 'table' as const, key: tableKey(table.database, table.name) }));
    return { changes: [...tables, { remove: 'database', key: name }], result: {} };
  });
}

/** Throws EntityNotFoundException. */
export function findDatabase({ state }: GlueContext, name: string): DatabaseRecord {
  const database = state.database(name);
  if (!database) {
    throw entityNotFound(`Database ${name} not found.`);
  }
  return database;
}

function describeDatabase({ account }: GlueContext, { input, created }: DatabaseRecord) {
  return { ...input, CreateTime: seconds(created), CatalogId: account };
}
