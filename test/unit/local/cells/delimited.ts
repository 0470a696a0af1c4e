import type { Random } from '../../../harness/random';
import { type Dialect, linesToFile, type Plan, randomColumns, randomRow } from './written';

/** Delimiters, and the ways in which tables spell them. */
const lazyDelimiters: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  [',', { 'field.delim': ',' }],
  [',', { 'field.delim': ',', 'serialization.format': ',' }],
  [',', { 'field.delim': '44' }],
  ['\t', { 'field.delim': '\t' }],
  ['\t', { 'field.delim': '\\t', 'serialization.format': '9' }],
  ['|', { 'serialization.format': '|' }],
  [';', { 'field.delim': ';', 'line.delim': '\n' }],
  ['\u0001', {}],
  ['\u0001', { 'serialization.format': '1' }],
  ['\u0001', { 'field.delim': '\\u0001' }],
];

/** Header or footer: lines of anything. */
function remarks(random: Random, most: number): string[] {
  return Array.from({ length: random.int(0, most) }, () => random.pick(['', 'TOTAL 24', 'id,name', 'a|b;c\td', '#']));
}

function counts(header: readonly string[], footer: readonly string[]): Record<string, string> {
  return {
    ...(header.length === 0 ? {} : { 'skip.header.line.count': String(header.length) }),
    ...(footer.length === 0 ? {} : { 'skip.footer.line.count': String(footer.length) }),
  };
}

/** LazySimpleSerDe by hand. */
export function lazyDialect(plan: Plan): Dialect {
  const { random, names } = plan;
  const [delimiter, spelled] = random.pick(lazyDelimiters);
  const mark = random.chance(0.5) ? undefined : random.pick(['\\', '^']);
  const told = random.chance(0.5) ? undefined : random.pick(['', 'NULL', '\\N']);
  const nullText = told ?? '\\N';
  const takesRest = mark === undefined && plan.key !== names.length - 1 && random.chance(0.2);
  const [header, footer] = [remarks(random, 2), remarks(random, 1)];
  const encode = (cell: string): string =>
    mark === undefined
      ? cell
      : cell.replace(/[\s\S]/g, (character) =>
          character === '\n'
            ? `${mark}n`
            : character === '\r'
              ? `${mark}r`
              : character === mark || character === delimiter
                ? mark + character
                : character,
        );
  const can = (cell: string, column: number): boolean => {
    const last = takesRest && column === names.length - 1;
    return (
      encode(cell) !== nullText && (mark !== undefined || !(/[\r\n]/.test(cell) || (cell.includes(delimiter) && !last)))
    );
  };
  const nulls = (cell: string) => (cell === '' && (nullText === '' || random.chance(0.7)) ? nullText : encode(cell));
  return {
    name: `lazy ${JSON.stringify({ delimiter, mark, nullText, takesRest })}`,
    serde: 'lazy',
    serdeParameters: {
      ...spelled,
      ...(mark === undefined ? {} : { 'escape.delim': mark }),
      ...(told === undefined ? {} : { 'serialization.null.format': told }),
      ...(takesRest ? { 'serialization.last.column.takes.rest': 'true' } : {}),
    },
    tableParameters: counts(header, footer),
    columns: randomColumns(plan),
    packable: true,
    write: (keys) => {
      const rows = keys.map((key) => randomRow(plan, key, (cell, column) => cell === '' || can(cell, column)));
      const records = rows.map((cells) => cells.map(nulls).join(delimiter));
      return { bytes: linesToFile(random, header, records, footer), rows };
    },
  };
}

/** OpenCSVSerde by hand. */
export function csvDialect(plan: Plan): Dialect {
  const { random } = plan;
  const delimiter = random.pick([',', ';', '\t', '|', '\u0001']);
  const quote = random.pick(['"', '"', "'"]);
  const told = random.chance(0.3) ? undefined : random.pick(['\\', quote, '^']);
  const mark = told ?? '\\';
  const [header, footer] = [remarks(random, 2), remarks(random, 1)];
  const escaped = (character: string): string =>
    character !== quote && character !== mark
      ? character
      : random.chance(0.5) && character === quote
        ? quote + quote
        : mark + character;
  const encode = (cell: string): string => {
    const special = [delimiter, '\n', '\r', ...(mark === quote ? [] : [mark])];
    const bare = !special.some((character) => cell.includes(character)) && !cell.trimStart().startsWith(quote);
    if (bare && random.chance(0.7)) {
      return cell;
    }
    const blanks = random.chance(0.1) ? ' ' : '';
    return `${blanks}${quote}${cell.replace(/[\s\S]/g, escaped)}${quote}`;
  };
  return {
    name: `csv ${JSON.stringify({ delimiter, quote, mark })}`,
    serde: 'opencsv',
    serdeParameters: {
      ...(delimiter === ',' && random.chance(0.5) ? {} : { separatorChar: delimiter }),
      ...(quote === '"' && random.chance(0.5) ? {} : { quoteChar: quote }),
      ...(told === undefined ? {} : { escapeChar: told }),
    },
    tableParameters: counts(header, footer),
    columns: randomColumns(plan),
    packable: true,
    write: (keys) => {
      const rows = keys.map((key) => randomRow(plan, key, () => true));
      const records = rows.map((cells) => cells.map(encode).join(delimiter));
      return { bytes: linesToFile(random, header, records, footer), rows };
    },
  };
}
