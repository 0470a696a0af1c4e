import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bzip2People, snappyHadoop, snappyRaw } from '../../../harness/packed';
import { type Declared, declarationProblem, readDeclared } from '../catalog';

/** One table of case → right value: what a catalog declares, what lies in S3, and the rows or the refusal that come of it. */

type Case = readonly [
  what: string,
  declared: Declared & { readonly content?: string | Buffer },
  right: readonly (readonly string[])[] | RegExp,
];

const two = ['id', 'name'];
const header = { 'skip.header.line.count': '1' };
const comma = { 'field.delim': ',' };
const plain = [
  ['1', 'Ann'],
  ['2', 'Bob'],
];
const text = 'id,name\n1,Ann\n2,Bob\n';
const lazy = (content: string | Buffer, serdeParameters: Record<string, string> = comma, tableParameters = {}) => ({
  serde: 'lazy',
  columns: two,
  serdeParameters,
  tableParameters,
  content,
});
const csv = (content: string | Buffer, serdeParameters: Record<string, string> = {}, tableParameters = {}) => ({
  ...lazy(content, serdeParameters, tableParameters),
  serde: 'opencsv',
});
const json = (content: string | Buffer, serdeParameters: Record<string, string> = {}, serde = 'openx') => ({
  ...lazy(content, serdeParameters),
  serde,
});

const cases: readonly Case[] = [
  // LazySimpleSerDe
  [
    'lazy: quotes are plain',
    lazy('1,"Ann\n2,Bob"\n3,"a ""b"""\n'),
    [
      ['1', '"Ann'],
      ['2', 'Bob"'],
      ['3', '"a ""b"""'],
    ],
  ],
  [
    'lazy: \\N is null',
    lazy('1,\\N\n2,Bob\n'),
    [
      ['1', ''],
      ['2', 'Bob'],
    ],
  ],
  [
    'lazy: another null',
    lazy('1,NULL\n2,\\N\n', { ...comma, 'serialization.null.format': 'NULL' }),
    [
      ['1', ''],
      ['2', '\\N'],
    ],
  ],
  [
    'lazy: null told by the table',
    lazy('1,-\n2,b\n', comma, { 'serialization.null.format': '-' }),
    [
      ['1', ''],
      ['2', 'b'],
    ],
  ],
  [
    'lazy: escapes',
    lazy('1,a\\,b\n2,C:\\\\d\\n\\x\n3,\\N\n', { ...comma, 'escape.delim': '\\' }),
    [
      ['1', 'a,b'],
      ['2', 'C:\\d\nx'],
      ['3', ''],
    ],
  ],
  [
    'lazy: a backslash without escape.delim',
    lazy('1,a\\b\n2,b\\\n'),
    [
      ['1', 'a\\b'],
      ['2', 'b\\'],
    ],
  ],
  [
    'lazy: Ctrl-A',
    lazy('1\u0001a,b\n2\u0001c\n', { 'serialization.format': '1' }),
    [
      ['1', 'a,b'],
      ['2', 'c'],
    ],
  ],
  [
    'lazy: Ctrl-A where nothing is told',
    lazy('1\u0001a\n2\u0001c\n', {}),
    [
      ['1', 'a'],
      ['2', 'c'],
    ],
  ],
  [
    'lazy: serialization.format',
    lazy('1|a\n2|c\n', { 'serialization.format': '|' }),
    [
      ['1', 'a'],
      ['2', 'c'],
    ],
  ],
  [
    'lazy: a delimiter by its number',
    lazy('1\ta\n2\tc\n', { 'field.delim': '9' }),
    [
      ['1', 'a'],
      ['2', 'c'],
    ],
  ],
  [
    'lazy: a delimiter by its escape',
    lazy('1\ta\n2\tc\n', { 'field.delim': '\\t' }),
    [
      ['1', 'a'],
      ['2', 'c'],
    ],
  ],
  [
    'lazy: the delimiter that a crawler saw',
    lazy('1;a\n2;c\n', {}, { delimiter: ';', classification: 'csv' }),
    [
      ['1', 'a'],
      ['2', 'c'],
    ],
  ],
  [
    'lazy: what Athena writes',
    lazy('1,a:b\u0002c\n2,d\n', {
      ...comma,
      'serialization.format': ',',
      'line.delim': '\n',
      'collection.delim': '\u0002',
      'mapkey.delim': ':',
    }),
    [
      ['1', 'a:b\u0002c'],
      ['2', 'd'],
    ],
  ],
  [
    'lazy: two delimiters',
    lazy('', { 'field.delim': '||' }),
    /field\.delim with the value "\|\|": LazySimpleSerDe cuts fields at one character/,
  ],
  ['lazy: header lines', lazy('People\nid,name\n1,Ann\n2,Bob\n', comma, { 'skip.header.line.count': '2' }), plain],
  [
    'lazy: footer',
    lazy('id,name\n1,Ann\n2,Bob\nTOTAL 2\n', comma, { ...header, 'skip.footer.line.count': '1' }),
    plain,
  ],
  [
    'lazy: a header count that is none',
    lazy('', comma, { 'skip.header.line.count': 'one' }),
    /skip\.header\.line\.count with the value "one"/,
  ],
  [
    'lazy: two counts',
    lazy('', { ...comma, 'skip.header.line.count': '1' }, { 'skip.header.line.count': '2' }),
    /skip\.header\.line\.count .* a second time/,
  ],
  ['lazy: CR', lazy('1,Ann\r2,Bob\r'), plain],
  ['lazy: CRLF and LF', lazy('1,Ann\r\n2,Bob\n'), plain],
  [
    'lazy: the last column takes the rest',
    lazy('1,a,b\n2,c\n', { ...comma, 'serialization.last.column.takes.rest': 'true' }),
    [
      ['1', 'a,b'],
      ['2', 'c'],
    ],
  ],
  [
    'lazy: another encoding',
    lazy('', { ...comma, 'serialization.encoding': 'windows-1252' }),
    /serialization\.encoding with the value "windows-1252"/,
  ],
  ['lazy: UTF-8 by its name', lazy('1,Ann\n2,Bob', { ...comma, 'serialization.encoding': 'UTF-8' }), plain],
  ["lazy: a line end of one's own", lazy('', { ...comma, 'line.delim': ';' }), /line\.delim with the value ";"/],
  [
    'lazy: quotes that a crawler saw',
    lazy('', comma, { areColumnsQuoted: 'true' }),
    /areColumnsQuoted .* Use OpenCSVSerde/,
  ],
  ['lazy: a parameter of OpenCSVSerde', lazy('', { ...comma, quoteChar: '"' }), /quoteChar with the value "\\""/],
  ['lazy: an unknown parameter', lazy('', { ...comma, 'input.regex': '(.*)' }), /input\.regex/],
  [
    'lazy: remarks of a crawler',
    lazy('1,Ann\n2,Bob\n', comma, {
      CrawlerSchemaSerializerVersion: '1.0',
      compressionType: 'none',
      typeOfData: 'file',
      columnsOrdered: 'true',
      areColumnsQuoted: 'false',
      delimiter: ',',
    }),
    plain,
  ],
  [
    'lazy: a column too few',
    lazy('1,Ann\n2\n'),
    /^Line 2 of s3:\/\/data\/t\/part has 1 column where the table has 2: the first missing one is "name"/,
  ],

  // OpenCSVSerde
  [
    'csv: doubled and escaped quotes',
    csv('1,"a ""b"""\n2,"c \\"d\\", e"\n'),
    [
      ['1', 'a "b"'],
      ['2', 'c "d", e'],
    ],
  ],
  [
    'csv: escapes are the backslash where absent',
    csv('1,"C:\\\\d"\n2,b\n'),
    [
      ['1', 'C:\\d'],
      ['2', 'b'],
    ],
  ],
  [
    "csv: an escape of one's own",
    csv('1,"a ^"b^""\n2,"C:\\d"\n', { escapeChar: '^' }),
    [
      ['1', 'a "b"'],
      ['2', 'C:\\d'],
    ],
  ],
  [
    'csv: the quote as its own escape',
    csv('1,"C:\\d\\"\n2,b\n', { escapeChar: '"' }),
    [
      ['1', 'C:\\d\\'],
      ['2', 'b'],
    ],
  ],
  [
    'csv: another quote',
    csv("1,'a, b'\n2,'it''s'\n", { quoteChar: "'" }),
    [
      ['1', 'a, b'],
      ['2', "it's"],
    ],
  ],
  [
    'csv: another separator',
    csv('1;12,5\n2;"a;b"\n', { separatorChar: ';' }),
    [
      ['1', '12,5'],
      ['2', 'a;b'],
    ],
  ],
  [
    'csv: lines in cells',
    csv('1,"a\nb"\r\n2,"c\r\nd\re"\r\n'),
    [
      ['1', 'a\nb'],
      ['2', 'c\r\nd\re'],
    ],
  ],
  [
    'csv: blanks before a quote',
    csv('1, "a, b"\n2,  c\n'),
    [
      ['1', 'a, b'],
      ['2', '  c'],
    ],
  ],
  [
    'csv: a quote within a cell',
    csv('1,5" pipe\n2,a"b"c\n'),
    [
      ['1', '5" pipe'],
      ['2', 'a"b"c'],
    ],
  ],
  ['csv: text behind a quote', csv('1,a\n2,"b"c\n'), /^Line 2 of s3:.* has text behind a closing quote/],
  [
    'csv: a quote that stays open',
    csv('1,a\n2,"b\n3,c\n'),
    /^Line 2 of s3:.* opens a quoted cell \(column 2\) that never ends/,
  ],
  [
    'csv: a null format',
    csv('', { 'serialization.null.format': 'NULL' }),
    /serialization\.null\.format with the value "NULL"/,
  ],
  ['csv: an idle field.delim', csv('1,Ann\n2,Bob\n', comma), plain],
  ['csv: a field.delim that is not the separator', csv('', { 'field.delim': ';' }), /field\.delim with the value ";"/],
  [
    'csv: no class, but a classification',
    { ...csv('id,name\n1,"C:\\d"\n2,b\n', {}, { classification: 'csv', ...header }), serde: '' },
    [
      ['1', 'C:\\d'],
      ['2', 'b'],
    ],
  ],
  [
    'csv: a classification that is another',
    csv('', {}, { classification: 'json' }),
    /classification with the value "json"/,
  ],
  [
    'csv: Parquet under it',
    csv(Buffer.from('PAR1 and more')),
    /^s3:\/\/data\/t\/part is Parquet, which is not read as a table of text/,
  ],
  ['csv: UTF-16', csv(Buffer.from('\ufeff1,Ann\n', 'utf16le')), /is UTF-16 text/],
  [
    'csv: Windows-1252',
    csv(Buffer.from('1,Ann\n2,J\xfcrgen\n', 'latin1')),
    /^Line 2 of s3:.* is not UTF-8: it has the byte 0xFC/,
  ],
  ['csv: an Excel workbook', csv(Buffer.from('PK\u0003\u0004 and more')), /is a ZIP archive \(Excel/],

  // JSON
  ['json: keys fold case', json('{"ID":"1","Name":"Ann"}\n{"id":"2","NAME":"Bob"}\n'), plain],
  ["json: Hive's, too", json('{"ID":"1","Name":"Ann"}\n{"id":"2","NAME":"Bob"}\n', {}, 'hivejson'), plain],
  [
    'json: case that counts',
    json('{"id":1,"Name":"Ann"}\n', { 'case.insensitive': 'false' }),
    /No record of s3:\/\/data\/t\/part has a value for the column "name"\. Keys that are no columns: "Name"/,
  ],
  [
    'json: a mapping',
    json('{"id":1,"full name":"Ann"}\n{"id":2,"Full Name":"Bob"}\n', { 'mapping.name': 'full name' }),
    plain,
  ],
  [
    'json: a mapping of no column',
    json('', { 'mapping.nam': 'full name' }),
    /mapping\.nam with the value "full name": the table has no column nam/,
  ],
  [
    'json: dots in keys',
    { ...json('{"id":1,"a.b":"x"}\n{"id":2,"a.b":"y"}\n', { 'dots.in.keys': 'true' }), columns: ['id', 'a_b'] },
    [
      ['1', 'x'],
      ['2', 'y'],
    ],
  ],
  [
    'json: digits stay',
    json('{"id":9007199254740993,"name":1.10}\n{"id":12345678901234567890,"name":1e3}\n'),
    [
      ['9007199254740993', '1.10'],
      ['12345678901234567890', '1e3'],
    ],
  ],
  [
    'json: lists and objects as written',
    json('{"id":1,"name":[1, {"a":"]"}]}\n{"id":2,"name":{"b": null}}\n'),
    [
      ['1', '[1, {"a":"]"}]'],
      ['2', '{"b": null}'],
    ],
  ],
  [
    'json: escapes',
    json('{"id":1,"name":"a\\"\\u00fc\\n"}\n{"id":2,"n\\u0061me":true}\n'),
    [
      ['1', 'a"ü\n'],
      ['2', 'true'],
    ],
  ],
  ['json: half a character', json('{"id":1,"name":"\\ud800"}\n'), /^Line 1 of s3:.* half a character/],
  [
    'json: two keys for one column',
    json('{"id":1,"name":"a","NAME":"b"}\n'),
    /^Line 1 of s3:.* two values for the column "name"/,
  ],
  ['json: an array', json('[{"id":1},\n{"id":2}]\n'), /^Line 1 of s3:.* begins a JSON array/],
  ['json: over several lines', json('{\n  "id": 1\n}\n'), /^Line 1 of s3:.* holds only a part of a JSON object/],
  [
    'json: malformed',
    json('{"id":1,"name":"a"}\n{"id":2,"name":b}\n'),
    /^Line 2 of s3:.* is not a JSON object: .* at character 16/,
  ],
  [
    'json: malformed, which is to be nulls',
    json('{"id":1,"name":"a"}\n{"id":2,"name":b}\n', { 'ignore.malformed.json': 'true' }),
    /^Line 2 of s3:.*\(ignore\.malformed\.json/,
  ],
  ['json: two objects a line', json('{"id":1}{"id":2}\n'), /^Line 1 of s3:.* something follows the object/],
  [
    'json: paths and time stamps',
    json('{"id":1,"name":"Ann"}\n{"id":2,"name":"Bob"}\n', { paths: 'id,name', 'timestamp.formats': 'yyyy' }),
    plain,
  ],
  ['json: an unknown parameter', json('', { 'use.null.for.invalid.data': 'true' }), /use\.null\.for\.invalid\.data/],

  // Compressed
  ['gzip', csv(gzipSync(text), {}, header), plain],
  [
    'gzip in members, padded',
    csv(Buffer.concat([gzipSync(text.slice(0, 12)), gzipSync(text.slice(12)), Buffer.alloc(100)]), {}, header),
    plain,
  ],
  ['gzip cut off', csv(gzipSync(text).subarray(0, 25), {}, header), /is compressed with gzip, and it is cut off/],
  [
    'gzip and something else',
    csv(Buffer.concat([gzipSync(text), Buffer.from('more')]), {}, header),
    /is compressed with gzip, and its data is damaged/,
  ],
  [
    'zstd in frames',
    csv(Buffer.concat([zstdCompressSync(text.slice(0, 12)), zstdCompressSync(text.slice(12))]), {}, header),
    plain,
  ],
  ['bzip2', csv(bzip2People, {}, header), plain],
  ['bzip2 cut off', csv(bzip2People.subarray(0, -9), {}, header), /is compressed with bzip2, and its data is damaged/],
  ['snappy of Hadoop', csv(snappyHadoop(text), {}, header), plain],
  [
    'snappy cut off',
    csv(snappyHadoop(text).subarray(0, -3), {}, header),
    /is compressed with snappy, and its data is damaged/,
  ],
  ['snappy without a frame', csv(snappyRaw(text), {}, header), plain],
  ['LZ4', csv(Buffer.from('\x04\x22\x4d\x18 more', 'latin1')), /is compressed with LZ4/],
  ['JSON lines in gzip', json(gzipSync('{"id":1,"name":"Ann"}\n{"id":2,"name":"Bob"}\n')), plain],

  // Places
  [
    'what is no data',
    {
      ...csv(''),
      objects: {
        't/part': '1,Ann\n',
        't/sub/part': '2,Bob\n',
        't/_SUCCESS': 'x',
        't/.part.crc': 'x',
        't/part.md5': 'x',
        't/_temporary/0/part': '3,x\n',
        't/.hive-staging_1/part': '4,x\n',
        't/a_$folder$': 'x',
        't/empty': '',
        't/': '',
        't2/part': '5,x\n',
        't.csv': '6,x\n',
      },
    },
    plain,
  ],
  [
    'a location without its slash',
    { ...csv(''), location: 't', objects: { 't/part': '1,Ann\n2,Bob\n', 't2/part': '5,x\n', 't.csv': '6,x\n' } },
    plain,
  ],
  ['a location in a hidden folder', { ...csv(''), location: '_t/', objects: { '_t/part': '1,Ann\n2,Bob\n' } }, plain],
  [
    'odd keys',
    { ...csv(''), location: 'my t+a%20b/', objects: { 'my t+a%20b/part 1+x %2F (1).csv': '1,Ann\n2,Bob\n' } },
    plain,
  ],
  [
    'nothing but markers',
    { ...csv(''), objects: { 't/_SUCCESS': '', 't/part': '' } },
    /no object with data below s3:\/\/data\/t\//,
  ],
  [
    'partitions',
    {
      ...csv(''),
      columns: ['id'],
      partitionKeys: ['year', '_place'],
      objects: {
        't/year=2023/_place=a%2Fb/part': '1\n',
        't/YEAR=2024/_place=K%C3%B6ln/part': '2\n',
        't/year=2024/_place=__HIVE_DEFAULT_PARTITION__/part': '3\n',
        't/_SUCCESS': 'x',
      },
    },
    [
      ['2', '2024', 'Köln'],
      ['1', '2023', 'a/b'],
      ['3', '2024', ''],
    ],
  ],
  [
    'an object outside of the partitions',
    { ...csv(''), columns: ['id'], partitionKeys: ['year'], objects: { 't/year=2023/part': '1\n', 't/part': '2\n' } },
    /partitioned by year, but s3:\/\/data\/t\/part does not lie in year=…\//,
  ],
  [
    'a header in each file',
    { ...csv('', {}, header), objects: { 't/1': 'id,name\n1,Ann\n', 't/2': 'id,name\n2,Bob\n' } },
    plain,
  ],
  [
    'a byte order mark in each file',
    { ...csv(''), objects: { 't/1': '\ufeff1,Ann\n', 't/2': '\ufeff2,Bob\n' } },
    plain,
  ],
  [
    'Delta by its log',
    { ...csv(''), objects: { 't/part': '1,Ann\n', 't/_delta_log/00.json': '{}' } },
    /is a table of Delta Lake/,
  ],
  [
    'Hudi by its folder',
    { ...csv(''), objects: { 't/part': '1,Ann\n', 't/.hoodie/hoodie.properties': 'x' } },
    /is a table of Hudi/,
  ],
  [
    'Iceberg by its metadata',
    { ...csv(''), objects: { 't/data/part': '1,Ann\n', 't/metadata/0.metadata.json': '{}' } },
    /is a table of Iceberg/,
  ],
  [
    'the same key twice',
    { ...csv(''), objects: { 't/1': '1,Ann\n', 't/2': '2,Bob\n1,Cid\n' } },
    /"id" has the value "1" twice: in line 1 of s3:\/\/data\/t\/1 and in line 2 of s3:\/\/data\/t\/2/,
  ],
  ['an empty line', csv('1,Ann\n\n2,Bob\n\n'), plain],

  // Not tables of files that are read
  [
    'ORC',
    {
      serde: 'org.apache.hadoop.hive.ql.io.orc.OrcSerde',
      inputFormat: 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat',
    },
    /OrcInputFormat|OrcSerde/,
  ],
  ['Avro', { serde: 'org.apache.hadoop.hive.serde2.avro.AvroSerDe' }, /its SerDe is .*AvroSerDe/],
  ['RegexSerDe', { serde: 'org.apache.hadoop.hive.serde2.RegexSerDe' }, /its SerDe is .*RegexSerDe/],
  ['Grok', { serde: 'com.amazonaws.glue.serde.GrokSerDe' }, /its SerDe is .*GrokSerDe/],
  ['no SerDe', { tableParameters: { classification: 'xml' } }, /its SerDe is xml/],
  ['Iceberg', { serde: 'parquet', tableParameters: { table_type: 'ICEBERG' } }, /is a table of Iceberg/],
  [
    'Delta',
    { serde: 'parquet', tableParameters: { 'spark.sql.sources.provider': 'delta' } },
    /is a table of Delta Lake/,
  ],
  ['Hudi', { serde: 'parquet', inputFormat: 'org.apache.hudi.hadoop.HoodieParquetInputFormat' }, /is a table of Hudi/],
  ['a view', { serde: 'parquet', tableType: 'VIRTUAL_VIEW' }, /is a view/],
  [
    'symlinks',
    { serde: 'parquet', inputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat' },
    /list of other files \(SymlinkTextInputFormat\)/,
  ],
  [
    'sequence files',
    { serde: 'lazy', inputFormat: 'org.apache.hadoop.mapred.SequenceFileInputFormat' },
    /input format SequenceFileInputFormat/,
  ],
  [
    'a Spark data source',
    { serde: 'lazy', tableParameters: { 'spark.sql.sources.provider': 'csv' } },
    /spark\.sql\.sources\.provider is csv/,
  ],
  ['exclusions', { serde: 'opencsv', tableParameters: { exclusions: '["s3://b/**"]' } }, /parameter exclusions/],
  [
    'Parquet by position',
    { serde: 'parquet', serdeParameters: { 'parquet.column.index.access': 'true' } },
    /parquet\.column\.index\.access/,
  ],
];

test.each(cases)('%s', async (_, { content, ...declared }, right) => {
  const whole = content === undefined ? declared : { ...declared, objects: declared.objects ?? { 't/part': content } };
  if (!(right instanceof RegExp)) {
    expect(await readDeclared(whole)).toEqual(right);
    return;
  }
  const message =
    declarationProblem(whole) ?? (await readDeclared(whole).then(String, (error: Error) => error.message));
  expect(message).toMatch(right);
});
