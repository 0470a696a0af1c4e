import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identifier, literal, withDuck } from '../../../../src/local/match/table/duck';
import type { Random } from '../../../harness/random';
import { randomDigits } from '../../../harness/randomCells';
import { type Dialect, type Plan, randomPerson, randomText, type WrittenPart } from './written';

/** A type of DuckDB's: what the catalog calls it, and random values as they are to be read. */
interface DuckType {
  readonly type: string;
  readonly hive: string;
  readonly value: (random: Random) => string;
  /** Makes a value of the type from the text of a cell, in SQL; else a cast does. */
  readonly make?: (cell: string) => string;
}

const two = (random: Random, from: number, to: number) => String(random.int(from, to)).padStart(2, '0');
const date = (random: Random) =>
  `${random.pick(['2020', '1969', '0001', '9999', '1582'])}-${two(random, 1, 12)}-${two(random, 1, 28)}`;
const recent = (random: Random) =>
  `${random.pick(['2020', '1969', '1971'])}-${two(random, 1, 12)}-${two(random, 1, 28)}`;
const time = (random: Random, digits: number) => {
  const fraction = randomDigits(random, digits).replace(/0+$/, '');
  return `${two(random, 0, 23)}:${two(random, 0, 59)}:${two(random, 0, 59)}${fraction === '' || random.chance(0.5) ? '' : `.${fraction}`}`;
};
const whole = (bits: number) => (random: Random) => {
  const limit = 1n << BigInt(bits - 1);
  return String(random.pick([limit - 1n, -limit, 0n, BigInt(random.int(-100, 100)), BigInt(randomDigits(random, 2))]));
};
const decimal = (precision: number, scale: number): DuckType => ({
  type: `DECIMAL(${precision}, ${scale})`,
  hive: `decimal(${precision},${scale})`,
  value: (random) => {
    const before = BigInt(randomDigits(random, precision - scale));
    const after = Array.from({ length: scale }, () => random.int(0, 9)).join('');
    const negative = random.chance(0.3) && (before !== 0n || /[1-9]/.test(after));
    return `${negative ? '-' : ''}${before}${scale === 0 ? '' : `.${after}`}`;
  },
});

const text: DuckType = { type: 'VARCHAR', hive: 'string', value: randomText };
const parquetTypes: readonly DuckType[] = [
  text,
  text,
  { type: 'BLOB', hive: 'string', value: randomText, make: (cell) => `encode(${cell})` },
  { type: 'TINYINT', hive: 'tinyint', value: whole(8) },
  { type: 'SMALLINT', hive: 'smallint', value: whole(16) },
  { type: 'INTEGER', hive: 'int', value: whole(32) },
  { type: 'BIGINT', hive: 'bigint', value: whole(64) },
  {
    type: 'UBIGINT',
    hive: 'string',
    value: (random) => random.pick(['0', '18446744073709551615', '9007199254740993']),
  },
  decimal(4, 1),
  decimal(9, 2),
  decimal(18, 0),
  decimal(38, 10),
  {
    type: 'FLOAT',
    hive: 'float',
    value: (random) => random.pick(['0.1', '-1.5', '16777216.0', '3.4028235e+38', 'nan', '-inf']),
  },
  {
    type: 'DOUBLE',
    hive: 'double',
    value: (random) => random.pick(['0.1', '-1e-07', '123456789.25', '1.7976931348623157e+308', 'inf']),
  },
  { type: 'BOOLEAN', hive: 'boolean', value: (random) => random.pick(['true', 'false']) },
  { type: 'DATE', hive: 'date', value: date },
  { type: 'TIME', hive: 'string', value: (random) => time(random, 6) },
  { type: 'TIMESTAMP', hive: 'timestamp', value: (random) => `${date(random)} ${time(random, 6)}` },
  { type: 'TIMESTAMP_MS', hive: 'timestamp', value: (random) => `${date(random)} ${time(random, 3)}` },
  { type: 'TIMESTAMP_NS', hive: 'timestamp', value: (random) => `${recent(random)} ${time(random, 9)}` },
  {
    type: 'TIMESTAMPTZ',
    hive: 'timestamp',
    value: (random) => `${recent(random)} ${time(random, 6)}`,
    make: (cell) => `CAST(${cell} || '+00' AS TIMESTAMPTZ)`,
  },
  { type: 'UUID', hive: 'string', value: (random) => `${randomDigits(random, 1)}0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11` },
  { type: "ENUM('a', 'Ü \"b\"', '')", hive: 'string', value: (random) => random.pick(['a', 'Ü "b"', '']) },
];

interface DuckColumn {
  readonly name: string;
  readonly type: DuckType;
}

/** Lets DuckDB write rows of texts, made to values of their types, into a file. Empty texts are nulls now and then. */
async function duckFile(
  folder: string,
  random: Random,
  columns: readonly DuckColumn[],
  rows: readonly (readonly string[])[],
  options: string,
): Promise<Buffer> {
  const file = join(folder, 'duck-wrote');
  await withDuck(folder, async (duck) => {
    await duck.run(`CREATE TABLE texts (${columns.map((_, at) => `c${at} VARCHAR`).join(', ')})`);
    const appender = await duck.createAppender('texts');
    for (const row of rows) {
      for (const cell of row) {
        if (cell === '' && random.chance(0.5)) {
          appender.appendNull();
        } else {
          appender.appendVarchar(cell);
        }
      }
      appender.endRow();
    }
    appender.closeSync();
    const select = columns.map(({ name, type }, at) => {
      const cell =
        type.type === 'VARCHAR' || type.type === 'BLOB' || type.type.startsWith('ENUM')
          ? `c${at}`
          : `nullif(c${at}, '')`;
      return `${type.make?.(cell) ?? `CAST(${cell} AS ${type.type})`} AS ${identifier(name)}`;
    });
    await duck.run(`COPY (SELECT ${select.join(', ')} FROM texts) TO ${literal(file)} (${options})`);
  });
  return readFile(file);
}

function randomValue(plan: Plan, column: number, key: string, type: DuckType): string {
  if (column === plan.key) {
    return key;
  }
  return column === plan.person ? randomPerson(plan.random) : plan.random.chance(0.1) ? '' : type.value(plan.random);
}

/** Parquet of all types that DuckDB writes as they are, each part with its columns in an order, case and codec of its own. */
export function parquetDialect(plan: Plan, folder: string): Dialect {
  const { random, names, numbers } = plan;

  const types = names.map((_, column) =>
    column === plan.key
      ? { ...text, ...(numbers ? { type: 'BIGINT', hive: 'bigint' } : {}) }
      : column === plan.person
        ? text
        : random.pick(parquetTypes),
  );
  // A column that no part has would be refused.
  let whole = true;
  const write = async (keys: readonly string[]): Promise<WrittenPart> => {
    const rows = keys.map((key) => types.map((type, column) => randomValue(plan, column, key, type)));
    const order = random.shuffle(names.map((_, column) => column)).filter((column) => {
      const drop = !whole && column !== plan.key && column !== plan.person && random.chance(0.05);
      if (drop) {
        for (const row of rows) {
          row[column] = '';
        }
      }
      return !drop;
    });
    whole = false;
    const columns = order.map((column) => ({ name: names[column] ?? '', type: types[column] ?? text }));
    const codec = random.pick(['uncompressed', 'snappy', 'gzip', 'zstd', 'lz4_raw', 'brotli']);
    const bytes = await duckFile(
      folder,
      random,
      columns,
      rows.map((row) => order.map((column) => row[column] ?? '')),
      `FORMAT parquet, COMPRESSION ${codec}, PARQUET_VERSION ${random.pick(['v1', 'v2'])}`,
    );
    return { bytes, rows };
  };
  return {
    name: `parquet ${types.map(({ type }) => type).join()}`,
    serde: 'parquet',
    serdeParameters: random.chance(0.5) ? { 'serialization.format': '1' } : {},
    tableParameters: {},
    columns: names.map((Name, at) => ({ Name, Type: random.chance(0.3) ? 'string' : (types[at]?.hive ?? 'string') })),
    packable: false,
    write,
  };
}

/** CSV and JSON lines as DuckDB exports them. */
export function duckTextDialect(plan: Plan, folder: string): Dialect {
  const { random, names } = plan;
  const json = random.chance(0.4);
  const delimiter = random.pick([',', ';', '\t', '|']);
  const lines = names.reduce((sum, name) => sum + name.split('\n').length - 1, 1);
  const csvOptions = `FORMAT csv, HEADER true, DELIMITER '${delimiter}', QUOTE '"', ESCAPE '"'${random.chance(0.3) ? ', FORCE_QUOTE *' : ''}`;
  return {
    name: json ? 'json of DuckDB' : `csv of DuckDB ${csvOptions}`,
    serde: json ? 'openx' : 'opencsv',
    serdeParameters: json ? {} : { separatorChar: delimiter, escapeChar: '"' },
    tableParameters: json ? {} : { 'skip.header.line.count': String(lines) },
    columns: names.map((Name) => ({ Name, Type: 'string' })),
    packable: true,
    write: async (keys) => {
      const rows = keys.map((key) => names.map((_, column) => randomValue(plan, column, key, text)));
      const columns = names.map((name) => ({ name, type: text }));
      return { bytes: await duckFile(folder, random, columns, rows, json ? 'FORMAT json' : csvOptions), rows };
    },
  };
}
