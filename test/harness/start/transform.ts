import { CreateMLTransformCommand, GetMLTransformsCommand, type GlueClient } from '@aws-sdk/client-glue';

/** A table for Local Glue: the file with its rows, its name, and the column that names a row. */
export interface LocalTable {
  readonly database: string;
  readonly table: string;
  readonly file: string;
  readonly primaryKey: string;
}

/** Makes the one transform of the table, named after it, unless an earlier start did. */
export async function ensureTransform(glue: GlueClient, { database, table, primaryKey }: LocalTable): Promise<void> {
  const { Transforms = [] } = await glue.send(new GetMLTransformsCommand({}));
  const made = Transforms.some(({ InputRecordTables: tables }) =>
    tables?.some(({ DatabaseName, TableName }) => DatabaseName === database && TableName === table),
  );
  if (made) {
    return;
  }
  await glue.send(
    new CreateMLTransformCommand({
      Name: table,
      InputRecordTables: [{ DatabaseName: database, TableName: table }],
      Parameters: {
        TransformType: 'FIND_MATCHES',
        FindMatchesParameters: { PrimaryKeyColumnName: primaryKey, PrecisionRecallTradeoff: 0.5 },
      },
      Role: 'arn:aws:iam::000000000000:role/local-glue',
      GlueVersion: '2.0',
    }),
  );
}
