import { expect, test } from 'vitest';
import { defuse } from '../../../src/shared/defuse';
import { LabelingFile } from '../../../src/shared/file/labelingFile';
import { utf8 } from './samples';

const header = 'labeling_set_id,label,id,name\n';

test.each([
  ['=cmd', "'=cmd"],
  ['"=1+1,2"', `"'=1+1,2"`],
  ['"=HYPERLINK(""x"")"', `"'=HYPERLINK(""x"")"`],
  [' =x', "' =x"],
  ['+49 30', "'+49 30"],
  ['@x', "'@x"],
  ['-x', "'-x"],
  ['\tx', "'\tx"],
  ['"\nx"', `"'\nx"`],
  ['＝x', "'＝x"],
  ['-5', undefined],
  ['+1.5', undefined],
  ['-1,000', undefined],
  ['a=b', undefined],
  ["'=x", undefined],
  ['', undefined],
])('of the cell %j comes %j', (cell, wanted) => {
  const quoted = /,/.test(cell) && !cell.startsWith('"') ? `"${cell}"` : cell;
  const text = `${header}s1,A,1,${quoted}\ns1,B,2,ü\n`;
  const { bytes, cells } = defuse(LabelingFile.parse(utf8(text)));
  expect(new TextDecoder().decode(bytes)).toBe(`${header}s1,A,1,${wanted ?? quoted}\ns1,B,2,ü\n`);
  expect(cells).toBe(wanted === undefined ? 0 : 1);
});

test('headers, sets and labels are cells, too', () => {
  const { bytes, cells } = defuse(LabelingFile.parse(utf8('labeling_set_id,label,=a\n=s,"=A",1\n')));
  expect(new TextDecoder().decode(bytes)).toBe("labeling_set_id,label,'=a\n'=s,\"'=A\",1\n");
  expect(cells).toBe(3);
});
