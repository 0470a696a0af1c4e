import { expect, test } from 'vitest';
import { blockingBudget, choosePairs } from '../../../../../src/local/match/compare/candidates';
import { ColumnPairs, drownedColumns, isNearByColumn } from '../../../../../src/local/match/compare/columnNeighbours';
import { inKeyOrder } from '../../../../../src/local/match/index/keyOrder';
import { indexTable, withStrangers } from '../../../../../src/local/match/index/tableIndex';
import { Random } from '../../../../../src/local/match/random';
import { Team } from '../../../../../src/local/match/threads/team';

const rows = 1200;

/** Things that are there twice, with a short title alike and a long description that is another one each time. */
function titles(seed: string) {
  const random = new Random(seed);
  const word = (): string => Array.from({ length: 6 }, () => random.pick([...'abcdefghiklmnoprstuvw'])).join('');
  const common = Array.from({ length: 1500 }, word);
  const names = Array.from({ length: 300 }, word);
  const title: string[] = [];
  const description: string[] = [];
  for (let row = 0; row < rows; row += 2) {
    const [rare, other] = [random.pick(names), random.pick(names)];
    title.push(`${rare} ${other}`, `${rare} ${other} ${random.pick(names)}`);
    for (let copy = 0; copy < 2; copy++) {
      description.push(Array.from({ length: 50 }, () => random.pick(common)).join(' '));
    }
  }
  const key = Array.from({ length: rows }, (_, row) => `k${String(row).padStart(5, '0')}`);
  return inKeyOrder({ columns: ['id', 'title', 'description'], cells: [key, title, description], rows, key: 0 });
}

/** A budget of few pairs. */
const budget = blockingBudget(0, rows);
const team = new Team(1, undefined);

/** The part of the pairs that match among those chosen. */
function completeness({ left, right }: { left: Int32Array; right: Int32Array }): number {
  return left.filter((a, pair) => a % 2 === 0 && right[pair] === a + 1).length / (rows / 2);
}

test('a title finds its like though a long description says something else', async () => {
  const { records, neighbours, columns } = await indexTable(titles('titles'), budget, team, () => undefined);
  expect(columns.map(({ column }) => column)).toEqual([0]);
  const alone = choosePairs(neighbours, rows, budget);
  const both = choosePairs(neighbours, rows, budget, undefined, new ColumnPairs(records, columns, rows));
  expect(completeness(alone)).toBeLessThan(0.9);
  expect(completeness(both)).toBeGreaterThan(0.97);
  expect(isNearByColumn(records, columns, 0, 1)).toBe(true);
  expect(isNearByColumn(records, columns, 0, 3)).toBe(false);
});

test('no column is drowned where none is long, or where it has few values', async () => {
  const { columns, cells, key } = titles('short');
  const short = cells.map((column, at) => (at === 2 ? column.map((cell) => cell.slice(0, 30)) : column));
  const repeated = cells.map((column, at) => (at === 1 ? column.map((_, row) => `kind ${row % 9}`) : column));
  for (const changed of [short, repeated]) {
    const table = inKeyOrder({ columns, cells: changed, rows, key });
    expect(drownedColumns((await indexTable(table, budget, team, () => undefined)).records)).toEqual([]);
  }
});

test('a record that only labels know is near by its title, too', async () => {
  const table = titles('strangers');
  const index = await indexTable(table, budget, team, () => undefined);
  const stranger = ['new', `${table.cells[1]?.[0]} x`, 'something else altogether'];
  const { records, columns } = withStrangers(index, table, [stranger], budget);
  expect(isNearByColumn(records, columns, 0, rows)).toBe(true);
  expect(isNearByColumn(records, columns, 10, rows)).toBe(false);
});
