import { expect, test } from 'vitest';
import { NeighbourFinder } from '../../../../../src/local/match/compare/neighbourFinder';
import { noNeighbours, searchIndex } from '../../../../../src/local/match/compare/neighbours';
import { packColumn } from '../../../../../src/local/match/compare/packColumn';
import { packRecords } from '../../../../../src/local/match/compare/packRecords';
import { TextCutter } from '../../../../../src/local/match/compare/text';
import { Unicode } from '../../../../../src/local/match/compare/unicode';
import { generatePersons } from '../../../../../src/local/sample/persons';

const persons = generatePersons({ rows: 400, seed: 'neighbour-finder' });
const unicode = new Unicode();
const cutter = new TextCutter(unicode);
const columns = persons.columns.slice(1).map((name, column) =>
  packColumn(
    name,
    persons.rows.map((cells) => cells[column + 1] ?? ''),
    cutter,
  ),
);
const records = packRecords(columns, persons.rows.length, unicode);
const index = searchIndex(records);

function found(visits: number, block?: number, atOnce = records.count) {
  const into = noNeighbours(records, 12);
  const finder = new NeighbourFinder(records, index, { k: 12, visits }, into, block);
  for (let record = 0; record < records.count; record += atOnce) {
    finder.find(record, Math.min(records.count, record + atOnce));
  }
  return into;
}

test.each([40, 300, 4000])(
  'blocks and records searched for together change nothing of what is found within %i visits',
  (visits) => {
    const whole = found(visits);
    expect(whole.ids.filter((id) => id >= 0).length).toBeGreaterThan(records.count);
    expect(found(visits, 7)).toEqual(whole);
    expect(found(visits, 399, 1)).toEqual(whole);
  },
);
