import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { csvCell } from '../../../../src/shared/file/csvQuoting';
import { LabelingFile } from '../../../../src/shared/file/labelingFile';
import { Labels } from '../../../../src/shared/labels/edits';
import { finishSet } from '../../../../src/shared/labels/groups';
import { wordsOf } from '../../../../src/shared/suggest/similarity';
import { Suggester, suggestGroups } from '../../../../src/shared/suggest/suggest';
import { Random } from '../../../harness/random';
import { naiveRecords, utf8 } from '../samples';

const data = new URL('../../../../../shared/data/', import.meta.url);
const names = ['dblp-acm', 'fodors-zagat', 'febrl-3', 'fake-1000', 'cora', 'abt-buy'];
const present = existsSync(data);
if (!present) {
  console.log('Not run: quality of suggestions on ../shared/data, which is not on this machine.');
}

interface Sample {
  readonly file: LabelingFile;
  readonly truth: readonly string[];
}

interface Quality {
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

/** Pairs that the suggestions put together, against the truth. */
function qualityOf({ file, truth }: Sample): Quality {
  const suggester = new Suggester(file, { primaryKey: 'id' });
  const quality = { right: 0, wrong: 0, missed: 0 };
  for (const set of file.sets) {
    const group = new Map(suggester.suggest(set.rows).groups.flatMap(({ rows }, at) => rows.map((row) => [row, at])));
    for (const a of set.rows) {
      for (const b of set.rows.filter((row) => row > a)) {
        const together = group.has(a) && group.get(a) === group.get(b);
        const same = truth[a] === truth[b];
        quality.right += Number(together && same);
        quality.wrong += Number(together && !same);
        quality.missed += Number(!together && same);
      }
    }
  }
  return quality;
}

const precision = ({ right, wrong }: Quality): number => right / Math.max(1, right + wrong);
const recall = ({ right, missed }: Quality): number => right / Math.max(1, right + missed);

function csv(records: readonly (readonly string[])[]): LabelingFile {
  return LabelingFile.parse(utf8(records.map((record) => record.map((cell) => csvCell(cell)).join(',')).join('\n')));
}

/** Sets as a labeling set generation would make them: a record and the nine that share most rare words with it. */
function hardSets(name: string, random: Random): Sample {
  const read = (file: string): string[][] => naiveRecords(readFileSync(new URL(`${name}/${file}`, data), 'utf8'));
  const [header = [], ...rows] = read('records.csv');
  const cluster = new Map(read('truth.csv').map(([id = '', of = '']) => [id, of]));
  // This column of febrl-3 gives the answer away.
  const kept = header.flatMap((column, at) => (column === 'soc_sec_id' ? [] : [at]));
  const words = rows.map((row) => new Set(wordsOf(row.slice(1).join(' ')).words));
  const having = new Map<string, number[]>();
  for (const [row, set] of words.entries()) {
    for (const word of set) {
      having.set(word, having.get(word) ?? []);
      having.get(word)?.push(row);
    }
  }
  const used = new Set<number>();
  const records = [['labeling_set_id', 'label', ...kept.map((at) => header[at] ?? '')]];
  const truth: string[] = [];
  for (let set = 0; set < 20; set++) {
    const seed = random.pick([...rows.keys()].filter((row) => !used.has(row)));
    const shared = new Map<number, number>();
    for (const word of words[seed] ?? []) {
      const rowsWith = having.get(word) ?? [];
      for (const row of rowsWith) {
        shared.set(row, (shared.get(row) ?? 0) + 1 / rowsWith.length);
      }
    }
    const near = [...shared].filter(([row]) => !used.has(row)).sort((a, b) => b[1] - a[1]);
    for (const [row] of near.slice(0, 10)) {
      used.add(row);
      records.push([`s${set}`, '', ...kept.map((at) => rows[row]?.[at] ?? '')]);
      truth.push(cluster.get(rows[row]?.[0] ?? '') ?? `alone ${row}`);
    }
  }
  return { file: csv(records), truth };
}

/** Persons with misspellings: each set has one person three times, another twice and five more of similar names. */
function persons(random: Random): Sample {
  const first = ['Anna', 'Berta', 'Carla', 'David', 'Emil', 'Frida', 'Gustav', 'Hanna', 'Ivan', 'Johanna'];
  const last = ['Andersson', 'Bergmann', 'Carlsen', 'Dahlberg', 'Eriksen', 'Friedrich', 'Gustafson', 'Hansen'];
  const towns = ['Aarhus', 'Bergen', 'Cologne', 'Dresden'];
  const misspelled = (text: string): string => {
    const at = random.int(1, text.length - 2);
    return random.chance(0.6) ? text : text.slice(0, at) + text.slice(at + 1);
  };
  const records = [['labeling_set_id', 'label', 'id', 'first', 'last', 'town', 'born']];
  const truth: string[] = [];
  for (let set = 0; set < 20; set++) {
    const town = random.pick(towns);
    for (const [who, copies] of [3, 2, 1, 1, 1, 1, 1].entries()) {
      const born = `19${random.int(10, 99)}-0${random.int(1, 9)}-${random.int(10, 28)}`;
      const person = [random.pick(first), random.pick(last)];
      for (let copy = 0; copy < copies; copy++) {
        records.push([
          `s${set}`,
          '',
          `${truth.length}`,
          ...person.map(misspelled),
          town,
          random.chance(0.9) ? born : '',
        ]);
        truth.push(`${set} ${who}`);
      }
    }
  }
  return { file: csv(records), truth };
}

test('on generated persons nearly every proposed pair is right, and most pairs are proposed', () => {
  for (const seed of [1, 2, 3]) {
    const quality = qualityOf(persons(new Random(seed)));
    expect(precision(quality), `seed ${seed}`).toBeGreaterThan(0.97);
    expect(recall(quality), `seed ${seed}`).toBeGreaterThan(0.5);
  }
});

test.runIf(present).each(names)('on sets of %s proposals are right far more often than not', (name) => {
  const quality = qualityOf(hardSets(name, new Random(11)));
  const figures = `${name}: ${quality.right} right, ${quality.wrong} wrong, ${quality.missed} missed`;
  console.log(figures);
  if (name === 'abt-buy') {
    // Product titles of one maker differ by a code only; the honest answer is to propose next to nothing.
    expect(quality.wrong, figures).toBeLessThan(10);
  } else {
    expect(precision(quality), figures).toBeGreaterThan(0.93);
    expect(recall(quality), figures).toBeGreaterThan(0.4);
  }
});

test.runIf(present)("on AWS's own labeled sets of 50 rows", () => {
  const file = LabelingFile.parse(new Uint8Array(readFileSync(new URL('aws-tutorial/dblp_acm_labels.csv', data))));
  const truth = Array.from({ length: file.rowCount }, (_, row) => file.storedLabel(row));
  const quality = qualityOf({ file, truth });
  expect(precision(quality)).toBeGreaterThan(0.9);
  expect(recall(quality)).toBeGreaterThan(0.9);
});

test('a proposal says by which columns', () => {
  const { file } = persons(new Random(4));
  const groups = file.sets.flatMap((set) => suggestGroups(file, set.rows, { primaryKey: 'id' }).groups);
  expect(groups.some(({ reason }) => /^[\w, ]+ (agree|agrees)(; [\w, ]+ (similar|differs?))*$/.test(reason))).toBe(
    true,
  );
  for (const { agreeing, similar, differing, rows } of groups) {
    expect(
      [...agreeing, ...similar, ...differing].every((name) => ['first', 'last', 'town', 'born'].includes(name)),
    ).toBe(true);
    for (const name of agreeing) {
      const column = file.columns.indexOf(name);
      const cells = rows.map((row) => file.cell(row, column)).filter((cell) => cell !== '');
      expect(new Set(cells.map((cell) => wordsOf(cell).text)).size).toBe(1);
    }
  }
});

test('labels are not looked at', () => {
  const { file } = persons(new Random(5));
  const labels = new Labels(file);
  labels.apply(file.sets.flatMap((set) => finishSet(set, labels)));
  const labeled = LabelingFile.parse(labels.serialize());
  for (const set of file.sets) {
    expect(suggestGroups(labeled, set.rows)).toEqual(suggestGroups(file, set.rows));
  }
});

test('the order is one of the same rows, groups together', () => {
  const { file } = persons(new Random(6));
  const suggester = new Suggester(file, { primaryKey: 'id' });
  for (const set of file.sets) {
    const { order, groups } = suggester.suggest(set.rows);
    expect(order.toSorted((a, b) => a - b)).toEqual(set.rows);
    for (const { rows } of groups) {
      const places = rows.map((row) => order.indexOf(row)).sort((a, b) => a - b);
      expect((places.at(-1) ?? 0) - (places[0] ?? 0)).toBe(rows.length - 1);
    }
  }
});

test('nothing is proposed without evidence: empty cells, no columns, too many rows', () => {
  const rowsOf = (text: string): { file: LabelingFile; rows: readonly number[] } => {
    const file = LabelingFile.parse(utf8(text));
    return { file, rows: file.sets[0]?.rows ?? [] };
  };
  const many = Array.from({ length: 201 }, () => 's,,x').join('\n');
  for (const text of [
    'labeling_set_id,label\ns,\ns,\n',
    'labeling_set_id,label,a\ns,,\ns,,\n',
    `labeling_set_id,label,a\n${many}`,
  ]) {
    const { file, rows } = rowsOf(text);
    expect(suggestGroups(file, rows)).toEqual({ groups: [], order: rows });
  }
});
