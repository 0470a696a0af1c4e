import type { Random } from '../../../harness/random';
import { type Dialect, linesToFile, type Plan, randomColumns, randomRow } from './written';

/** Values that are no texts; a cell has them as they are written. */
const raw = [
  '0',
  '-1',
  '12345678901234567890',
  '1e400',
  '-0.0',
  '1.10',
  'true',
  'false',
  '{"a": [1, "x\\u0000"]}',
  '[ ]',
] as const;

function quoted(random: Random, text: string): string {
  return JSON.stringify(text).replace(/\\u[0-9a-f]{4}|\\.|[a-z\u{80}-\u{10ffff}]/giu, (character) =>
    character.startsWith('\\') || random.chance(0.95)
      ? character
      : Array.from(
          { length: character.length },
          (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
        ).join(''),
  );
}

/** OpenX's and Hive's JSON SerDes by hand: a key in any case, a value as text or not. */
export function jsonDialect(plan: Plan): Dialect {
  const { random, names } = plan;
  const openx = random.chance(0.6);
  const caseCounts = openx && random.chance(0.3);
  const dots = openx && random.chance(0.3);
  const mapped = new Map(openx ? names.filter(() => random.chance(0.2)).map((name, at) => [name, `key ${at}.x`]) : []);
  const keyOf = (name: string): string => {
    const key = mapped.get(name) ?? (dots && random.chance(0.5) ? name.replaceAll('_', '.') : name);
    return caseCounts || random.chance(0.6)
      ? key
      : key.replace(/[a-z]/gi, (letter) => (random.chance(0.5) ? letter.toUpperCase() : letter));
  };
  const blank = () => (random.chance(0.1) ? random.pick([' ', '\t', '  ']) : '');
  const line = (cells: readonly string[], isFirst: boolean, values: readonly (string | undefined)[]): string => {
    const members = names.flatMap((name, column) => {
      const cell = cells[column] ?? '';
      if (cell === '' && !isFirst && random.chance(0.3)) {
        return [];
      }
      const value = values[column] ?? (cell === '' ? random.pick(['null', '""']) : quoted(random, cell));
      return [`${blank()}${quoted(random, keyOf(name))}${blank()}:${blank()}${value}${blank()}`];
    });
    if (random.chance(0.1)) {
      members.push(`"zz${random.int(0, 3)}":${random.pick(raw)}`);
    }
    return `${blank()}{${random.shuffle(members).join(',')}}${blank()}`;
  };
  return {
    name: `json ${JSON.stringify({ openx, caseCounts, dots, mapped: [...mapped] })}`,
    serde: openx ? 'openx' : 'hivejson',
    serdeParameters: {
      ...(caseCounts ? { 'case.insensitive': 'false' } : {}),
      ...(dots ? { 'dots.in.keys': 'true' } : {}),
      ...Object.fromEntries([...mapped].map(([name, key]) => [`mapping.${name}`, key])),
    },
    tableParameters: {},
    columns: randomColumns(plan),
    packable: true,
    write: (keys) => {
      const rows = keys.map((key) => randomRow(plan, key, () => true));
      const records = rows.map((cells, row) => {
        const values = cells.map((_, column) =>
          column !== plan.key && column !== plan.person && random.chance(0.15) ? random.pick(raw) : undefined,
        );
        for (const [column, value] of values.entries()) {
          cells[column] = value ?? cells[column] ?? '';
        }
        return line(cells, row === 0, values);
      });
      return { bytes: linesToFile(random, [], records, []), rows };
    },
  };
}
