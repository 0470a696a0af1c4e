import { availableParallelism, totalmem } from 'node:os';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

const mebibyte = 1024 * 1024;

/** Text as a SQL string literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Text as a SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Runs `use` with a DuckDB in memory of its own, and closes it afterwards. It takes at most a quarter of the machine's
 * memory (2 GB at most) and spills to `scratch` beyond that. It never reaches for the network.
 */
export async function withDuck<T>(scratch: string, use: (duck: DuckDBConnection) => Promise<T>): Promise<T> {
  const memory = Math.max(256, Math.min(2048, Math.floor(totalmem() / mebibyte / 4)));
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(Math.min(8, availableParallelism())),
    memory_limit: `${memory}MB`,
    temp_directory: scratch,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    const duck = await instance.connect();
    try {
      return await use(duck);
    } finally {
      duck.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}
