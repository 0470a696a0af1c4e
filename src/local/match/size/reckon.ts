import { MatchInputError } from '../errors';
import type { OrderedTable } from '../index/keyOrder';

/** What indexing takes, in bytes: its lists as they are built, and their finished copies. */
const perCharacter = 32;
const perCell = 24;
const perRow = 250;
const perNeighbour = 6;
/** Sums and lists of a thread that searches. */
const perRowAndThread = 8;

export interface Need {
  readonly rows: number;
  readonly columns: number;
  /** Characters of all cells that are compared. */
  readonly characters: number;
  /** Neighbours kept per record. */
  readonly k: number;
  readonly threads: number;
}

/** About how many bytes matching a table takes beyond the table itself. */
export function reckonBytes({ rows, columns, characters, k, threads }: Need): number {
  return characters * perCharacter + rows * (perRow + columns * perCell + k * perNeighbour + threads * perRowAndThread);
}

/**
 * Refuses what would not fit into memory before it is tried.
 * @param free bytes that this process may still take
 * @throws MatchInputError with the figures
 */
export function checkMemory(table: OrderedTable, k: number, threads: number, free: number): void {
  const { rows, columns } = table;
  const compared = table.cells.filter((_, column) => column !== table.key);
  const characters = compared.reduce((sum, cells) => sum + cells.reduce((part, cell) => part + cell.length, 0), 0);
  const bytes = reckonBytes({ rows, columns: columns.length, characters, k, threads });
  if (bytes > free) {
    throw new MatchInputError(
      `To match ${rows.toLocaleString('en-US')} rows with ${gigabytes(characters)} of text takes about ${gigabytes(bytes)} of memory, and ${gigabytes(free)} are free. End other programs or task runs, leave long columns out of the table, lower the accuracy-cost tradeoff, or use a machine with more memory.`,
    );
  }
}

function gigabytes(bytes: number): string {
  return bytes < 1e8 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
