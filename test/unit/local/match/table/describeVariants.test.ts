import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tableEntry } from '../../../../../src/local/catalog/tableEntry';
import { tableFormat } from '../../../../../src/local/catalog/tableFormat';
import { fileCodec } from '../../../../../src/local/match/table/content';
import { describeFile } from '../../../../../src/local/match/table/describe';
import { readTable } from '../../../../../src/local/match/table/readTable';
import { tableFile } from '../../../../harness/tableFile';

/** Files as people give them to --add-table → their names and rows, cells joined by `|`, or the refusal. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'describe-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

test.each<readonly [what: string, content: string | Buffer, right: readonly string[] | RegExp]>([
  ['sep= in quotes', '"sep=;"\nid;name\n1;a,b\n', ['id|name', '1|a,b']],
  ['sep= of a tab, CRLF', 'sep=\t\r\nid\tname\r\n1\ta,b\r\n', ['id|name', '1|a,b']],
  ['sep= behind a byte order mark', '\ufeffsep=|\nid|name\n1|a\n', ['id|name', '1|a']],
  ['CR alone, quotes over lines', 'id,name\r1,"a\rb"\r2,c\r', ['id|name', '1|a\rb', '2|c']],
  ['LF, CRLF and CR mixed', 'id,name\r\n1,a\n2,b\r3,c', ['id|name', '1|a', '2|b', '3|c']],
  ['a line break of CRLF in a name', 'id,"full\r\nname",c\r\n1,a,b\r\n', ['id|full name|c', '1|a|b']],
  ['a line break in the first name', '"my\nid",name\n1,a\n', ['my id|name', '1|a']],
  ['names twice, in other case', 'id,Name,NAME\n1,a,b\n', /names "Name" and "NAME", which differ in case only/],
  ['names twice', 'id,a,a\n1,b,c\n', /names "a" twice/],
  ['a comma behind the last name', 'id,name,\n1,a,\n', /Column 3 of .* has no name/],
  ['tabs, a quote that opens only', 'id\tname\n1\t"a\n2\tb\n', ['id|name', '1|"a', '2|b']],
  ['tabs, quoted cells with tabs', 'id\tname\n1\t"a\tb"\n2\t"c ""d"""\n', ['id|name', '1|a\tb', '2|c "d"']],
  ['commas, backslashes before quotes', 'id,name\n1,"a \\"b\\", c"\n2,d\n', ['id|name', '1|a "b", c', '2|d']],
  [
    'commas, backslashes before quotes, cells over lines',
    'id,name\n1,"a \\"b\\"\nc"\n2,d\n',
    ['id|name', '1|a "b"\nc', '2|d'],
  ],
  ['commas, backslashes elsewhere', 'id,name\n1,"C:\\d"\n2,e\\\n', ['id|name', '1|C:\\d', '2|e\\']],
  ['single quotes', "id,name\n1,'a, b'\n2,c\n", ['id|name', '1|a, b', '2|c']],
  ['Ctrl-A', 'id\u0001name\n1\u0001a,b\n', ['id|name', '1|a,b']],
  ['empty lines before the header', '\n\r\nid,name\n1,a\n', ['id|name', '1|a']],
  ['a quoted tab-separated header', '"id"\t"name"\n"1"\t"a"\n', ['id|name', '1|a']],
  ['UTF-16 of Excel', utf16('\ufeffid\tname\n1\ta\n'), /is UTF-16 text, .* Store the data as UTF-8 text\.$/],
  ['UTF-16, the high byte first', utf16('\ufeffid,name\n').swap16(), /is UTF-16 text/],
  ['UTF-16 without its mark', utf16('id,name\n1,a\n'), /is UTF-16 text/],
  ['an array in gzip', gzipSync('[{"id":1}]'), /begins a JSON array/],
  ['an array behind a byte order mark', '\ufeff[\n{"id":1}\n]', /begins a JSON array/],
  ['a pretty object behind blanks', '  {\n "id": 1\n}', /holds only a part of a JSON object/],
  ['JSON with keys that differ in case', '{"id":1,"ID":2}\n', /names "id" and "ID", which differ in case only/],
  [
    'JSON, ids beyond 2^53 as numbers',
    '{"id":9007199254740993}\n{"id":9007199254740992}\n',
    ['id', '9007199254740993', '9007199254740992'],
  ],
  ['JSON in gzip', gzipSync('{"id":1,"name":null}\n{"name":"a","id":2}\n'), ['id|name', '1|', '2|a']],
  ['an Excel workbook', Buffer.from('PK\u0003\u0004rest of it'), /is a ZIP archive \(Excel workbooks are, too\)/],
  ['a page of HTML', '\n<!DOCTYPE html>\n<html><body>Sign in</body></html>\n', /is an HTML page, not a table\. Export/],
  [
    'an answer of S3',
    '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>\n',
    /is an XML document, not a table/,
  ],
  ['a PDF', '%PDF-1.7\nx\n', /is a PDF, not a table/],
  ['nothing but a byte order mark', '\ufeff', /is empty/],
  ['nothing but blanks', ' \n \n', /is empty|no name/],
])('%s', async (_, content, right) => {
  const path = join(folder, 'people');
  await writeFile(path, content);
  const file = tableFile(path);
  const found = await describeFile(file, folder).catch((error: Error) => error.message);
  if (typeof found === 'string') {
    expect(found).toMatch(right instanceof RegExp ? right : 'no refusal');
    return;
  }
  const input = { ...tableEntry('t', 's3://b/t/', found) };
  const format = tableFormat({ database: 'd', name: 't', input, created: 0, updated: 0, version: 0 });
  const names = found.columns.map(({ name }) => name);
  const table = await readTable({ files: [file], format, columns: found.columns }, names[0] ?? '', folder);
  const rows = Array.from({ length: table.rows }, (_row, row) => table.cells.map((cells) => cells[row] ?? ''));
  expect([names, ...rows].map((cells) => cells.join('|'))).toEqual(right);
  expect(found.sample).toEqual(rows.slice(0, found.sample.length));
});

test('text with control characters is not taken for compressed', async () => {
  const path = join(folder, 'people');
  await writeFile(path, 'id,name\n1,a\u0000b\n');
  expect((await describeFile(tableFile(path), folder)).compression).toBe(undefined);
  expect(await fileCodec(tableFile(path))).toBe('none');
});
