import type { Connection } from '../../connection/services';

/** A table of Local Glue's catalog. */
export interface LocalTable {
  readonly database: string;
  readonly table: string;
  readonly columns: number;
  readonly location: string | undefined;
}

/** Lists all tables: one request for the databases and one for each of them. */
export async function localTables(connection: Connection): Promise<readonly LocalTable[]> {
  const glue = await connection.glue();
  const { DatabaseList: databases = [] } = await glue.getDatabases({ MaxResults: 100 });
  const found: LocalTable[] = [];
  for (const { Name: database } of databases) {
    let token: string | undefined;
    do {
      const page = await glue.getTables({ DatabaseName: database, NextToken: token, MaxResults: 100 });
      for (const { Name: table, StorageDescriptor: storage } of page.TableList ?? []) {
        if (database !== undefined && table !== undefined) {
          found.push({ database, table, columns: storage?.Columns?.length ?? 0, location: storage?.Location });
        }
      }
      token = page.NextToken;
    } while (token !== undefined);
  }
  return found;
}
