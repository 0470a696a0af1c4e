import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tableEntry } from '../../../../src/local/catalog/tableEntry';
import { tableFormat } from '../../../../src/local/catalog/tableFormat';
import { describeFile } from '../../../../src/local/match/table/describe';
import { readTable } from '../../../../src/local/match/table/readTable';
import { fieldCases } from '../../../harness/sharedData';
import { tableFile } from '../../../harness/tableFile';
import { type Declared, declarationProblem, readDeclared } from '../catalog';

/** The situations that users reported, where their files are at hand. All are made from one table of 24 records. */

const field = fieldCases();
const people = ['id', 'name', 'street', 'city'];
const header = { 'skip.header.line.count': '1' };
const comma = { 'field.delim': ',' };

/** The objects of a file or folder of the field cases, below `t/`. */
function objectsOf(name: string): Record<string, Buffer> {
  const path = join(field ?? '', name);
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [`t${file.slice(path.length)}`, readFileSync(file)];
      }),
  );
}

function fileOf(name: string): Record<string, Buffer> {
  return { 't/part': readFileSync(join(field ?? '', name)) };
}

type Cell = readonly [id: string, column: string, value: string];

/** A case that is read: 24 records, each id once, and the cells named. */
type ReadCase = readonly [what: string, declared: () => Declared, cells?: readonly Cell[]];
const read: readonly ReadCase[] = [
  [
    'lazy-quotes-plain.tsv',
    () => ({ serde: 'lazy', serdeParameters: { 'field.delim': '\t' }, objects: fileOf('lazy-quotes-plain.tsv') }),
    [
      ['1', 'name', '"Anna Schmidt'],
      ['3', 'name', 'Bernd Hoffmann"'],
    ],
  ],
  [
    'lazy-null.csv',
    () => ({ serde: 'lazy', serdeParameters: { ...comma, ...header }, objects: fileOf('lazy-null.csv') }),
    [['3', 'street', '']],
  ],
  [
    'lazy-escape.csv',
    () => ({ serde: 'lazy', serdeParameters: { ...comma, 'escape.delim': '\\' }, objects: fileOf('lazy-escape.csv') }),
    [['1', 'name', 'Schmidt, Anna']],
  ],
  [
    'lazy-ctrl-a',
    () => ({ serde: 'lazy', serdeParameters: { 'serialization.format': '1' }, objects: fileOf('lazy-ctrl-a') }),
  ],
  [
    'lazy-serialization-format.txt',
    () => ({
      serde: 'lazy',
      serdeParameters: { 'serialization.format': '|' },
      objects: fileOf('lazy-serialization-format.txt'),
    }),
  ],
  [
    'lazy-athena-ddl.csv',
    () => ({
      serde: 'lazy',
      serdeParameters: {
        ...comma,
        'serialization.format': ',',
        'line.delim': '\n',
        'collection.delim': '\u0002',
        'mapkey.delim': ':',
      },
      objects: fileOf('lazy-athena-ddl.csv'),
    }),
  ],
  [
    'lazy-header-two-files',
    () => ({
      serde: 'lazy',
      serdeParameters: comma,
      tableParameters: header,
      objects: objectsOf('lazy-header-two-files'),
    }),
  ],
  [
    'lazy-header-2.csv',
    () => ({
      serde: 'lazy',
      serdeParameters: { ...comma, 'skip.header.line.count': '2' },
      objects: fileOf('lazy-header-2.csv'),
    }),
  ],
  [
    'lazy-footer.csv',
    () => ({
      serde: 'lazy',
      serdeParameters: { ...comma, ...header, 'skip.footer.line.count': '1' },
      objects: fileOf('lazy-footer.csv'),
    }),
  ],
  ['lazy-cr.csv', () => ({ serde: 'lazy', serdeParameters: { ...comma, ...header }, objects: fileOf('lazy-cr.csv') })],
  [
    'lazy-mixed-ends.csv',
    () => ({ serde: 'lazy', serdeParameters: { ...comma, ...header }, objects: fileOf('lazy-mixed-ends.csv') }),
  ],
  [
    'opencsv-escape.csv',
    () => ({
      serde: 'opencsv',
      serdeParameters: { escapeChar: '\\', ...header },
      objects: fileOf('opencsv-escape.csv'),
    }),
    [
      ['1', 'name', 'Anna "Anni" Schmidt, Dr'],
      ['3', 'street', 'C:\\Gartenweg 4'],
    ],
  ],
  [
    'opencsv-single-quote.csv',
    () => ({
      serde: 'opencsv',
      serdeParameters: { quoteChar: "'", ...header },
      objects: fileOf('opencsv-single-quote.csv'),
    }),
    [['1', 'name', 'Schmidt, Anna']],
  ],
  [
    'opencsv-semicolon.csv',
    () => ({
      serde: 'opencsv',
      serdeParameters: { separatorChar: ';', ...header },
      objects: fileOf('opencsv-semicolon.csv'),
    }),
    [['2', 'street', '12,5 km']],
  ],
  [
    'opencsv-lines-in-cells.csv',
    () => ({ serde: 'opencsv', serdeParameters: header, objects: fileOf('opencsv-lines-in-cells.csv') }),
    [['1', 'street', 'Hauptstr 12\nrear house']],
  ],
  [
    'json-case.json, OpenX',
    () => ({ serde: 'openx', objects: fileOf('json-case.json') }),
    [['1', 'name', 'Anna Schmidt']],
  ],
  [
    'json-case.json, Hive',
    () => ({ serde: 'hivejson', objects: fileOf('json-case.json') }),
    [['1', 'street', 'Hauptstr 12']],
  ],
  [
    'json-mapping.json',
    () => ({ serde: 'openx', serdeParameters: { 'mapping.name': 'full name' }, objects: fileOf('json-mapping.json') }),
    [['1', 'name', 'Anna Schmidt']],
  ],
  [
    'packed-gz.csv.gz',
    () => ({ serde: 'lazy', serdeParameters: { ...comma, ...header }, objects: fileOf('packed-gz.csv.gz') }),
  ],
  [
    'packed-gz-no-extension',
    () => ({ serde: 'lazy', serdeParameters: { ...comma, ...header }, objects: fileOf('packed-gz-no-extension') }),
  ],
  [
    'packed-bz2.csv.bz2',
    () => ({ serde: 'lazy', serdeParameters: { ...comma, ...header }, objects: fileOf('packed-bz2.csv.bz2') }),
  ],
  [
    'packed-snappy.csv.snappy',
    () => ({ serde: 'lazy', serdeParameters: { ...comma, ...header }, objects: fileOf('packed-snappy.csv.snappy') }),
  ],
  ['packed-gz.json.gz', () => ({ serde: 'openx', objects: fileOf('packed-gz.json.gz') })],
  ['hidden-temporary', () => ({ serde: 'lazy', serdeParameters: comma, objects: objectsOf('hidden-temporary') })],
  ['hidden-staging', () => ({ serde: 'lazy', serdeParameters: comma, objects: objectsOf('hidden-staging') })],
  ['hidden-zero-text', () => ({ serde: 'lazy', serdeParameters: comma, objects: objectsOf('hidden-zero-text') })],
  ['hidden-twice', () => ({ serde: 'lazy', serdeParameters: comma, objects: objectsOf('hidden-twice') })],
  ['hidden-folder-marker', () => ({ serde: 'parquet', objects: objectsOf('hidden-folder-marker') })],
  ['hidden-zero-parquet', () => ({ serde: 'parquet', objects: objectsOf('hidden-zero-parquet') })],
  [
    'place-sibling',
    () => ({ serde: 'lazy', serdeParameters: comma, location: 't/data', objects: objectsOf('place-sibling') }),
  ],
  [
    'place-odd-key',
    () => ({
      serde: 'lazy',
      serdeParameters: comma,
      location: 't/my table+a%20b/',
      objects: objectsOf('place-odd-key'),
    }),
  ],
  [
    'columns-case.csv',
    () => ({
      serde: 'opencsv',
      serdeParameters: header,
      columns: ['id', 'name', 'Name', 'city'],
      objects: fileOf('columns-case.csv'),
    }),
  ],
  [
    'columns-key-zeros.csv',
    () => ({ serde: 'opencsv', serdeParameters: header, objects: fileOf('columns-key-zeros.csv') }),
  ],
  ['parquet-binary.parquet', () => ({ serde: 'parquet', objects: fileOf('parquet-binary.parquet') })],
  [
    'parquet-decimal.parquet',
    () => ({ serde: 'parquet', columns: ['id', 'name', 'amount'], objects: fileOf('parquet-decimal.parquet') }),
    [['1', 'amount', '12345678901234567801.12']],
  ],
  [
    'parquet-int96.parquet',
    () => ({ serde: 'parquet', columns: ['id', 'seen'], objects: fileOf('parquet-int96.parquet') }),
    [
      ['1', 'seen', '2020-01-01 12:30:15.123'],
      ['3', 'seen', '2020-01-02 12:30:15.123'],
    ],
  ],
  ['parquet-evolved', () => ({ serde: 'parquet', objects: objectsOf('parquet-evolved') })],
  ['parquet-cells.parquet', () => ({ serde: 'parquet', objects: fileOf('parquet-cells.parquet') })],
  [
    'parquet-odd-names.parquet',
    () => ({
      serde: 'parquet',
      columns: ['id', 'a.b', 'q"x', 'Ünïcode name'],
      objects: fileOf('parquet-odd-names.parquet'),
    }),
  ],
  ...['zstd', 'lz4', 'brotli', 'gzip', 'snappy'].map(
    (codec) =>
      [
        `parquet-codecs/${codec}.parquet`,
        () => ({ serde: 'parquet', objects: fileOf(`parquet-codecs/${codec}.parquet`) }),
      ] as const,
  ),
];

/** A case that is refused, and the words. */
type RefusedCase = readonly [what: string, declared: () => Declared, words: RegExp];
const refused: readonly RefusedCase[] = [
  ['json-array.json', () => ({ serde: 'openx', objects: fileOf('json-array.json') }), /JSON array/],
  ['json-pretty.json', () => ({ serde: 'openx', objects: fileOf('json-pretty.json') }), /Each line must hold a whole/],
  ['hidden-delta-log', () => ({ serde: 'parquet', objects: objectsOf('hidden-delta-log') }), /Delta Lake/],
  [
    'serde-parquet-under-csv.parquet',
    () => ({ serde: 'opencsv', objects: fileOf('serde-parquet-under-csv.parquet') }),
    /is Parquet/,
  ],
  ...[
    'org.apache.hadoop.hive.serde2.RegexSerDe',
    'com.amazonaws.glue.serde.GrokSerDe',
    'org.apache.hadoop.hive.serde2.avro.AvroSerDe',
    'org.apache.hadoop.hive.ql.io.orc.OrcSerde',
  ].map(
    (serde) =>
      [`people.csv under ${serde}`, () => ({ serde, objects: fileOf('people.csv') }), new RegExp(serde)] as const,
  ),
  [
    'people.csv partitioned',
    () => ({ serde: 'lazy', serdeParameters: comma, partitionKeys: ['year'], objects: fileOf('people.csv') }),
    /partitioned by year/,
  ],
];

/** Files given to --add-table or the wizard: described, then read as the description is cataloged. */
const added: readonly (readonly [name: string, right: RegExp | readonly Cell[]])[] = [
  ['add-bom.csv', [['1', 'id', '1']]],
  ['add-cp1252.csv', /is not UTF-8/],
  ['add-cr.csv', []],
  ['add-header-break.csv', []],
  ['add-mixed-ends.csv', []],
  ['add-spark-escape.csv', [['1', 'name', 'Anna "Anni" Schmidt, Dr']]],
  ['add-tsv-open-quote.tsv', [['1', 'name', '"Anna Schmidt']]],
  ['add-tsv-quotes.tsv', [['1', 'name', '"Anna" Schmidt']]],
  ['add-utf16.csv', /UTF-16/],
  ['json-array.json', /JSON array/],
  ['json-big-ids.json', []],
  ['packed-gz.csv.gz', []],
  ['packed-bz2.csv.bz2', []],
  ['parquet-odd-names.parquet', []],
  ['parquet-decimal.parquet', [['1', 'amount', '12345678901234567801.12']]],
  ['typed.csv', []],
  ['opencsv-lines-in-cells.csv', [['1', 'street', 'Hauptstr 12\nrear house']]],
];

function checkRows(rows: readonly (readonly string[])[], columns: readonly string[], cells: readonly Cell[]): void {
  expect(rows.length).toBe(24);
  const byId = new Map(rows.map((row) => [row[0], row]));
  expect(byId.size).toBe(24);
  for (const [id, column, value] of cells) {
    expect(byId.get(id)?.[columns.indexOf(column)]).toBe(value);
  }
}

describe.skipIf(field === undefined)('cases from the field', () => {
  test.each(read.map(([what, declared, cells = []]) => ({ what, declared, cells })))(
    '$what is read',
    async ({ declared, cells }) => {
      const { columns = people } = declared();
      checkRows(await readDeclared(declared()), columns.map(String), cells);
    },
  );

  test.each(refused)('%s is refused', async (_, declared, words) => {
    const message =
      declarationProblem(declared()) ?? (await readDeclared(declared()).then(String, (error: Error) => error.message));
    expect(message).toMatch(words);
    expect(message).not.toMatch(/Binder|Invalid Input|state machine|read_csv|DuckDB/);
  });

  test.each(added)('%s is added', async (name, right) => {
    const file = tableFile(join(field ?? '', name));
    if (right instanceof RegExp) {
      await expect(describeFile(file, tmpdir())).rejects.toThrow(right);
      return;
    }
    const description = await describeFile(file, tmpdir());
    expect(description.rows).toBe(24);
    const input = { ...tableEntry('t', 's3://b/t/', description) };
    const format = tableFormat({ database: 'd', name: 't', input, created: 0, updated: 0, version: 0 });
    const table = await readTable(
      { files: [file], format, columns: description.columns },
      description.columns[0]?.name ?? '',
      tmpdir(),
    );
    const rows = Array.from({ length: table.rows }, (_, row) => table.cells.map((cells) => cells[row] ?? ''));
    checkRows(rows, table.columns, right);
    expect(rows.slice(0, description.sample.length)).toEqual(description.sample);
  });

  test('cells of Parquet are what they were', async () => {
    const [first] = await readDeclared({ serde: 'parquet', objects: fileOf('parquet-binary.parquet') });
    expect(first?.join()).not.toMatch(/\\x/);
  });
});
