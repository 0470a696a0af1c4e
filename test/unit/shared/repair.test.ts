import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Checks } from '../../../src/shared/checks';
import { Labels } from '../../../src/shared/edits';
import { LabelingFile } from '../../../src/shared/labelingFile';
import { type Repair, repair } from '../../../src/shared/repair';
import { eachRound } from '../../harness/fuzz';
import { latin1, naiveRecords, randomCell, utf8 } from './samples';

const data = new URL('../../../../shared/data/dblp-acm/', import.meta.url);
const present = existsSync(data);
if (!present) {
  console.log('Not run: repair of files of ../shared/data, which is not on this machine.');
}

function repaired(bytes: Uint8Array): Repair {
  const found = repair(LabelingFile.parse(bytes));
  if (!found) {
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
  expect(changes).toEqual(['4 characters beyond ASCII are converted from Windows-1252 to UTF-8.']);
});

test('other delimiters become commas, and cells with a comma get quotes', () => {
  const { bytes, changes } = repaired(utf8('labeling_set_id;label;a\n1;A;x, y\n1;"B, C";5"" pipe\n2;;"z"\n'));
  expect(text(bytes)).toBe('labeling_set_id,label,a\n1,A,"x, y"\n1,"B, C",5"" pipe\n2,,"z"\n');
  expect(changes).toEqual(['The semicolon between columns becomes a comma. 1 cell with a comma gets quotes.']);
});

test('random files: cells, rows and sets stay, nothing more is to be repaired', async () => {
  await eachRound(200, (random) => {
    const delimiter = random.pick([';', '\t', '|', ',']);
    const field = (cell: string): string =>
      cell.includes(delimiter) || /["\r\n]/.test(cell) || random.chance(0.1) ? `"${cell.replaceAll('"', '""')}"` : cell;
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
    const after = LabelingFile.parse(repair(before)?.bytes ?? bytes);
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
