import { csvCell, quoted } from '../../../src/shared/file/csvQuoting';
import type { Random } from '../../harness/random';

/** Bytes of a text in UTF-8. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Text as a list of one character a byte, so that bytes that are not UTF-8 can be written in a test. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/**
 * A second reading of RFC 4180, on characters and with none of the project's code: records of cells, the first being
 * the header. Lines without any character are left out.
 */
export function naiveRecords(text: string, delimiter = ','): string[][] {
  const records: string[][] = [];
  const rest = text.replace(/^\ufeff/, '').replace(/\r\n/g, '\n');
  // \r\n inside quotes counts as \n here; callers compare with the same replacement made.
  let record: string[] = [];
  let cell = '';
  let state: 'start' | 'bare' | 'quoted' | 'closed' = 'start';
  const endRecord = (): void => {
    if (record.length > 0 || cell !== '' || state === 'closed') {
      records.push([...record, cell]);
    }
    record = [];
    cell = '';
    state = 'start';
  };
  for (const character of rest) {
    if (state === 'quoted') {
      if (character === '"') {
        state = 'closed';
      } else {
        cell += character;
      }
    } else if (state === 'closed' && character === '"') {
      cell += '"';
      state = 'quoted';
    } else if (character === delimiter) {
      record.push(cell);
      cell = '';
      state = 'start';
    } else if (character === '\n' || character === '\r') {
      endRecord();
    } else if (character === '"' && state === 'start') {
      state = 'quoted';
    } else {
      cell += character;
      state = 'bare';
    }
  }
  endRecord();
  return records;
}

const alphabet = ['a', 'B', '7', ' ', 'é', 'ø', '漢', '😀', ',', ';', '"', '\n', '\r\n', '\t', "'", '.', '-'];

/** A random cell, often empty, now and then with everything that needs quotes. */
export function randomCell(random: Random): string {
  return Array.from({ length: random.chance(0.2) ? 0 : random.int(1, 8) }, () => random.pick(alphabet)).join('');
}

/** Options of a random labeling file. */
export interface Shape {
  readonly sets?: number;
  readonly rowsPerSet?: number;
  readonly columns?: number;
}

/** A random labeling file's text: mixed quoting, line ends, byte order mark, missing last newline, ragged rows. */
export function randomFile(random: Random, shape: Shape = {}): string {
  const eol = random.pick(['\n', '\r\n', '\r']);
  const quoteAll = random.chance(0.3);
  const columns = shape.columns ?? random.int(0, 4);
  const field = (value: string): string => (quoteAll || random.chance(0.05) ? quoted(value) : csvCell(value));
  const lines = [['labeling_set_id', 'label', ...Array.from({ length: columns }, (_, at) => `c${at}`)]];
  for (let set = random.int(0, shape.sets ?? 5); set > 0; set--) {
    for (let row = random.int(1, shape.rowsPerSet ?? 6); row > 0; row--) {
      const line = [`set${random.int(0, 3)}`, random.pick(['', '', 'A', 'B', 'a b', 'x,"y']), ...[]];
      for (let column = 0; column < columns; column++) {
        line.push(randomCell(random));
      }
      lines.push(random.chance(0.05) ? line.slice(0, random.int(1, line.length)) : line);
    }
    if (random.chance(0.1)) {
      lines.push([]);
    }
  }
  const text = lines.map((line) => line.map(field).join(',')).join(eol);
  return (random.chance(0.2) ? '\ufeff' : '') + text + (random.chance(0.7) ? eol : '');
}
