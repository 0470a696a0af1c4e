import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { CreateMLTransformCommand, GetMLTransformsCommand, GlueClient } from '@aws-sdk/client-glue';
import { Failure } from '../failure.ts';
import { cleanEnvironment, ProcessTree } from '../processes.ts';

/** A table for Local Glue: the file with its rows, its name, and the column that names a row. */
export interface LocalTable {
  readonly database: string;
  readonly table: string;
  readonly file: string;
  readonly primaryKey: string;
}

/** What `glue-local --json` prints first. */
interface Address {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A running Local Glue and where it is. */
export interface RunningLocalGlue {
  readonly tree: ProcessTree;
  readonly address: Address;
}

/**
 * Starts Local Glue on a root with one table in it.
 * @param program path of glue-local.mjs
 * @param logFile gets its log
 * @throws Failure with what it said last, when it ends before it listens
 */
export async function startLocalGlue(
  program: string,
  root: string,
  table: LocalTable,
  logFile: string,
): Promise<RunningLocalGlue> {
  const name = `${table.database}.${table.table}=${table.file}`;
  const args = [
    program,
    '--root',
    root,
    '--port',
    '0',
    '--json',
    '--add-table',
    name,
    '--primary-key',
    table.primaryKey,
  ];
  const tree = new ProcessTree(process.execPath, args, { env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(logFile);
  let last = '';
  tree.child.stderr?.pipe(log);
  if (tree.child.stderr) {
    createInterface({ input: tree.child.stderr }).on('line', (line) => {
      last = line;
    });
  }
  const address = await new Promise<Address>((resolve, reject) => {
    if (tree.child.stdout) {
      createInterface({ input: tree.child.stdout }).once('line', (line) => resolve(JSON.parse(line) as Address));
    }
    tree.ended.then(
      (code) => reject(new Failure(`Local Glue ended with code ${code}: ${messageOf(last)}`)),
      (error: unknown) => reject(error),
    );
  });
  return { tree, address };
}

/** A log line is a JSON object; a usage error is plain text. */
function messageOf(line: string): string {
  try {
    return String((JSON.parse(line) as { message: unknown }).message);
  } catch {
    return line;
  }
}

/** Makes the one transform of the table, unless an earlier start did. */
export async function ensureTransform({ endpoint, region, ...credentials }: Address, table: LocalTable): Promise<void> {
  const glue = new GlueClient({ endpoint, region, credentials });
  try {
    const { Transforms = [] } = await glue.send(new GetMLTransformsCommand({}));
    const uses = Transforms.some(({ InputRecordTables: tables }) =>
      tables?.some(({ DatabaseName: db, TableName: name }) => db === table.database && name === table.table),
    );
    if (!uses) {
      await glue.send(
        new CreateMLTransformCommand({
          Name: table.table,
          InputRecordTables: [{ DatabaseName: table.database, TableName: table.table }],
          Parameters: {
            TransformType: 'FIND_MATCHES',
            FindMatchesParameters: { PrimaryKeyColumnName: table.primaryKey, PrecisionRecallTradeoff: 0.5 },
          },
          Role: 'arn:aws:iam::000000000000:role/local-glue',
          GlueVersion: '2.0',
        }),
      );
    }
  } finally {
    glue.destroy();
  }
}
