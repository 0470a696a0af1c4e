import type { DatabaseRecord } from '../../state/records';
import { tableKey } from '../../state/state';
import { checkCatalog, type GlueContext, seconds } from './context';
import { alreadyExists, entityNotFound } from './errors';
import { page } from './paging';
import type { CatalogRequest, CreateDatabaseRequest, DatabaseRequest, GetDatabasesRequest } from './requests';

const defaultPage = 100;

export async function createDatabase(context: GlueContext, request: CreateDatabaseRequest) {
  checkCatalog(context, request);
  const { DatabaseInput, Tags = {} } = request;
  return context.state.change(() => {
    const name = DatabaseInput.Name.toLowerCase();
    if (context.state.database(name)) {
      throw alreadyExists(`Database ${name} already exists.`);
    }
    const record = { name, input: { ...DatabaseInput, Name: name }, created: Date.now(), tags: Tags };
    return { changes: [{ put: 'database', record }], result: {} };
  });
}

export async function getDatabase(context: GlueContext, request: DatabaseRequest) {
  return { Database: describeDatabase(context, findDatabase(context, request.Name, request)) };
}

export async function getDatabases(context: GlueContext, request: GetDatabasesRequest) {
  checkCatalog(context, request);
  const { ResourceShareType, AttributesToGet, NextToken, MaxResults } = request;
  const { items, next } = page({
    // No other account shares anything with this one.
    items: ResourceShareType === 'FOREIGN' ? [] : context.state.databases(),
    sortBy: ({ name }) => name,
    id: ({ name }) => name,
    descending: false,
    question: ['GetDatabases', ResourceShareType],
    token: NextToken,
    limit: MaxResults ?? defaultPage,
  });
  const describe = (record: DatabaseRecord) =>
    AttributesToGet?.length ? { Name: record.name } : describeDatabase(context, record);
  return { DatabaseList: items.map(describe), NextToken: next };
}

/** Takes the database's tables with it, as Glue does. */
export async function deleteDatabase(context: GlueContext, request: DatabaseRequest) {
  return context.state.change(() => {
    const { name } = findDatabase(context, request.Name, request);
    const tables = context.state.tables(name);
    const changes = tables.map((table) => ({ remove: 'table' as const, key: tableKey(table.database, table.name) }));
    return { changes: [...changes, { remove: 'database', key: name }], result: {} };
  });
}

/** Throws EntityNotFoundException. */
export function findDatabase(context: GlueContext, name: string, request: CatalogRequest = {}): DatabaseRecord {
  checkCatalog(context, request);
  const database = context.state.database(name);
  if (!database) {
    throw entityNotFound(`Database ${name} not found.`);
  }
  return database;
}

function describeDatabase({ account }: GlueContext, { input, created }: DatabaseRecord) {
  return { ...input, CreateTime: seconds(created), CatalogId: account };
}
