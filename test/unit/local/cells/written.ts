import type { ColumnRecord } from '../../../../src/local/state/records';
import type { Random } from '../../../harness/random';
import { oddCells } from '../../../harness/randomCells';

/** One object of a table before it is packed and placed: its bytes, and the rows that were written into it. */
export interface WrittenPart {
  readonly bytes: Buffer;
  readonly rows: readonly (readonly string[])[];
}

/** How one writer writes all parts of one table, and how the catalog declares it. */
export interface Dialect {
  /** For the words of a failure. */
  readonly name: string;
  readonly serde: string;
  readonly serdeParameters: Readonly<Record<string, string>>;
  readonly tableParameters: Readonly<Record<string, string>>;
  /** Types that the catalog has; the rest of the declaration is the table's. */
  readonly columns: readonly ColumnRecord[];
  /** Whether the objects may be compressed as a whole. */
  readonly packable: boolean;
  /** Writes a row for each key. */
  readonly write: (keys: readonly string[]) => Promise<WrittenPart> | WrittenPart;
}

/** A table to be written: names of its columns, where the key is, and its types. */
export interface Plan {
  readonly random: Random;
  readonly names: readonly string[];
  readonly key: number;
  /** Of similar texts, so that there is something to ask about. */
  readonly person: number;
  /** Whether keys are numbers. */
  readonly numbers: boolean;
}

const firsts = ['Anna', 'Ana', 'Jürgen', 'Juergen', 'Zoë', '王芳', 'Ødegård'] as const;
const lasts = ['Schmidt', 'Schmid', "O'Hara", 'Müller', 'Lee'] as const;
const short = oddCells.filter((cell) => cell.length < 100);
const bits = [
  'a',
  'b ',
  'Ü',
  '"',
  "'",
  ',',
  ';',
  '\t',
  '|',
  '\\',
  '\n',
  '\r\n',
  '1',
  '\u0001',
  '\u0000',
  '😀',
  ' ',
] as const;

/** A text that a column of texts may hold. */
export function randomText(random: Random): string {
  const kind = random.next();
  if (kind < 0.2) {
    return random.pick(short);
  }
  if (kind < 0.5) {
    return Array.from({ length: random.int(1, 6) }, () => random.pick(bits)).join('');
  }
  return kind < 0.55 ? '' : `${random.pick(firsts)} ${random.int(1, 99)}`;
}

export function randomPerson(random: Random): string {
  return `${random.pick(firsts)} ${random.pick(lasts)}`;
}

/** Texts in a row, of which each is one that `can` be written; the key and the person are always plain. */
export function randomRow(plan: Plan, key: string, can: (cell: string, column: number) => boolean): string[] {
  return plan.names.map((_, column) => {
    if (column === plan.key) {
      return key;
    }
    if (column === plan.person) {
      return randomPerson(plan.random);
    }
    for (let tries = 0; tries < 20; tries++) {
      const cell = randomText(plan.random);
      if (can(cell, column)) {
        return cell;
      }
    }
    return 'plain';
  });
}

const types = [
  'string',
  'string',
  'varchar(9)',
  'int',
  'bigint',
  'double',
  'decimal(10,2)',
  'date',
  'timestamp',
] as const;

/** The columns of texts with types that their cells may fit or not; the key is to be found again, so it is text. */
export function randomColumns({ random, names, key }: Plan): ColumnRecord[] {
  return names.map((Name, column) => ({ Name, Type: column === key ? 'string' : random.pick(types) }));
}

const lineEnds = [['\n'], ['\r\n'], ['\r'], ['\n', '\r\n'], ['\n', '\r\n', '\r']] as const;

/** Lines to a file: header, records, footer, with the line ends and empty lines that files have. */
export function linesToFile(
  random: Random,
  header: readonly string[],
  records: readonly string[],
  footer: readonly string[],
): Buffer {
  const ends = random.pick(lineEnds);
  let text = '';
  // A line feed behind a carriage return would be no end of an empty line, but the rest of the last one's.
  const add = (line: string) => {
    text += line + (line === '' && text.endsWith('\r') ? '\r' : random.pick(ends));
  };
  header.forEach(add);
  for (const record of records) {
    if (random.chance(0.05)) {
      add('');
    }
    add(record);
  }
  footer.forEach(add);
  if (random.chance(0.3) && (footer.length === 0 || footer.at(-1) !== '')) {
    text = text.replace(/(?:\r\n|\n|\r)$/, '');
  }
  // A mark that belongs to the first cell can only be told from one of the file behind one of the file; so can a control character.
  const mark = random.chance(0.2) || /^[\ufeff\p{Cc}]/u.test(text) ? '\ufeff' : '';
  return Buffer.from(mark + text);
}
