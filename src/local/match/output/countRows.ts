import { createReadStream } from 'node:fs';
import type { CountJob } from '../../tasks/job';
import { MatchInputError } from '../errors';
import { literal, withDuck } from '../table/duck';

const quote = 0x22;
const lineFeed = 0x0a;

/** How many rows a written file holds, its header not counted. Reads all of it. */
export function countRows({ file, format, scratch }: CountJob): Promise<number> {
  return format === 'csv' ? countCsvRows(file) : countParquetRows(file, scratch);
}

/**
 * Counts the records of a CSV as we write it: lines end with LF, and each quote that is open is closed. By other means than it was
 * written with. A last record without its line feed is only a part of one, and not counted.
 */
async function countCsvRows(file: string): Promise<number> {
  let records = 0;
  let quoted = false;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; at++) {
      if (chunk[at] === quote) {
        quoted = !quoted;
      } else if (chunk[at] === lineFeed && !quoted) {
        records += 1;
      }
    }
  }
  return Math.max(0, records - 1);
}

/** Decodes every value, so that the footer alone can't vouch for rows that are not there. */
function countParquetRows(file: string, scratch: string): Promise<number> {
  return withDuck(scratch, async (duck) => {
    try {
      const counted = await duck.runAndReadAll(`SELECT count(hash(rows)) FROM read_parquet(${literal(file)}) AS rows`);
      return Number(counted.getRows()[0]?.[0] ?? 0);
    } catch {
      throw new MatchInputError("The Parquet file that was written can't be read again. Start the task run again.");
    }
  });
}
