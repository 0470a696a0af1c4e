import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { test } from 'vitest';
import { bzip2Streams, hadoopBlocks, lz4Block, snappyHadoop } from '../../harness/packed';
import { checkDeclared, type Declared } from './catalog';

/**
 * Further spellings of what tables declare and hold: case → right value. Rows are written `cell|cell`, in order of lines; the columns
 * are id and name unless told otherwise.
 */
type Case = readonly [what: string, declared: Declared, right: readonly string[] | RegExp];
type Parameters = Readonly<Record<string, string>>;

const header = { 'skip.header.line.count': '1' };
const comma = { 'field.delim': ',' };
const plain = ['1|Ann', '2|Bob'];
const text = '1,Ann\n2,Bob\n';

function declare(serde: string) {
  return (
    content: string | Buffer,
    serdeParameters: Parameters = {},
    tableParameters: Parameters = {},
    more: Partial<Declared> = {},
  ): Declared => ({
    serde,
    columns: ['id', 'name'],
    serdeParameters,
    tableParameters,
    objects: { 't/part': content },
    ...more,
  });
}
const lazy = declare('lazy');
const csv = declare('opencsv');
const openx = declare('openx');
const hiveJson = declare('hivejson');

const lazyCases: readonly Case[] = [
  ['a delimiter as \\u0001', lazy('1\u0001a,b\n', { 'field.delim': '\\u0001' }), ['1|a,b']],
  ['a delimiter as \\001', lazy('1\u0001a,b\n', { 'field.delim': '\\001' }), ['1|a,b']],
  ['a delimiter as the character itself', lazy('1\u0001a,b\n', { 'field.delim': '\u0001' }), ['1|a,b']],
  ['a delimiter as 44', lazy(text, { 'field.delim': '44' }), plain],
  ['a delimiter of no character', lazy(text, { 'field.delim': '' }), /field\.delim with the value ""/],
  ['a delimiter beyond a byte', lazy(text, { 'field.delim': '300' }), /field\.delim with the value "300"/],
  ['field.delim before serialization.format', lazy(text, { ...comma, 'serialization.format': '1' }), plain],
  [
    'a null that is the empty text',
    lazy('1,\\N\n2,\n', { ...comma, 'serialization.null.format': '' }),
    ['1|\\N', '2|'],
  ],
  ['a null within a cell', lazy('1,a\\N\n2,\\N \n', comma), ['1|a\\N', '2|\\N ']],
  [
    'a null told by the table',
    lazy('1,null\n2,NULL\n', comma, { 'serialization.null.format': 'null' }),
    ['1|', '2|NULL'],
  ],
  ['another escape', lazy('1,a^,b\n2,c\\d\n', { ...comma, 'escape.delim': '^' }), ['1|a,b', '2|c\\d']],
  ['an escape by its number', lazy('1,a\\,b\n', { ...comma, 'escape.delim': '92' }), ['1|a,b']],
  ['an escape at the end of a line', lazy('1,a\\\n2,b\n', { ...comma, 'escape.delim': '\\' }), ['1|a\\', '2|b']],
  ['an escape of no character', lazy(text, { ...comma, 'escape.delim': '' }), /escape\.delim with the value ""/],
  [
    'the delimiter as its own escape',
    lazy(text, { ...comma, 'escape.delim': ',' }),
    /escape\.delim .* delimiter of fields/,
  ],
  ['header lines in a file that has fewer', lazy('1,a\n', comma, { 'skip.header.line.count': '5' }), /has 0 rows/],
  [
    'a negative header',
    lazy(text, comma, { 'skip.header.line.count': '-1' }),
    /skip\.header\.line\.count with the value "-1"/,
  ],
  ['empty lines count as a footer', lazy('1,Ann\n2,Bob\nTOTAL\n\n', comma, { 'skip.footer.line.count': '2' }), plain],
  ['a footer without a line end', lazy('1,Ann\n2,Bob\nTOTAL', comma, { 'skip.footer.line.count': '1' }), plain],
  ['a footer after CRLF', lazy('1,Ann\r\n2,Bob\r\nTOTAL 2\r\n', comma, { 'skip.footer.line.count': '1' }), plain],
  ['a footer after CR', lazy('1,Ann\r2,Bob\rTOTAL 2\r', comma, { 'skip.footer.line.count': '1' }), plain],
  [
    'nothing but header and footer',
    lazy('id\nTOTAL\n', comma, { ...header, 'skip.footer.line.count': '1' }),
    /has 0 rows/,
  ],
  ['line.delim as 10', lazy(text, { ...comma, 'line.delim': '10' }), plain],
  ['line.delim as \\n', lazy(text, { ...comma, 'line.delim': '\\n' }), plain],
  [
    'a byte order mark between objects',
    lazy('', comma, {}, { objects: { 't/1': '1,Ann\n', 't/2': '\ufeff2,Bob\n' } }),
    plain,
  ],
  ['an x before Ctrl-A and a control character', lazy('x\u0001a\u0002b\n'), ['x|a\u0002b']],
  ['a cell that looks like a document', lazy('<?xml version="1.0"?>,Ann\n', comma), ['<?xml version="1.0"?>|Ann']],
  ['a cell that is a lone quote', lazy('1,"\n2,Bob\n', comma), ['1|"', '2|Bob']],
  [
    'the SerDe of one, the input format of another',
    lazy(text, comma, {}, { inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat' }),
    /MapredParquetInputFormat, which does not go with/,
  ],
  ['a column twice', lazy(text, comma, {}, { columns: ['id', 'name', 'name'] }), /has the column "name" twice/],
  [
    'a column that is a partition key, too',
    lazy(text, comma, {}, { partitionKeys: ['name'] }),
    /has the column "name" twice/,
  ],
];

const csvCases: readonly Case[] = [
  ['no quotes at all (\\u0000)', csv('1,"Ann\n2,Bob"\n', { quoteChar: '\\u0000' }), ['1|"Ann', '2|Bob"']],
  ['no escapes at all (\\u0000)', csv('1,C:\\d\n', { escapeChar: '\\u0000' }), ['1|C:\\d']],
  ['a separator as \\t', csv('1\tAnn\n2\tBob\n', { separatorChar: '\\t' }), plain],
  ['a separator as \\u0001', csv('1\u0001Ann\n2\u0001Bob\n', { separatorChar: '\\u0001' }), plain],
  ['an escape as two backslashes', csv('1,"a\\"b"\n', { escapeChar: '\\\\' }), ['1|a"b']],
  ['a separator of two characters', csv(text, { separatorChar: '||' }), /separatorChar with the value "\|\|"/],
  ['a quote of no character', csv(text, { quoteChar: '' }), /quoteChar with the value ""/],
  ['an escape of no character', csv(text, { escapeChar: '' }), /escapeChar with the value ""/],
  [
    'the separator as its own quote',
    csv(text, { quoteChar: ',' }),
    /separatorChar .* quoteChar or escapeChar is the same/,
  ],
  ['parameters told by the table', csv('1;Ann\n2;Bob\n', {}, { separatorChar: ';' }), plain],
  ['a parameter told twice', csv(text, { quoteChar: '"' }, { quoteChar: "'" }), /quoteChar .* a second time/],
  [
    'header lines counted one by one',
    csv('"i\nd","name"\n1,Ann\n2,Bob\n', {}, { 'skip.header.line.count': '2' }),
    plain,
  ],
  [
    'a header that goes on',
    csv('"my\nid",name\n1,Ann\n', {}, header),
    /^Line 1 of s3:.* is the last of its header .* goes on behind it/,
  ],
  ['a quoted header', csv('"id","the ""name"""\n1,Ann\n2,Bob\n', {}, header), plain],
  ['an empty quoted cell', csv('1,""\n2,""""\n'), ['1|', '2|"']],
  ['a cell of blanks', csv('1,"  "\n2,  \n'), ['1|  ', '2|  ']],
  ['NUL in a cell', csv('1,a\u0000b\n'), ['1|a\u0000b']],
  ['a next-line character', csv('1,a\u0085b\u2028c\n'), ['1|a\u0085b\u2028c']],
  ['a byte order mark and a quoted header', csv('\ufeff"id","name"\n1,Ann\n2,Bob\n', {}, header), plain],
  ['a footer behind lines in cells', csv('1,"a\nb"\nTOTAL,1\n', {}, { 'skip.footer.line.count': '1' }), ['1|a\nb']],
  [
    'UTF-16 without a byte order mark',
    csv(Buffer.from(text.repeat(9), 'utf16le')),
    /is UTF-16 text, which is not read/,
  ],
  [
    'UTF-16, the high byte first',
    csv(Buffer.from(`\ufeff${text}`, 'utf16le').swap16()),
    /is UTF-16 text, which is not read/,
  ],
];

const jsonCases: readonly Case[] = [
  ['one key twice, the same', openx('{"id":1,"name":"a","name":"a"}\n'), ['1|a']],
  ['one key twice', openx('{"id":1,"name":"a","name":"b"}\n'), /^Line 1 of s3:.* two values for the column "name"/],
  ['a null and another value', openx('{"id":1,"name":null,"NAME":"b"}\n'), /two values for the column "name"/],
  [
    'columns that differ in case',
    openx('{"id":1,"name":"a","Name":"b"}\n', {}, {}, { columns: ['id', 'name', 'Name'] }),
    ['1|a|b'],
  ],
  ['a mapping in other case', openx('{"id":1,"Full Name":"Ann"}\n', { 'mapping.NAME': 'Full Name' }), ['1|Ann']],
  ['a mapping told by the table', openx('{"id":1,"n":"Ann"}\n', {}, { 'mapping.name': 'n' }), ['1|Ann']],
  [
    'two mappings of one column',
    openx('', { 'mapping.name': 'a', 'mapping.Name': 'b' }),
    /mapping\.(n|N)ame .* told another key/,
  ],
  [
    'a mapping to the key of another',
    openx('', { 'mapping.name': 'ID' }),
    /mapping\.name with the value "ID": the column id has that key/,
  ],
  [
    'mappings that swap keys',
    openx('{"id":"Ann","name":1}\n', { 'mapping.name': 'id', 'mapping.id': 'name' }),
    ['1|Ann'],
  ],
  [
    'a mapping to a key with a dot',
    openx('{"id":1,"a.b":"x"}\n', { 'mapping.name': 'a.b', 'dots.in.keys': 'true' }),
    ['1|x'],
  ],
  ['a mapping of Hive', hiveJson('', { 'mapping.name': 'n' }), /mapping\.name with the value "n"/],
  [
    'case that counts, of Hive',
    hiveJson('', { 'case.insensitive': 'false' }),
    /case\.insensitive with the value "false"/,
  ],
  [
    'what holds anyway, of Hive',
    hiveJson('{"ID":1,"Name":"Ann"}\n', { 'case.insensitive': 'TRUE', 'dots.in.keys': 'false' }),
    ['1|Ann'],
  ],
  [
    'numbers as they are written',
    openx('{"id":1,"name":-0.0}\n{"id":2,"name":1E400}\n{"id":3,"name":0.10000000000000000001}\n'),
    ['1|-0.0', '2|1E400', '3|0.10000000000000000001'],
  ],
  ['a text that looks like null', openx('{"id":1,"name":"null"}\n{"id":2,"name":null}\n'), ['1|null', '2|']],
  ['line breaks and NUL, escaped', openx('{"id":1,"name":"a\\r\\n\\u0000b"}\n'), ['1|a\r\n\u0000b']],
  ['a key in capitals beyond ASCII', openx('{"id":1,"STRAßE":"x"}\n', {}, {}, { columns: ['id', 'straße'] }), ['1|x']],
  ['CR for lines', openx('{"id":1,"name":"a"}\r{"id":2,"name":"b"}\r'), ['1|a', '2|b']],
  ['an array in one line', openx('[{"id":1},{"id":2}]'), /^Line 1 of s3:.* begins a JSON array/],
  [
    'a comma behind each object',
    openx('{"id":1,"name":"a"},\n{"id":2,"name":"b"}\n'),
    /^Line 1 of s3:.* something follows/,
  ],
  ['numbers that are none', openx('{"id":1,"name":NaN}\n'), /^Line 1 of s3:.* not one of JSON/],
];

const packedCases: readonly Case[] = [
  ['bzip2 in streams', csv(bzip2Streams), plain],
  ['deflate', csv(deflateSync(text)), plain],
  [
    'zstd cut off',
    csv(zstdCompressSync(text.repeat(50)).subarray(0, -4)),
    /is compressed with zstd, and it is cut off/,
  ],
  ['blocks of snappy', csv(Buffer.concat([snappyHadoop('1,Ann\n'), snappyHadoop('2,Bob\n')])), plain],
  ['gzip of nothing beside others', csv('', {}, {}, { objects: { 't/1': text, 't/2.gz': gzipSync('') } }), plain],
  [
    'a codec for each object',
    csv('', {}, {}, { objects: { 't/1': '1,Ann\n', 't/2': zstdCompressSync('2,Bob\n'), 't/3': gzipSync('3,Cid\n') } }),
    [...plain, '3|Cid'],
  ],
  ['gzip under the name of another', csv('', {}, {}, { objects: { 't/part.bz2': gzipSync(text) } }), plain],
  ['text under the name of gzip', csv('', {}, {}, { objects: { 't/part.csv.gz': text } }), plain],
  ['gzip twice', csv(gzipSync(gzipSync(text))), /is compressed a second time, with gzip/],
  [
    'a tar archive in gzip',
    csv(
      gzipSync(Buffer.concat([Buffer.from('people.csv'.padEnd(257, '\0')), Buffer.from('ustar'), Buffer.alloc(1000)])),
    ),
    /is a tar archive/,
  ],
  [
    'brotli',
    csv('', {}, {}, { objects: { 't/part.csv.br': brotliCompressSync(text.repeat(50)) } }),
    /part\.csv\.br is compressed with brotli/,
  ],
  ['compress', csv(Buffer.from('\x1f\x9d\x90 more', 'latin1')), /is compressed with compress \(\.Z\)/],
  ['xz', csv(Buffer.from('\xfd7zXZ\0more', 'latin1')), /is compressed with xz/],
  [
    "LZ4 in Hadoop's blocks",
    csv(hadoopBlocks(text.repeat(9), lz4Block)),
    /is compressed in Hadoop's blocks, (with LZ4 or LZO|but not with snappy \(LZ4)/,
  ],
  [
    "LZ4 in Hadoop's blocks that looks like snappy",
    csv(hadoopBlocks(text, lz4Block)),
    /is compressed in Hadoop's blocks, (with LZ4 or LZO|but not with snappy \(LZ4)/,
  ],
  ['Parquet in gzip under Parquet', { ...declare('parquet')(gzipSync('PAR1')) }, /is compressed with gzip as a whole/],
];

const placeCases: readonly Case[] = [
  [
    'a partition with %',
    csv('', {}, {}, { columns: ['id'], partitionKeys: ['p'], objects: { 't/p=50%25/x': '1\n', 't/p=a+b c/x': '2\n' } }),
    ['1|50%', '2|a+b c'],
  ],
  [
    'a partition that is no UTF-8',
    csv('', {}, {}, { columns: ['id'], partitionKeys: ['p'], objects: { 't/p=%FF/x': '1\n' } }),
    /The folder p=%FF of s3:.*p that is not UTF-8/,
  ],
  [
    'a partition with leading zeros',
    csv('', {}, {}, { columns: ['id'], partitionKeys: ['month'], objects: { 't/month=05/x': '1\n' } }),
    ['1|05'],
  ],
  [
    'partitions with hidden folders',
    csv(
      '',
      {},
      {},
      {
        columns: ['id'],
        partitionKeys: ['p'],
        objects: { 't/p=1/x': '1\n', 't/p=1/_temporary/0/x': '2\n', 't/.tmp/p=1/x': '3\n', 't/p=1/_SUCCESS': 'x' },
      },
    ),
    ['1|1'],
  ],
  [
    'an order of partitions that is another',
    csv('', {}, {}, { columns: ['id'], partitionKeys: ['a', 'b'], objects: { 't/b=1/a=2/x': '1\n' } }),
    /partitioned by a, b, but s3:/,
  ],
  [
    'a key column beside one in other case',
    csv('x,1,Ann\nx,2,Bob\n', {}, {}, { columns: ['ID', 'id', 'name'] }),
    ['x|1|Ann', 'x|2|Bob'],
  ],
];

test.each([...lazyCases, ...csvCases, ...jsonCases, ...packedCases, ...placeCases])(
  '%s',
  async (_, declared, right) => {
    await checkDeclared(declared, right);
  },
);
