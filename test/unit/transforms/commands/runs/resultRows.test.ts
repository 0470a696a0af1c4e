import { expect, test } from 'vitest';
import { readResult } from '../../../../../src/transforms/commands/runs/resultRows';

const bytes = (text: string) => new TextEncoder().encode(text);

test('the result of Find Matches is read cell by cell', () => {
  expect(readResult(bytes('id,"a ""b""",match_id\n1,"x,\ny",7\n2,ü,8\n'))).toEqual({
    columns: ['id', 'a "b"', 'match_id'],
    rows: [
      ['1', 'x,\ny', '7'],
      ['2', 'ü', '8'],
    ],
  });
});

test('an empty result is none', () => {
  expect(readResult(bytes(''))).toBeUndefined();
});
