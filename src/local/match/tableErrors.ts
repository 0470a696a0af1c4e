import { basename } from 'node:path';
import { MatchInputError } from './errors';
import type { TableSource } from './job';

/** Turns what DuckDB says about an unreadable file into what its owner needs to know. */
export function explainReadError(error: unknown, file: string, source: TableSource): MatchInputError {
  const text = error instanceof Error ? error.message : String(error);
  const name = basename(file);
  const line = /CSV Error on Line: (\d+)/.exec(text)?.[1];
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(text);
  if (line !== undefined && counts) {
    const [, expected = '', found = ''] = counts;
    const missing = source.columns[Number(found)]?.name;
    const detail = missing === undefined ? 'it has too many' : `the first missing one is "${missing}"`;
    return new MatchInputError(
      `Line ${line} of ${name} has ${found} columns where the table has ${expected}: ${detail}. Correct the line, or quote cells that hold the delimiter.`,
    );
  }
  if (/not utf-8 encoded|Invalid unicode/i.test(text)) {
    const place = line === undefined ? name : `Line ${line} of ${name}`;
    return new MatchInputError(
      `${place} is not UTF-8 (it may be Windows-1252 or UTF-16). Save the file as UTF-8 without byte order mark and upload it again.`,
    );
  }
  if (line !== undefined && /unterminated quote/i.test(text)) {
    return new MatchInputError(
      `Line ${line} of ${name} opens a quoted cell that never ends. Close or double the quote.`,
    );
  }
  const json = /Malformed JSON in file .*? at byte (\d+) in (?:line|record\/value) (\d+): (.*)/s.exec(text);
  if (json) {
    const [, byte, at, reason] = json;
    return new MatchInputError(
      `Line ${at} of ${name} is not valid JSON (byte ${byte}: ${reason?.trim()}). Each line must hold one JSON object.`,
    );
  }
  const column = /Referenced column "(.*?)" not found/.exec(text)?.[1];
  if (column !== undefined) {
    return new MatchInputError(
      `${name} has no column "${column}", which the table has. Correct the table or the file.`,
    );
  }
  const place = line === undefined ? name : `line ${line} of ${name}`;
  const reason = text.split('\n')[0] ?? text;
  return new MatchInputError(`Can't read ${place} as ${source.format.kind}: ${reason.replaceAll(file, name)}`);
}
