import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { foreignEncodings } from '../../../../src/labeling/editor/encodings';
import { readLabels } from '../../../../src/local/tasks/readLabels';
import { Checks } from '../../../../src/shared/checks/checks';
import { type Repair, repair, repaired as repairedFile } from '../../../../src/shared/checks/repair';
import { csvCell, quoted } from '../../../../src/shared/file/csvQuoting';
import { isUtf8 } from '../../../../src/shared/file/encoding';
import { LabelingFile } from '../../../../src/shared/file/labelingFile';
import { windows1252 } from '../../../../src/shared/foreignText';
import { Labels } from '../../../../src/shared/labels/edits';
import { eachRound } from '../../../harness/fuzz';
import { latin1, naiveRecords, randomCell, utf8 } from '../samples';

const data = new URL('../../../../../shared/data/dblp-acm/', import.meta.url);
const present = existsSync(data);
if (!present) {
  console.log('Not run: repair of files of ../shared/data, which is not on this machine.');
}

function repaired(bytes: Uint8Array): Repair {
  const found = repair(LabelingFile.parse(bytes));
  if (!found || 'unreadable' in found) {
    throw new Error('there should be something to repair');
  }
  return found;
}

const text = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** Only characters of one byte, so that the text can be written in Windows-1252. */
function narrow(wide: string): string {
  return Array.from(wide, (character) => (character.charCodeAt(0) > 0xff ? '?' : character)).join('');
}

test('a file without faults needs no repair', () => {
  expect(repair(LabelingFile.parse(utf8('labeling_set_id,label,a\n1,A,é\n')))).toBeUndefined();
});

test('the byte order mark goes, all else stays', () => {
  const { bytes, changes } = repaired(utf8('\ufefflabeling_set_id,label,a\r\n1,"A",é'));
  expect(text(bytes)).toBe('labeling_set_id,label,a\r\n1,"A",é');
  expect(changes).toEqual(['The byte order mark (3 bytes) at the beginning is removed.']);
});

test('Windows-1252 becomes UTF-8', () => {
  const { bytes, changes } = repaired(latin1('labeling_set_id,label,a\n1,A,\x93Jos\xe9\x94 \x80\n'));
  expect(text(bytes)).toBe('labeling_set_id,label,a\n1,A,“José” €\n');
  expect(changes).toEqual(['4 bytes of 1 cell that are not UTF-8 are taken for Windows-1252 and become UTF-8.']);
});

test('other delimiters become commas, and cells with a comma get quotes', () => {
  const { bytes, changes } = repaired(utf8('labeling_set_id;label;a\n1;A;x, y\n1;"B, C";5"" pipe\n2;;"z"\n'));
  expect(text(bytes)).toBe('labeling_set_id,label,a\n1,A,"x, y"\n1,"B, C",5"" pipe\n2,,"z"\n');
  expect(changes).toEqual(['The semicolon between columns becomes a comma. 1 cell with a comma gets quotes.']);
});

test('random files: cells, rows and sets stay, nothing more is to be repaired', async () => {
  await eachRound(200, (random) => {
    const delimiter = random.pick([';', '\t', '|', ',']);
    const field = (cell: string): string => (random.chance(0.1) ? quoted(cell) : csvCell(cell, delimiter));
    const header = ['labeling_set_id', 'label', 'a', 'b'];
    const rows = Array.from({ length: random.int(0, 8) }, () => [
      `s${random.int(0, 2)}`,
      'A',
      randomCell(random),
      'x,y',
    ]);
    const ansi = random.chance(0.3);
    const records = [header, ...rows].map((row) => row.map(field).join(delimiter)).join('\n');
    const bytes = ansi ? latin1(`${narrow(records)}${delimiter}\xff\n`) : utf8(records);
    const before = LabelingFile.parse(bytes);
    const after = repairedFile(before, windows1252) ?? before;
    expect([after.dialect.delimiter, after.dialect.encoding, after.rowCount]).toEqual([',', 'utf-8', before.rowCount]);
    expect(repair(after)).toBeUndefined();
    for (let row = -1; row < before.rowCount; row++) {
      for (let column = 0; column < before.fieldCount(row); column++) {
        expect(after.cell(row, column)).toBe(before.cell(row, column));
      }
    }
    expect(after.sets).toEqual(before.sets);
  });
});

/** What is not UTF-8 is written as \\xHH in these texts. */
function bytesOf(source: string): Uint8Array {
  const parts = source.split(/\\x([0-9A-F]{2})/);
  return Uint8Array.from(parts.flatMap((part, at) => (at % 2 === 1 ? [Number.parseInt(part, 16)] : [...utf8(part)])));
}

const header = 'labeling_set_id,label,id,name,city\n';

test.each([
  // File, its repair, place of the first byte, cells before and after.
  [
    's1,A,1,Jürgen Müller,Köln\ns2,A,4,Stra\\xDFe 5,Ulm\n',
    'Stra\\xDFe 5',
    'Straße 5',
    '3, column 12',
    ['Stra\ufffde 5 → Straße 5'],
  ],
  ['\ufeffs1,A,1,Jürgen,Köln\ns1,A,2,Ød \\xDF 東京,x', '\\xDF', 'ß', '3, column 11', ['Ød \ufffd 東京 → Ød ß 東京']],
  ['s1,A,1,Zürich,Köln\ns1,A,2,x,cut \\xC3', '\\xC3', 'Ã', '3, column 14', ['cut \ufffd → cut Ã']],
  ['s1,A,1,東,x\ns1,A,2,x,\\xE6\\x9D\n', '\\xE6\\x9D', 'æ\x9d', '3, column 10', ['\ufffd\ufffd → æ\x9d']],
  [
    's1,A,1,\\x93M\\xFCller\\x94 \\x80 5,K\\xF6ln\ns1,B,2,\\x8Aimon \\x8Ei\\x9Eka,Ulm\n',
    /\\x(..)/g,
    (_: string, hex: string) => new TextDecoder('windows-1252').decode(Uint8Array.of(Number.parseInt(hex, 16))),
    '2, column 8',
    ['\ufffdM\ufffdller\ufffd \ufffd 5 → “Müller” € 5', 'K\ufffdln → Köln', '\ufffdimon \ufffdi\ufffdka → Šimon Žižka'],
  ],
  // Two bytes of Windows-1252 that are one character in UTF-8: told by the rest of the cell.
  ['s1,A,1,\\x84\\xDC\\x93\\xE4,x\n', '\\x84\\xDC\\x93\\xE4', '„Ü“ä', '2, column 8', ['\ufffd\u0713\ufffd → „Ü“ä']],
  ['s1,A,1,Zürich,Köln\ns1,A,2,"é ""\\xE9"", x",y\n', '\\xE9', 'é', '3, column 13', ['é "\ufffd", x → é "é", x']],
] as const)('of %j only what is not UTF-8 changes', (source, bad, good, place, cells) => {
  const marked = source.startsWith('\ufeff') ? `\ufeff${header}${source.slice(1)}` : `${header}${source}`;
  const file = LabelingFile.parse(bytesOf(marked));
  const wanted = marked.replace(/^\ufeff/, '').replace(bad, good as string);
  const found = repaired(file.bytes);
  expect(text(found.bytes)).toBe(wanted);
  expect(found.cells.map(({ before, after }) => `${before} → ${after}`)).toEqual(cells);
  const problem = new Checks(new Labels(file)).problems.find(({ code }) => code === 'encoding');
  expect(problem?.text).toContain(`ine ${place}`);
  expect(() =>
    readLabels(LabelingFile.parse(bytesOf(marked.replace(/^\ufeff/, ''))).bytes, ['id', 'name', 'city'], 'id'),
  ).toThrow(
    `Line ${place}: the byte ${(file.bytes[file.dialect.firstBad] ?? 0).toString(16).toUpperCase()} of the label file is not UTF-8`,
  );
  for (const { before, after } of found.cells) {
    const shown = Array.from({ length: file.rowCount }, (_, row) =>
      file.columns.map((_, column) => file.cell(row, column)),
    );
    expect([before !== after, shown.flat().includes(after)]).toEqual([true, true]);
  }
});

test.each([
  ['iso-8859-15', 'price \\xA4 5', 'price € 5'],
  ['shift_jis', '\\x93\\x8C\\x8B\\x9E|\\x83\\x5C', '東京|ソ'],
  ['windows-1251', '\\xAB\\xD1\\xD1\\xD1\\xD0\\xBB', '«СССР»'],
  ['gb18030', '\\xB1\\xB1\\xBE\\xA9', '北京'],
  ['koi8-r', '\\xED\\xCF\\xD3\\xCB\\xD7\\xC1', 'Москва'],
])('text in %s is converted from that when the user says so', (label, source, wanted) => {
  const foreign = foreignEncodings().find((encoding) => encoding.label === label);
  const file = LabelingFile.parse(bytesOf(`${header}s1,A,1,Zürich,x\ns1,A,2,${source},y\n`));
  const after = foreign && repairedFile(file, foreign);
  expect(after?.cell(1, 3)).toBe(wanted);
  expect(after?.cell(0, 3)).toBe('Zürich');
});

test('an encoding that has no such text is refused with the cell', () => {
  const foreign = foreignEncodings().find(({ label }) => label === 'shift_jis') ?? windows1252;
  const file = LabelingFile.parse(bytesOf(`${header}s1,A,1,Stra\\xDFe,x\ns1,A,2,caf\\xE9,y\n`));
  expect(repair(file, undefined, foreign)).toEqual({ unreadable: { line: 3, column: 'name', before: 'caf\ufffd' } });
});

test('random files with cells in other encodings: each comes back, all others stay byte for byte', async () => {
  const encodings = foreignEncodings().filter(({ singleByte }) => singleByte);
  await eachRound(200, (random) => {
    const foreign = random.pick(encodings);
    const decode = (bytes: readonly number[]) => foreign.decode(Uint8Array.from(bytes));
    const high = Array.from({ length: 128 }, (_, at) => at + 128).filter((byte) => decode([byte]) !== undefined);
    // No two bytes beyond ASCII in a row: they could be UTF-8.
    const foreignCell = () =>
      Array.from({ length: random.int(1, 4) }, () => [random.pick(high), random.int(0x61, 0x7a)]).flat();
    const rows = Array.from({ length: random.int(1, 9) }, () =>
      Array.from({ length: 3 }, () =>
        random.chance(0.2) ? foreignCell() : [...utf8(randomCell(random).replaceAll(/[",\r\n]/g, 'ü'))],
      ),
    );
    const lines = rows.map((row, at) => [
      ...utf8(`s${at >> 1},A,`),
      ...row.flatMap((cell, at) => (at > 0 ? [0x2c, ...cell] : cell)),
      0x0a,
    ]);
    const mark = random.chance(0.3) ? [0xef, 0xbb, 0xbf] : [];
    const file = LabelingFile.parse(
      Uint8Array.from([...mark, ...utf8('labeling_set_id,label,a,b,c\n'), ...lines.flat()]),
    );
    const after = repairedFile(file, foreign) ?? file;
    expect(after.rowCount).toBe(rows.length);
    for (const [row, cells] of rows.entries()) {
      for (const [column, cell] of cells.entries()) {
        const isText = isUtf8(Uint8Array.from(cell));
        expect(after.cell(row, column + 2)).toBe(isText ? text(Uint8Array.from(cell)) : decode(cell));
        expect(isText ? [...after.fieldBytes(row, column + 2)] : cell).toEqual(cell);
      }
    }
    expect(after.dialect).toMatchObject({ encoding: 'utf-8', bom: false, badBytes: 0 });
  });
});

test('the checks have nothing left to say about a repaired file', () => {
  const bytes = repaired(latin1('labeling_set_id;label;a\n1;A;\xe9\n1;A;x\n1;B;y\n')).bytes;
  expect(new Checks(new Labels(LabelingFile.parse(bytes))).problems).toEqual([]);
});

test.runIf(present)('a Windows-1252 file of ../shared/data is repaired, with a byte order mark or without', () => {
  const raw = new Uint8Array(readFileSync(new URL('raw-dblp-cp1252.csv', data)));
  for (const mark of [[], [0xef, 0xbb, 0xbf]]) {
    const file = LabelingFile.parse(Uint8Array.from([...mark, ...utf8('labeling_set_id,label,'), ...raw]));
    const { bytes, changes } = repaired(file.bytes);
    expect(changes).toHaveLength(mark.length > 0 ? 2 : 1);
    const expected = new TextDecoder('windows-1252').decode(file.bytes.subarray(mark.length));
    expect(naiveRecords(text(bytes))).toEqual(naiveRecords(expected));
  }
});
