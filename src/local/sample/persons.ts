import { Random } from '../match/random';
import { givenNames, surnames } from './names';
import { makeAddress, makeEmail, makePhone, type PersonRecord, personColumns } from './person';
import { corrupt } from './typos';

export interface PersonTable {
  /** The primary key `id` first. */
  readonly columns: readonly string[];
  /** Cells in column order; no cell needs quoting in CSV. */
  readonly rows: readonly (readonly string[])[];
  /** Primary key and cluster of each row: rows of one cluster are the same person. */
  readonly truth: readonly (readonly [id: string, cluster: string])[];
}

/** How many records one person has, by probability. */
type RecordsPerPerson = readonly (readonly [records: number, probability: number])[];

const often: RecordsPerPerson = [
  [1, 0.55],
  [2, 0.27],
  [3, 0.12],
  [4, 0.045],
  [5, 0.015],
];

interface PersonsOptions {
  readonly rows: number;
  readonly seed: string;
  /** About half of the rows have a partner unless told otherwise. */
  readonly recordsPerPerson?: RecordsPerPerson;
}

/**
 * Makes up a table of persons who were recorded one to five times each, with the errors such tables have, and the truth.
 * Persons live in households: different people share surname, address and telephone, some even their date of birth (twins)
 * or their whole name (father and son), so that looking alike is not enough to be the same.
 */
export function generatePersons({ rows, seed, recordsPerPerson = often }: PersonsOptions): PersonTable {
  const random = new Random(`persons ${seed}`);
  const records: { person: number; record: PersonRecord }[] = [];
  let person = 0;
  while (records.length < rows) {
    for (const member of household(random)) {
      const copies = howMany(recordsPerPerson, random);
      for (let copy = 0; copy < copies && records.length < rows; copy++) {
        records.push({ person, record: copy === 0 && random.chance(0.6) ? member : corrupt(member, random) });
      }
      person++;
    }
  }
  random.shuffle(records);
  const width = String(rows).length;
  const idOf = (row: number): string => `p${String(row + 1).padStart(width, '0')}`;
  return {
    columns: ['id', ...personColumns],
    rows: records.map(({ record }, row) => [idOf(row), ...personColumns.map((column) => record[column])]),
    truth: records.map(({ person: cluster }, row) => [idOf(row), String(cluster)] as const),
  };
}

function howMany(recordsPerPerson: RecordsPerPerson, random: Random): number {
  let left = random.next();
  for (const [copies, probability] of recordsPerPerson) {
    left -= probability;
    if (left < 0) {
      return copies;
    }
  }
  return 1;
}

/** Draws a word, earlier ones more often: the place grows with the square of a random number. */
function common<T>(words: readonly T[], random: Random): T {
  return words[Math.floor(random.next() ** 2 * words.length)] as T;
}

function makeBirthday(random: Random, from: number, to: number): string {
  const year = from + random.below(to - from);
  const month = String(1 + random.below(12)).padStart(2, '0');
  const day = String(1 + random.below(28)).padStart(2, '0');
  return `${year}-${month}-${day}`;
}

/** One to five people under one roof. */
function household(random: Random): PersonRecord[] {
  const address = makeAddress(random);
  const surname = common(surnames, random);
  const landline = makePhone(random);
  const size = random.pick([1, 1, 1, 2, 2, 2, 3, 3, 4, 5]);
  const members: PersonRecord[] = [];
  for (let i = 0; i < size; i++) {
    const child = i >= 2;
    const parent = members[0];
    const sibling = members[2];
    const twin = i === 3 && sibling !== undefined && random.chance(0.25);
    const namesake = child && parent !== undefined && random.chance(0.06);
    const given = namesake ? parent.given_name : common(givenNames, random);
    const name = random.chance(0.1) ? common(surnames, random) : surname;
    members.push({
      given_name: given,
      surname: name,
      date_of_birth: twin
        ? sibling.date_of_birth
        : child
          ? makeBirthday(random, 1985, 2008)
          : makeBirthday(random, 1935, 1985),
      ...address,
      phone: random.chance(0.35) ? landline : makePhone(random),
      email: random.chance(0.8) ? makeEmail(given, name, random) : '',
    });
  }
  return members;
}
