import { expect, test } from 'vitest';
import { generatePersons } from '../../../../src/local/sample/persons';

const seed = 'sample';
const persons = generatePersons({ rows: 2000, seed });
const column = (name: string): number => persons.columns.indexOf(name);

test('the same seed gives the same table, another seed another one', () => {
  expect(generatePersons({ rows: 2000, seed })).toEqual(persons);
  expect(generatePersons({ rows: 2000, seed: 'other' }).rows).not.toEqual(persons.rows);
});

test('it has the rows asked for, unique keys, the truth of every row, and cells that need no quotes', () => {
  expect(persons.rows.length).toBe(2000);
  expect(new Set(persons.rows.map(([id]) => id)).size).toBe(2000);
  expect(persons.truth.map(([id]) => id)).toEqual(persons.rows.map(([id]) => id));
  expect(persons.rows.flat().filter((cell) => /[",\r\n]/.test(cell))).toEqual([]);
  expect(persons.rows.every((row) => row.length === persons.columns.length)).toBe(true);
});

test('about half of the rows have a partner, and clusters reach a handful', () => {
  const sizes = new Map<string, number>();
  for (const [, cluster] of persons.truth) {
    sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  }
  const alone = [...sizes.values()].filter((size) => size === 1).length;
  expect(alone).toBeGreaterThan(400);
  expect(alone).toBeLessThan(1200);
  expect(Math.max(...sizes.values())).toBeGreaterThan(3);
  expect(Math.max(...sizes.values())).toBeLessThan(6);
});

test('looking alike is not being the same: neither surname and street nor name alone tell persons apart', () => {
  const clusterOf = new Map(persons.truth);
  const clusters = (names: readonly string[]): number[] => {
    const groups = new Map<string, Set<string | undefined>>();
    for (const row of persons.rows) {
      const key = names.map((name) => row[column(name)]).join('|');
      groups.set(key, (groups.get(key) ?? new Set()).add(clusterOf.get(row[0] ?? '')));
    }
    return [...groups.values()].map((group) => group.size).filter((size) => size > 1);
  };
  expect(clusters(['surname', 'street']).length).toBeGreaterThan(50);
  expect(clusters(['given_name', 'surname']).length).toBeGreaterThan(20);
});

test('every kind of cell is missing somewhere but never the key or the surname', () => {
  for (const name of ['date_of_birth', 'street', 'city', 'postcode', 'phone', 'email']) {
    expect(persons.rows.filter((row) => row[column(name)] === '').length).toBeGreaterThan(5);
  }
  expect(persons.rows.filter((row) => row[0] === '').length).toBe(0);
});
