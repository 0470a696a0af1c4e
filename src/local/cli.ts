import { parseArgs } from 'node:util';
import { type LogLevel, logLevels } from './log';
import { defaultLimits, type Limits } from './tasks/limits';

/** A command line that can't be followed; the message says what to give instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A table to have ready before the endpoint opens. */
export interface TableToAdd {
  readonly database: string;
  readonly table: string;
  readonly file: string;
  /** With it, a transform named after the table is made too. */
  readonly primaryKey: string | undefined;
}

export interface Options {
  readonly root: string;
  readonly host: string;
  readonly port: number;
  readonly region: string;
  readonly tables: readonly TableToAdd[];
  readonly json: boolean;
  readonly logLevel: LogLevel;
  readonly exitWhenUnleased: boolean;
  readonly limits: Limits;
  /** Matcher processes at the same time. */
  readonly processes: number | undefined;
  /** Threads of one matcher process. */
  readonly threads: number | undefined;
  /** Most that kept indexes of tables may take, in megabytes. */
  readonly indexMegabytes: number;
}

const defaultIndexMegabytes = 4096;

export const help = `Usage: glue-local --root DIR [OPTION...]

Serves AWS Glue ML transforms (FindMatches) and S3 from a folder of this machine.

  --root DIR                 folder of all state; made when absent
  --port N                   port to listen on (default 0: any free one)
  --host H                   address to listen on (default 127.0.0.1)
  --region R                 region to answer as (default us-east-1)
  --add-table DB.TABLE=FILE  add a table from a CSV, JSON lines or Parquet file, unless it is there; repeatable
  --primary-key COLUMN       primary key of the table before it: makes a transform named after the table
  --json                     print endpoint and credentials as one line of JSON
  --exit-when-unleased       end a few seconds after the last lease (GET /_glue-local/lease) is given back
  --log-level L              debug, info, warn or error (default info); the log is in DIR/log
  --processes N              matcher processes at the same time (default: by the number of processors)
  --threads N                threads of one matcher process (default: all processors)
  --max-index-mb N           size of all indexes of tables kept for later runs, in MB (default ${defaultIndexMegabytes})
  --max-transforms N         transforms (default ${defaultLimits.transforms})
  --max-runs-per-transform N live task runs of one transform (default ${defaultLimits.runsPerTransform})
  --max-runs N               live task runs in all (default ${defaultLimits.runs})
  --max-label-file-mb N      size of a label file in MB (default ${defaultLimits.labelFileMegabytes})
  --help                     show this text

The key pair that requests must be signed with is in DIR/credentials.json.
`;

/** Reads the command line; undefined when help is asked for. Throws UsageError. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values, tokens } = parse(args);
  if (values.help) {
    return undefined;
  }
  if (!values.root) {
    throw new UsageError('--root DIR is missing: the folder that Local Glue keeps its state in.');
  }
  const logLevel = logLevels.find((level) => level === values['log-level']);
  if (!logLevel) {
    throw new UsageError(`--log-level must be one of ${logLevels.join(', ')}.`);
  }
  const processes = values.processes === undefined ? undefined : readNumber('processes', values.processes, 1);
  return {
    root: values.root,
    host: values.host,
    port: readNumber('port', values.port, 0, 65_535),
    region: readRegion(values.region),
    tables: readTables(tokens),
    json: values.json,
    logLevel,
    exitWhenUnleased: values['exit-when-unleased'],
    limits: {
      transforms: readNumber('max-transforms', values['max-transforms'], 1),
      runsPerTransform: readNumber('max-runs-per-transform', values['max-runs-per-transform'], 1),
      runs: readNumber('max-runs', values['max-runs'], 1),
      labelFileMegabytes: readNumber('max-label-file-mb', values['max-label-file-mb'], 1),
    },
    processes,
    threads: values.threads === undefined ? undefined : readNumber('threads', values.threads, 1),
    indexMegabytes: readNumber('max-index-mb', values['max-index-mb'], 0),
  };
}

function parse(args: readonly string[]) {
  const limit = (value: number) => ({ type: 'string', default: String(value) }) as const;
  try {
    return parseArgs({
      args: [...args],
      tokens: true,
      options: {
        root: { type: 'string' },
        host: { type: 'string', default: '127.0.0.1' },
        port: limit(0),
        region: { type: 'string', default: 'us-east-1' },
        'add-table': { type: 'string', multiple: true },
        'primary-key': { type: 'string', multiple: true },
        json: { type: 'boolean', default: false },
        'exit-when-unleased': { type: 'boolean', default: false },
        'log-level': { type: 'string', default: 'info' },
        processes: { type: 'string' },
        threads: { type: 'string' },
        'max-index-mb': limit(defaultIndexMegabytes),
        'max-transforms': limit(defaultLimits.transforms),
        'max-runs-per-transform': limit(defaultLimits.runsPerTransform),
        'max-runs': limit(defaultLimits.runs),
        'max-label-file-mb': limit(defaultLimits.labelFileMegabytes),
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}. See glue-local --help.`);
  }
}

function readNumber(option: string, text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
    throw new UsageError(`--${option} must be a whole number ${range}, not ${text}.`);
  }
  return value;
}

function readRegion(region: string): string {
  if (!/^[a-z]{2,}(-[a-z0-9]+)+$/.test(region)) {
    throw new UsageError(`--region must be a region such as us-east-1, not ${region}.`);
  }
  return region;
}

/** A primary key belongs to the table before it, so the order of the options counts. */
function readTables(tokens: ReturnType<typeof parse>['tokens']): TableToAdd[] {
  const tables: TableToAdd[] = [];
  for (const token of tokens) {
    if (token.kind === 'option' && token.name === 'add-table') {
      tables.push(readTable(token.value ?? ''));
    } else if (token.kind === 'option' && token.name === 'primary-key') {
      const last = tables.pop();
      if (!last || last.primaryKey !== undefined) {
        throw new UsageError('--primary-key must come after the --add-table it is for, once.');
      }
      tables.push({ ...last, primaryKey: token.value });
    }
  }
  return tables;
}

function readTable(text: string): TableToAdd {
  const [, database, table, file] = /^([^.=]+)\.([^=]+)=(.+)$/s.exec(text) ?? [];
  if (database === undefined || table === undefined || file === undefined) {
    throw new UsageError(`--add-table must be DATABASE.TABLE=FILE, not ${text}.`);
  }
  return { database: database.toLowerCase(), table: table.toLowerCase(), file, primaryKey: undefined };
}
