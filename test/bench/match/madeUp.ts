import { Random } from '../../../src/local/match/random';
import { generatePersons, type PersonTable } from '../../../src/local/sample/persons';

/** Makes up a table by its name, "KIND-ROWS"; undefined for a name that is none of these. */
export function makeUp(name: string): PersonTable | undefined {
  const [, kind = '', rows = ''] = /^([a-z]+)-(\d+)$/.exec(name) ?? [];
  return kinds[kind]?.(Number(rows));
}

const kinds: Readonly<Record<string, (rows: number) => PersonTable>> = {
  persons: (rows) => generatePersons({ rows, seed: 'bench' }),
  /** One person in fifty is there twice. */
  rare: (rows) =>
    generatePersons({
      rows,
      seed: 'rare',
      recordsPerPerson: [
        [1, 0.98],
        [2, 0.02],
      ],
    }),
  /** Everybody is there about forty times. */
  crowds: (rows) =>
    generatePersons({
      rows,
      seed: 'crowds',
      recordsPerPerson: [
        [30, 0.5],
        [50, 0.5],
      ],
    }),
  copies: makeCopies,
  titles: makeTitles,
};

/** A hundred exact copies of each row. */
function makeCopies(rows: number): PersonTable {
  const { columns, rows: different } = generatePersons({
    rows: rows / 100,
    seed: 'copies',
    recordsPerPerson: [[1, 1]],
  });
  const all = Array.from({ length: rows }, (_, i) => i);
  return {
    columns,
    rows: all.map((i) => [`c${i}`, ...(different[i % different.length] ?? []).slice(1)]),
    truth: all.map((i) => [`c${i}`, `${i % different.length}`] as const),
  };
}

const syllables = [
  'ba',
  'ce',
  'di',
  'fo',
  'gu',
  'ka',
  'le',
  'mi',
  'no',
  'pu',
  'ra',
  'se',
  'ti',
  'vo',
  'zu',
  'sha',
  'tre',
  'plo',
];

/** Short titles, half of them twice with words left out, beside long descriptions that each source writes anew. */
function makeTitles(rows: number): PersonTable {
  const random = new Random('titles');
  const word = (): string =>
    random.pick(syllables) + random.pick(syllables) + (random.chance(0.5) ? random.pick(syllables) : '');
  const common = Array.from({ length: 400 }, word);
  const rare = Array.from({ length: rows }, word);
  const text = (from: readonly string[], length: number): string[] => Array.from({ length }, () => random.pick(from));
  const records: { thing: number; cells: string[] }[] = [];
  for (let thing = 0; records.length < rows; thing++) {
    const title = [...text(rare, 2), ...text(common, 3)];
    for (let copy = 0; copy < (random.chance(0.4) ? 2 : 1) && records.length < rows; copy++) {
      const kept = copy === 0 ? title : title.filter(() => random.chance(0.75));
      const told = random.chance(0.3) ? [] : [...text(common, 30 + random.below(30)), ...title.slice(0, 1)];
      const price = random.chance(0.5) ? '' : String(10 + ((thing * 7919) % 500));
      records.push({ thing, cells: [kept.join(' '), random.shuffle(told).join(' '), price] });
    }
  }
  random.shuffle(records);
  return {
    columns: ['id', 'title', 'description', 'price'],
    rows: records.map(({ cells }, i) => [`t${i}`, ...cells]),
    truth: records.map(({ thing }, i) => [`t${i}`, `${thing}`] as const),
  };
}
