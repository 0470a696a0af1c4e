import { createHash } from 'node:crypto';
import { csvCell } from '../../shared/file/csvQuoting';

/** Compares texts by UTF-16 code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A UUID of version 3 (RFC 9562) over the text alone, without a namespace, as Java's nameUUIDFromBytes makes it. */
export function nameUuid(name: string): string {
  const bytes = createHash('md5').update(name, 'utf8').digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x30;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A line of CSV with its line feed. */
export function csvLine(cells: readonly string[]): string {
  // A line that is one empty cell would read as no line at all.
  return cells.length === 1 && cells[0] === '' ? '""\n' : `${cells.map((cell) => csvCell(cell)).join(',')}\n`;
}
