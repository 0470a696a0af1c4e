import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Checks } from '../../../../src/shared/checks/checks';
import { LabelingFile } from '../../../../src/shared/file/labelingFile';
import { LabelingFileError } from '../../../../src/shared/file/labelingFileError';
import { scanRecords } from '../../../../src/shared/file/records';
import { Labels } from '../../../../src/shared/labels/edits';
import { matchRows } from '../../../../src/shared/labels/rowMatch';
import { eachRound } from '../../../harness/fuzz';
import { latin1, naiveRecords, randomCell, randomFile, utf8 } from '../samples';

const data = new URL('../../../../../shared/data/', import.meta.url);
const present = existsSync(data);
if (!present) {
  console.log('Not run: tests on ../shared/data, which is not on this machine.');
}

const parse = (text: string): LabelingFile => LabelingFile.parse(utf8(text));
const unchanged = (file: LabelingFile): Uint8Array => file.serialize((row) => file.storedLabel(row));
const text = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

function faultOf(bytes: Uint8Array): LabelingFileError {
  try {
    LabelingFile.parse(bytes);
  } catch (error) {
    if (error instanceof LabelingFileError) {
      return error;
    }
  }
  throw new Error('parse should have thrown a LabelingFileError');
}

describe('reading', () => {
  test('columns, rows, cells and labels of an ordinary file', () => {
    const file = parse('labeling_set_id,label,id,name\ns1,A,1,Ann\ns1,,2,"Bob, jr."\n');
    expect(file.columns).toEqual(['labeling_set_id', 'label', 'id', 'name']);
    expect([file.setIdColumn, file.labelColumn, file.rowCount]).toEqual([0, 1, 2]);
    expect(file.cell(1, 3)).toBe('Bob, jr.');
    expect([file.storedLabel(0), file.storedLabel(1)]).toEqual(['A', '']);
  });

  test('rows of one set id are one set even when they are not adjacent, in order of first appearance', () => {
    const file = parse('labeling_set_id,label\nb,\na,\n"b",\na,\n');
    expect(file.sets).toEqual([
      { index: 0, id: 'b', rows: [0, 2] },
      { index: 1, id: 'a', rows: [1, 3] },
    ]);
    expect([0, 1, 2, 3].map((row) => file.setOf(row))).toEqual([0, 1, 0, 1]);
  });

  test('the two columns may stand anywhere', () => {
    const file = parse('id,label,labeling_set_id\n1,X,s\n');
    expect([file.setIdColumn, file.labelColumn, file.storedLabel(0), file.sets[0]?.id]).toEqual([2, 1, 'X', 's']);
  });

  test('quotes, doubled quotes and line ends inside quotes', () => {
    const file = parse('labeling_set_id,label,a\r\n1,"say ""A""","two\r\nlines"\r\n2,B,z\r\n');
    expect(file.storedLabel(0)).toBe('say "A"');
    expect(file.cell(0, 2)).toBe('two\r\nlines');
    expect([file.lineOf(0), file.lineOf(1)]).toEqual([2, 4]);
  });

  test('cells keep their blanks', () => {
    expect(parse('labeling_set_id,label,a\n1, A ,  x \n').cell(0, 2)).toBe('  x ');
  });

  test('LF, CRLF and CR may be mixed and empty lines are no rows', () => {
    const file = parse('labeling_set_id,label\r1,A\n\n2,B\r\n3,C');
    expect([0, 1, 2].map((row) => file.storedLabel(row))).toEqual(['A', 'B', 'C']);
    expect([0, 1, 2].map((row) => file.lineOf(row))).toEqual([2, 4, 5]);
    expect(file.dialect).toMatchObject({ eol: 'mixed', endsWithNewline: false });
  });

  test('an empty file has no columns and no rows, a header alone no rows', () => {
    for (const empty of ['', '\ufeff', '\n\r\n']) {
      expect(parse(empty)).toMatchObject({ columns: [], rowCount: 0, labelColumn: -1, sets: [] });
    }
    expect(parse('labeling_set_id,label,a')).toMatchObject({ rowCount: 0, sets: [] });
  });

  test('a short row without a label field reads as unlabeled and can not be labeled', () => {
    const file = parse('labeling_set_id,label,a\ns1\ns1,A,x,extra\n');
    expect([file.canLabel(0), file.canLabel(1)]).toEqual([false, true]);
    expect([file.fieldCount(0), file.fieldCount(1)]).toEqual([1, 4]);
    expect([file.storedLabel(0), file.cell(0, 2)]).toEqual(['', '']);
    expect(text(file.serialize(() => 'Z'))).toBe('labeling_set_id,label,a\ns1\ns1,Z,x,extra\n');
  });

  test('the label field has a place in the text, counted as an editor counts', () => {
    const file = parse('name,labeling_set_id,label\n"é\n😀x",s1,AB\n漢,s1\n');
    expect(file.labelRange(0)).toEqual({ line: 3, column: 9, endLine: 3, endColumn: 11 });
    expect(file.labelRange(1)).toEqual({ line: 4, column: 5, endLine: 4, endColumn: 5 });
  });

  test('byte order mark, Windows-1252 and other delimiters are seen and read through', () => {
    const bom = parse('\ufefflabeling_set_id,label,a\n1,,é\n');
    expect(bom.dialect).toMatchObject({ bom: true, encoding: 'utf-8', delimiter: ',' });
    expect([bom.columns[0], bom.cell(0, 2)]).toEqual(['labeling_set_id', 'é']);
    const ansi = LabelingFile.parse(latin1('labeling_set_id;label;a\n1;;\x93Jos\xe9\x94 \x80\n'));
    expect(ansi.dialect).toMatchObject({ bom: false, encoding: 'windows-1252', delimiter: ';' });
    expect(ansi.cell(0, 2)).toBe('“José” €');
    expect(parse('labeling_set_id\tlabel\n1\tA\n').dialect.delimiter).toBe('\t');
  });

  test('every character of Unicode is decoded as the platform decodes it', () => {
    const points = Array.from({ length: 0x110 }, (_, at) => at * 0x1000 + 0x123).filter(
      (point) => point < 0xd800 || point > 0xdfff,
    );
    const all = points.map((point) => String.fromCodePoint(point)).join('');
    expect(parse(`labeling_set_id,label,a\n1,,${all}\n`).cell(0, 2)).toBe(all);
  });

  test.each([
    ['overlong', [0xc0, 0xaf]],
    ['surrogate', [0xed, 0xa0, 0x80]],
    ['above the last character', [0xf4, 0x90, 0x80, 0x80]],
    ['cut off', [0xe2, 0x82]],
    ['continuation without a lead', [0x80]],
  ])('bytes that are not well-formed UTF-8 (%s) are Windows-1252', (_, bytes) => {
    const file = LabelingFile.parse(Uint8Array.from([...utf8('labeling_set_id,label,a\n1,,'), ...bytes]));
    expect(file.dialect.encoding).toBe('windows-1252');
    expect(file.cell(0, 2)).toBe(new TextDecoder('windows-1252').decode(Uint8Array.from(bytes)));
  });
});

describe('faults', () => {
  test('a quote that is never closed is named with its place', () => {
    const fault = faultOf(utf8('labeling_set_id,label,a\n1,A,é"x\n2,B,"open\n3,C,\n'));
    expect(fault).toMatchObject({ reason: 'unclosedQuote', line: 3, column: 5 });
    expect(fault.message).toContain('line 3, column 5');
  });

  test('a missing column is named', () => {
    expect(faultOf(utf8('labeling_set_id,id\n1,2\n'))).toMatchObject({ reason: 'missingColumn', line: 1 });
    expect(faultOf(utf8('id,name\n')).message).toContain('“labeling_set_id”');
  });

  test('UTF-16 is refused', () => {
    expect(faultOf(Uint8Array.of(0xff, 0xfe, 0x6c, 0)).reason).toBe('utf16');
  });

  test('a label that Windows-1252 has no character for is refused, never written wrong', () => {
    const file = LabelingFile.parse(latin1('labeling_set_id,label,a\n1,,\xe9\n'));
    expect([file.canStore('Ω'), file.canStore('é€')]).toEqual([false, true]);
    expect(() => file.serialize(() => 'Ω')).toThrow(LabelingFileError);
    expect(file.serialize(() => '€')).toEqual(latin1('labeling_set_id,label,a\n1,\x80,\xe9\n'));
  });
});

describe('writing', () => {
  test.each([
    ['bare labels', 'labeling_set_id,label,a\n1,,"x"\n1,A,y', 'labeling_set_id,label,a\n1,B,"x"\n1,B,y'],
    ['quoted labels', '"labeling_set_id","label"\r\n1,""\r\n1,"A"', '"labeling_set_id","label"\r\n1,"B"\r\n1,"B"'],
    [
      'everything quoted but the empty label',
      'labeling_set_id,label,a\n"1",,"x"\n',
      'labeling_set_id,label,a\n"1","B","x"\n',
    ],
    ['no field but the label', 'label,labeling_set_id\n,1\n', 'label,labeling_set_id\nB,1\n'],
  ])('%s stay so', (_, before, after) => {
    expect(text(parse(before).serialize(() => 'B'))).toBe(after);
  });

  test('a label is quoted where it must be', () => {
    const file = parse('labeling_set_id;label\n1;A\n');
    expect(text(file.serialize(() => 'a;b'))).toBe('labeling_set_id;label\n1;"a;b"\n');
    expect(text(file.serialize(() => 'a,b'))).toBe('labeling_set_id;label\n1;a,b\n');
    expect(text(file.serialize(() => '"\n'))).toBe('labeling_set_id;label\n1;"""\n"\n');
  });

  test('a field whose label did not change keeps its own quotes', () => {
    expect(text(unchanged(parse('labeling_set_id,label\n1,"A"\n1,B\n')))).toBe('labeling_set_id,label\n1,"A"\n1,B\n');
  });

  test.each([
    '',
    '\ufeff',
    'labeling_set_id,label',
    '\r\n\nlabeling_set_id,label\r\n\r\n1,A\r\n\r\n',
    '\ufefflabeling_set_id,label,a\r\n1,"A"x,"b""c"\r2,,\n3\n4,,,,,',
    'labeling_set_id,label,a\n1, "A" ,x\n,,\n',
  ])('without edits the bytes are the same: %j', (awkward) => {
    expect(text(unchanged(parse(awkward)))).toBe(awkward);
  });

  test('random files: same cells as a naive reader, same bytes without edits, only labels change with them', async () => {
    await eachRound(400, (random) => {
      const before = randomFile(random);
      const file = parse(before);
      const [header = [], ...rows] = naiveRecords(before);
      const lf = (cell: string): string => cell.replace(/\r\n/g, '\n');
      const cells = rows.map((row, at) => row.map((_, column) => lf(file.cell(at, column))));
      expect(file.columns).toEqual(header);
      expect(cells).toEqual(rows);
      expect(text(unchanged(file))).toBe(before);

      const labels = rows.map((row) => (random.chance(0.5) ? randomCell(random) : (row[1] ?? '')));
      const after = file.serialize((row) => labels[row] ?? '');
      const expected = rows.map((row, at) => (row.length > 1 ? row.with(1, lf(labels[at] ?? '')) : row));
      expect(naiveRecords(text(after))).toEqual([header, ...expected]);
      const back = LabelingFile.parse(after);
      expect(naiveRecords(text(back.serialize((row) => file.storedLabel(row)))), 'labels put back').toEqual([
        header,
        ...rows,
      ]);
    });
  });
});

test('any bytes are read as a file that writes them back, or refused with a place', async () => {
  const pieces = [
    'labeling_set_id',
    'label',
    ',',
    ',',
    ',',
    '\n',
    '\r',
    '"',
    '"',
    ';',
    '\t',
    'A',
    '\xe9',
    '\xff',
    '\0',
    ' ',
  ];
  let refused = 0;
  await eachRound(2000, (random) => {
    const start = random.chance(0.8) ? 'labeling_set_id,label,a\n' : '';
    const bytes = latin1(start + Array.from({ length: random.int(0, 30) }, () => random.pick(pieces)).join(''));
    try {
      const file = LabelingFile.parse(bytes);
      expect(unchanged(file)).toEqual(bytes);
      for (const { rows } of file.sets) {
        const ranges = rows.map((row) => file.labelRange(row));
        expect(ranges.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true);
      }
    } catch (error) {
      if (!(error instanceof LabelingFileError)) {
        throw error;
      }
      refused += 1;
      expect(error.line >= 1 && error.column >= 1).toBe(true);
    }
  });
  expect(refused).toBeGreaterThan(100);
});

describe.runIf(present)('files of ../shared/data', () => {
  const names = present ? readdirSync(data, { recursive: true, encoding: 'utf8' }) : [];
  const csv = names.filter((name) => name.endsWith('.csv'));

  test.each(csv)('%s reads as a naive reader reads it', (name) => {
    const bytes = new Uint8Array(readFileSync(new URL(name, data)));
    // As a labeling file: two columns put in front of every record, which keeps all other bytes.
    const { starts, first, count } = scanRecords(bytes, 0, 0x2c);
    const isLabels = name.endsWith('labels.csv');
    const at = Array.from({ length: isLabels ? 0 : count }, (_, record) => starts[first[record] ?? 0] ?? 0);
    const parts = at.map((from, record) => [
      ...(record === 0 ? utf8('labeling_set_id,label,') : utf8(`${record >> 3},,`)),
      ...bytes.subarray(record === 0 ? 0 : from, at[record + 1] ?? bytes.length),
    ]);
    const file = LabelingFile.parse(isLabels ? bytes : Uint8Array.from(parts.flat()));
    const decoded = new TextDecoder(file.dialect.encoding, { ignoreBOM: true }).decode(file.bytes);
    const rows = naiveRecords(decoded).slice(1);
    expect(file.rowCount).toBe(rows.length);
    const lf = (cell: string): string => cell.replace(/\r\n/g, '\n');
    for (const [row, cells] of rows.entries()) {
      expect(cells.map((_, column) => lf(file.cell(row, column)))).toEqual(cells);
    }
    expect(Buffer.compare(unchanged(file), file.bytes)).toBe(0);
  });
});

describe('columns of the table that are called as ours', () => {
  const own = [
    'labeling_set_id,label,id,Label,labeling_set_id',
    's1,A,1,Blue Note,x',
    's1,,2,Verve,y',
    's2,B,3,Blue Note,x',
  ];
  const file = parse(`${own.join('\n')}\n`);
  const schema = { columns: ['id', 'Label', 'labeling_set_id'], primaryKey: 'id' };

  test('ours are known by their places', () => {
    expect([file.setIdColumn, file.labelColumn, file.dataColumns]).toEqual([0, 1, [2, 3, 4]]);
    expect(file.sets.map(({ id }) => id)).toEqual(['s1', 's2']);
    expect([file.dataColumnNamed('label'), file.dataColumnNamed('labeling_set_id')]).toEqual([3, 4]);
    expect(text(file.serialize(() => 'Z'))).toBe(
      `${own.join('\n').replace(',A,', ',Z,').replace(',,', ',Z,').replace(',B,', ',Z,')}\n`,
    );
  });

  test.each(['label', 'Label', ' LABEL ', 'labeling_set_id'])(
    'a first pair of columns wins over a later "%s"',
    (name) => {
      const other = parse(`Labeling_Set_ID,Label ,${name}\ns1,A,x\n`);
      expect([other.setIdColumn, other.labelColumn, other.cell(0, 2)]).toEqual([0, 1, 'x']);
    },
  );

  test('the checks find nothing wrong, and rows are found again by all their cells', () => {
    const problems = new Checks(new Labels(file), { schema }).problems.map(({ code }) => code);
    expect(problems.filter((code) => code.startsWith('column'))).toEqual([]);
    const [header, one, two, three] = own;
    const moved = parse(`${[header, three, two, one].join('\n')}\n`);
    expect([0, 1, 2].map(matchRows(file, moved))).toEqual([2, 1, 0]);
  });

  test('two columns of the table with one name are a fault still', () => {
    const twice = parse('labeling_set_id,label,a,a\n1,A,x,y\n1,A,x,z\n');
    expect(new Checks(new Labels(twice)).problems.map(({ code }) => code)).toContain('columnTwice');
    const moved = parse('labeling_set_id,label,a,a\n1,A,x,z\n1,A,x,y\n');
    expect([0, 1].map(matchRows(twice, moved))).toEqual([1, 0]);
  });
});

test.each([
  ['\n', true],
  ['\r\n', true],
  ['\r', false],
])('rows without a label are left out whole, with their line ends (%j, at the end: %s)', (end, ends) => {
  const text = (...rows: string[]) => ['labeling_set_id,label,id', ...rows].join(end) + (ends ? end : '');
  const file = LabelingFile.parse(
    new TextEncoder().encode(text('s,,1', `s,A,"2${end}x"`, `s,"","3${end}y"`, 's,B,4', 't,,5')),
  );
  const copy = file.withoutEmptyRows();
  expect(new TextDecoder().decode(copy)).toBe(text(`s,A,"2${end}x"`, 's,B,4'));
});
