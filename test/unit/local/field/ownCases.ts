import { gzipSync, zstdCompressSync } from 'node:zlib';
import { snappyHadoop } from '../../../harness/packed';
import type { DeclaredCase } from './declaredCases';
import type { Person } from './people';

/** Situations of the kinds that users reported, small and made for it. */

export const ownPeople: readonly Person[] = [
  ['1', 'Ida Holm', 'Dock Road 7'],
  ['2', 'Ida Holmes', 'Dock Rd 7'],
  ['3', 'Otto Berg', 'Mill Lane 12'],
  ['4', 'Otto Bergh', 'Mill Lane 12'],
  ['5', 'Zoë Quist', 'Quay 3'],
  ['6', 'Zoe Quist', 'Quay 3'],
  ['7', 'Lars Vinter', 'Hill Street 40'],
  ['8', 'Lars Winter', 'Hill Str 40'],
].map(([id = '', name = '', street = '']) => ({ id, name, street }));

const columns = ['id', 'name', 'street'];
const comma = { 'field.delim': ',' };

function lines(write: (person: Person) => string, rows = ownPeople): string {
  return rows.map((person) => `${write(person)}\n`).join('');
}

const plain = ({ id, name, street }: Person) => `${id},${name},${street}`;
const text = lines(plain);

function own(
  what: string,
  declared: DeclaredCase['declared'],
  objects: Record<string, string | Buffer>,
  right: DeclaredCase['right'] = (person) => person,
): DeclaredCase {
  const buffers = Object.fromEntries(Object.entries(objects).map(([key, content]) => [key, Buffer.from(content)]));
  return { what, declared: { columns, ...declared }, objects: () => buffers, right };
}

/** Refused when the transform is created. */
function refused(...of: Parameters<typeof own>): DeclaredCase {
  return { ...own(...of), atOnce: true };
}

const input = 'org.apache.hadoop';

export const ownCases: readonly DeclaredCase[] = [
  own(
    'lazy: quotes are plain, \\N is null',
    { serde: 'lazy', serdeParameters: { 'field.delim': '\t' } },
    { 't/a': lines(({ id, name, street }) => `${id}\t"${name}\t${Number(id) < 3 ? '\\N' : street}`) },
    (person) => ({ ...person, name: `"${person.name}`, street: Number(person.id) < 3 ? '' : (person.street ?? '') }),
  ),
  own(
    'OpenCSVSerde: the backslash escapes',
    { serde: 'opencsv' },
    { 't/a': lines(({ id, name, street }) => `"${id}","${name} \\"x\\", C:\\\\d","${street}"`) },
    (person) => ({ ...person, name: `${person.name} "x", C:\\d` }),
  ),
  own(
    'JSON: keys fold case',
    { serde: 'openx' },
    { 't/a': lines(({ id, name, street }) => JSON.stringify({ ID: id, Name: name, STREET: street })) },
  ),
  own(
    'an object for each codec, under names that tell nothing',
    { serde: 'lazy', serdeParameters: comma },
    {
      't/a.bz2': gzipSync(lines(plain, ownPeople.slice(0, 2))),
      't/b': zstdCompressSync(lines(plain, ownPeople.slice(2, 4))),
      't/c.csv': snappyHadoop(lines(plain, ownPeople.slice(4, 6))),
      't/d.gz': lines(plain, ownPeople.slice(6)),
      't/_temporary/a': text,
      't/e': '',
    },
  ),
  own(
    'columns with our own names',
    { serde: 'opencsv', columns: ['id', 'label', 'match_id'] },
    { 't/a': text },
    ({ id = '', name = '', street = '' }) => ({ id, label: name, match_id: street }),
  ),
  own(
    'types that not every cell fits',
    {
      serde: 'lazy',
      serdeParameters: comma,
      columns: [
        { Name: 'id', Type: 'int' },
        'name',
        { Name: 'zip', Type: 'int' },
        { Name: 'amount', Type: 'decimal(5,2)' },
      ],
    },
    { 't/a': lines(({ id, name }) => `${id},${name},00${id},${id}.10`) },
    ({ id = '', name = '' }) => ({ id, name, zip: `00${id}`, amount: `${id}.10` }),
  ),
  refused(
    'a SerDe that is not read',
    { serde: 'org.apache.hadoop.hive.serde2.RegexSerDe' },
    { 't/a': text },
    /SerDe is org\.apache\.hadoop\.hive\.serde2\.RegexSerDe/,
  ),
  refused(
    'a parameter that is not applied',
    { serde: 'opencsv', serdeParameters: { 'serialization.null.format': 'x' } },
    { 't/a': text },
    /serialization\.null\.format/,
  ),
  own('a JSON array', { serde: 'openx' }, { 't/a': JSON.stringify(ownPeople, undefined, 1) }, /begins a JSON array/),
  own('Parquet under text', { serde: 'lazy', serdeParameters: comma }, { 't/a': 'PAR1' }, /is Parquet/),
  refused('Iceberg', { serde: 'parquet', tableParameters: { table_type: 'ICEBERG' } }, {}, /is a table of Iceberg/),
  refused(
    'Delta Lake',
    { serde: 'parquet', tableParameters: { 'spark.sql.sources.provider': 'delta' } },
    {},
    /is a table of Delta Lake/,
  ),
  refused(
    'Hudi',
    { serde: 'parquet', inputFormat: `${input}.hudi.HoodieParquetInputFormat` },
    {},
    /is a table of Hudi/,
  ),
  refused('a view', { serde: 'lazy', tableType: 'VIRTUAL_VIEW' }, {}, /is a view/),
  refused(
    'a list of files',
    { serde: 'lazy', inputFormat: `${input}.hive.ql.io.SymlinkTextInputFormat` },
    {},
    /SymlinkTextInputFormat/,
  ),
  ...['hive.ql.io.orc.OrcSerde', 'hive.serde2.avro.AvroSerDe'].map((serde) =>
    refused(serde, { serde: `${input}.${serde}` }, { 't/a': text }, new RegExp(serde)),
  ),
  refused('Grok', { serde: 'com.amazonaws.glue.serde.GrokSerDe' }, { 't/a': text }, /GrokSerDe/),
];
