import type { Declared } from '../catalog';
import { objectsOf, type Person } from './people';

/** What is right: each record as it is to be read, from what it is in the plain table, or the words that refuse it. */
export type Right = RegExp | ((person: Person) => Person);

/** A situation with a declared table, and what is right for it. */
export interface DeclaredCase {
  readonly what: string;
  readonly declared: Omit<Declared, 'objects'>;
  readonly objects: () => Record<string, Buffer>;
  readonly right: Right;
  /** Refused when the transform is created, rather than by a task run. */
  readonly atOnce?: boolean;
}

const header = { 'skip.header.line.count': '1' };
const comma = { 'field.delim': ',' };
const same: Right = (person) => person;

/** The records as they are, but for some cells. */
const but =
  (changes: Readonly<Record<number, Person>>): Right =>
  (person) => ({ ...person, ...changes[Number(person.id)] });

function situation(name: string, declared: Omit<Declared, 'objects'>, right: Right, what = name): DeclaredCase {
  return { what, declared, objects: () => objectsOf(name), right };
}

const lazy = (
  name: string,
  right: Right = same,
  more: Declared['serdeParameters'] = header,
  own: Declared['serdeParameters'] = comma,
) => situation(name, { serde: 'lazy', serdeParameters: own, tableParameters: more }, right);
const csv = (name: string, right: Right = same, own: Declared['serdeParameters'] = {}, columns?: Declared['columns']) =>
  situation(
    name,
    { serde: 'opencsv', serdeParameters: own, tableParameters: header, ...(columns ? { columns } : {}) },
    right,
  );
const typed = (...columns: (readonly [string, string])[]) => columns.map(([Name, Type]) => ({ Name, Type }));
const numbered = typed(['id', 'bigint'], ['name', 'string'], ['street', 'string'], ['city', 'string']);
const parquet = (name: string, right: Right = same, columns: Declared['columns'] = numbered) =>
  situation(name, { serde: 'parquet', columns }, right);

const number = ({ id }: Person) => Number(id);
/** Pairs of records share what is told of the first. */
const pair = (person: Person) => Math.floor((number(person) + 1) / 2);
const two = (value: number) => String(value).padStart(2, '0');

export const declaredCases: readonly DeclaredCase[] = [
  lazy(
    'lazy-quotes-plain.tsv',
    but({ 1: { name: '"Anna Schmidt' }, 3: { name: 'Bernd Hoffmann"' }, 9: { name: '"Emil"' } }),
    {},
    { 'field.delim': '\t' },
  ),
  lazy('lazy-null.csv', (person) => (number(person) % 3 === 0 ? { ...person, street: '' } : person)),
  lazy(
    'lazy-escape.csv',
    but({ 1: { name: 'Schmidt, Anna' }, 2: { name: 'Schmidt, Ana' }, 5: { street: 'C:\\Ringstr 88' } }),
    {},
    { ...comma, 'escape.delim': '\\' },
  ),
  lazy('lazy-ctrl-a', but({ 1: { name: 'Schmidt, Anna' } }), {}, { 'serialization.format': '1' }),
  lazy('lazy-serialization-format.txt', same, {}, { 'serialization.format': '|' }),
  lazy(
    'lazy-athena-ddl.csv',
    but({ 1: { street: 'Hauptstr:12\u0002a' } }),
    {},
    {
      ...comma,
      'serialization.format': ',',
      'line.delim': '\n',
      'collection.delim': '\u0002',
      'mapkey.delim': ':',
    },
  ),
  lazy('lazy-header-two-files'),
  lazy('lazy-header-2.csv', same, { 'skip.header.line.count': '2' }),
  lazy('lazy-footer.csv', same, { ...header, 'skip.footer.line.count': '1' }),
  lazy('lazy-cr.csv'),
  lazy('lazy-mixed-ends.csv'),
  csv('opencsv-escape.csv', but({ 1: { name: 'Anna "Anni" Schmidt, Dr' }, 3: { street: 'C:\\Gartenweg 4' } }), {
    escapeChar: '\\',
  }),
  csv('opencsv-single-quote.csv', but({ 1: { name: 'Schmidt, Anna' }, 2: { name: 'Schmidt, "Ana"' } }), {
    quoteChar: "'",
  }),
  csv('opencsv-semicolon.csv', but({ 1: { street: 'Hauptstr 12; rear' }, 2: { street: '12,5 km' } }), {
    separatorChar: ';',
  }),
  csv(
    'opencsv-lines-in-cells.csv',
    but({ 1: { street: 'Hauptstr 12\nrear house' }, 2: { street: 'Hauptstr 12\nrear hse' } }),
  ),
  situation('json-case.json', { serde: 'openx' }, same, "json-case.json, OpenX's"),
  situation('json-case.json', { serde: 'hivejson' }, same, "json-case.json, Hive's"),
  situation('json-mapping.json', { serde: 'openx', serdeParameters: { 'mapping.name': 'full name' } }, same),
  situation('json-array.json', { serde: 'openx' }, /begins a JSON array/),
  situation('json-pretty.json', { serde: 'openx' }, /Each line must hold a whole/),
  ...['packed-gz.csv.gz', 'packed-gz-no-extension', 'packed-bz2.csv.bz2', 'packed-snappy.csv.snappy'].map((name) =>
    lazy(name),
  ),
  situation('packed-gz.json.gz', { serde: 'openx' }, same),
  ...['hidden-temporary', 'hidden-staging', 'hidden-zero-text', 'hidden-twice'].map((name) => lazy(name, same, {})),
  ...['hidden-folder-marker', 'hidden-zero-parquet'].map((name) => situation(name, { serde: 'parquet' }, same)),
  { ...situation('hidden-delta-log', { serde: 'parquet' }, /is a table of Delta Lake/), atOnce: true },
  situation('place-sibling', { serde: 'lazy', serdeParameters: comma, location: 't/data' }, same),
  situation('place-odd-key', { serde: 'lazy', serdeParameters: comma, location: 't/my table+a%20b/' }, same),
  ...[
    'org.apache.hadoop.hive.serde2.RegexSerDe',
    'com.amazonaws.glue.serde.GrokSerDe',
    'org.apache.hadoop.hive.serde2.avro.AvroSerDe',
    'org.apache.hadoop.hive.ql.io.orc.OrcSerde',
  ].map((serde) => ({
    ...situation('people.csv', { serde }, new RegExp(serde), `people.csv under ${serde}`),
    atOnce: true,
  })),
  {
    ...situation(
      'people.csv',
      { serde: 'lazy', serdeParameters: comma, partitionKeys: ['year'] },
      /is partitioned by year/,
      'people.csv with partition keys',
    ),
    atOnce: true,
  },
  situation('serde-parquet-under-csv.parquet', { serde: 'opencsv' }, /is Parquet/),
  csv('columns-label.csv', (person) => ({ ...person, label: `Blue Note ${person.city}` }), {}, [
    'id',
    'name',
    'label',
    'city',
  ]),
  csv('columns-match-id.csv', (person) => ({ ...person, match_id: `7${person.id}` }), {}, [
    'id',
    'name',
    'street',
    'match_id',
  ]),
  csv('columns-case.csv', (person) => ({ ...person, Name: `other ${person.street}` }), {}, [
    'id',
    'name',
    'Name',
    'city',
  ]),
  csv(
    'columns-odd-names.csv',
    ({ id = '', name = '', street = '', city = '' }) => ({
      id,
      'last "name"': name,
      'a.b': street,
      'Straße, Nr': city,
    }),
    {},
    ['id', 'last "name"', 'a.b', 'Straße, Nr'],
  ),
  csv('columns-key-zeros.csv', (person) => ({ ...person, id: person.id?.padStart(4, '0') ?? '' })),
  parquet('parquet-binary.parquet'),
  parquet(
    'parquet-decimal.parquet',
    (person) => ({ ...person, amount: `123456789012345678${two(number(person))}.12` }),
    typed(['id', 'bigint'], ['name', 'string'], ['amount', 'decimal(38,2)']),
  ),
  parquet(
    'parquet-int96.parquet',
    (person) => ({ ...person, seen: `2020-01-${two(pair(person))} 12:30:15.123` }),
    typed(['id', 'bigint'], ['seen', 'timestamp']),
  ),
  parquet('parquet-evolved', (person) => (number(person) <= 12 ? { ...person, city: '' } : person)),
  parquet('parquet-cells.parquet', (person) => {
    const { name = '', street = '' } = person;
    const behind = ['', '\r\nline 2, "q"', '\rb', ' '][number(person) % 4] ?? '';
    return { ...person, name: name + behind, street: number(person) % 2 === 1 ? `${street}\n` : ` ${street}` };
  }),
  ...['zstd', 'lz4', 'brotli', 'gzip', 'snappy'].map((codec) => parquet(`parquet-codecs/${codec}.parquet`)),
  parquet(
    'parquet-odd-names.parquet',
    ({ id = '', name = '', street = '', city = '' }) => ({ id, 'a.b': name, 'q"x': street, 'Ünïcode name': city }),
    typed(['id', 'bigint'], ['a.b', 'string'], ['q"x', 'string'], ['Ünïcode name', 'string']),
  ),
  csv(
    'typed.csv',
    (person) => {
      const odd = number(person) % 2 === 1;
      return {
        ...person,
        n_int: odd ? '2' : '1.5',
        n_decimal: odd ? '4.10' : '1.239',
        d_date: odd ? '1999-12-31' : '2020-01-01 12:30:00',
        zip: `00${69 + number(person)}`,
        n_decimal38: `1234567890123456789012345678901234${9 + number(person)}.12`,
      };
    },
    {},
    typed(
      ['id', 'string'],
      ['name', 'string'],
      ['street', 'string'],
      ['n_int', 'int'],
      ['n_decimal', 'decimal(10,2)'],
      ['d_date', 'date'],
      ['zip', 'int'],
      ['n_decimal38', 'decimal(38,2)'],
    ),
  ),
];
