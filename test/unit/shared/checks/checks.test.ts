import { describe, expect, test } from 'vitest';
import { type CheckOptions, Checks } from '../../../../src/shared/checks/checks';
import type { Problem, ProblemCode } from '../../../../src/shared/checks/problems';
import { LabelingFile } from '../../../../src/shared/file/labelingFile';
import { Labels } from '../../../../src/shared/labels/edits';
import { eachRound } from '../../../harness/fuzz';
import type { Random } from '../../../harness/random';
import { latin1, utf8 } from '../samples';

function checksOf(text: string | Uint8Array, options: CheckOptions = {}): { checks: Checks; labels: Labels } {
  const labels = new Labels(LabelingFile.parse(typeof text === 'string' ? utf8(text) : text));
  return { checks: new Checks(labels, options), labels };
}

/** A file with the key column `id`; each line is "set label id". */
function fileOf(...lines: string[]): string {
  return `labeling_set_id,label,id\n${lines.map((line) => line.split(' ').join(',')).join('\n')}\n`;
}

function codes(problems: readonly Problem[]): ProblemCode[] {
  return problems.map(({ code }) => code);
}

function only(problems: readonly Problem[], code: ProblemCode): Problem {
  const [problem, ...more] = problems.filter((each) => each.code === code);
  expect(more).toEqual([]);
  if (!problem) {
    throw new Error(`no problem ${code} among ${codes(problems).join(', ')}`);
  }
  return problem;
}

const rows = (count: number, label: (at: number) => string = () => 'A'): string[] =>
  Array.from({ length: count }, (_, at) => `s ${label(at)} ${at}`);

describe('the file', () => {
  test('a well labeled file has no problems', () => {
    const { checks } = checksOf(fileOf('1 A a', '1 A b', '1 B c'), {
      schema: { columns: ['id'], primaryKey: 'id' },
    });
    expect(checks.problems).toEqual([]);
  });

  test.each<[ProblemCode, string | Uint8Array, CheckOptions?]>([
    ['emptyFile', ''],
    ['noRows', 'labeling_set_id,label,id\n'],
    ['tooLarge', fileOf('1 A a', '1 B b'), { sizeLimit: 10 }],
    ['byteOrderMark', `\ufeff${fileOf('1 A a', '1 B b')}`],
    ['encoding', latin1(fileOf('1 A \xe9', '1 B b'))],
    ['delimiter', fileOf('1 A a', '1 B b').replaceAll(',', ';')],
    ['columnName', fileOf('1 A a', '1 B b').replace('label,', 'Label,')],
    ['columnPlace', 'labeling_set_id,id,label\n1,a,A\n1,b,B\n'],
    ['columnTwice', 'labeling_set_id,label,id,id\n1,A,a,a\n1,B,b,b\n'],
    ['columnsUnlikeSchema', fileOf('1 A a', '1 B b'), { schema: { columns: ['key'] } }],
    ['noLabelField', fileOf('1 A a', '1 A b', '1')],
    ['fieldCount', fileOf('1 A a', '1 A b', '1 B')],
    ['looseQuote', fileOf('1 A "a"b', '1 A c')],
    ['noSetId', fileOf(' A a', ' B b')],
    ['oneRowSet', fileOf('1 A a')],
    ['manyRows', fileOf(...rows(31))],
    ['tooManyRows', fileOf(...rows(51))],
    ['missingLabels', fileOf('1 A a', '1  b')],
    ['unlabeledSets', fileOf('1  a', '1  b')],
    ['similarLabels', fileOf('1 A a', '1 a b')],
    ['onlyMatches', fileOf('1 A a', '1 A b')],
    ['onlyNonMatches', fileOf('1 A a', '1 B b')],
    ['contradiction', fileOf('1 A a', '1 B a')],
  ])('%s is found and told in a sentence', (code, text, options) => {
    const { checks } = checksOf(text, options);
    expect(only(checks.problems, code).text).toMatch(/^[A-Z0-9].*[.]$/);
  });

  test.each<[ProblemCode, string, string, CheckOptions?]>([
    ['columnName', 'labeling_set_id,Label,id\n1,A,a\n1,B,b\n', '1:17 Label'],
    ['columnPlace', 'labeling_set_id,id,label\n1,a,A\n1,b,B\n', '1:20 label'],
    ['columnTwice', 'labeling_set_id,label,id,id\n1,A,a,a\n1,B,b,b\n', '1:26 id'],
    ['columnsUnlikeSchema', fileOf('1 A a', '1 B b'), '1:23 id', { schema: { columns: ['key', 'id'] } }],
    ['fieldCount', fileOf('1 A a', '1 B b c d'), '3:7 c'],
    ['fieldCount', fileOf('1 A a', '1 B'), '3:3 B'],
    ['noLabelField', fileOf('1 A a', '1 B b', '1'), '4:2 '],
    ['looseQuote', fileOf('1 A "a"', '1 B "b"c'), '3:5 "b"c'],
    ['noSetId', fileOf('1 A a', '1 B b', ' A a', ' B b'), '4:1 '],
    ['oneRowSet', fileOf('1 A a', '1 B b', 's2 A c'), '4:1 s2'],
    ['similarLabels', fileOf('1 A a', '1 a b'), '2:3 A'],
  ])('%s is told at its place', (code, text, place, options) => {
    const { checks, labels } = checksOf(text, options);
    const { rows: [row = -1] = [], column } = only(checks.problems, code);
    const range = labels.file.fieldRange(row, column ?? labels.file.labelColumn);
    const line = text.split('\n')[range.line - 1] ?? '';
    expect(`${range.line}:${range.column} ${line.slice(range.column - 1, range.endColumn - 1)}`).toBe(place);
  });

  test('the number of a column that is out of order is its own', () => {
    const text = 'id,labeling_set_id,label,b,a\n1,s,A,x,y\n2,s,B,x,z\n';
    const { checks } = checksOf(text, { schema: { columns: ['id', 'a', 'b'] } });
    expect(only(checks.problems, 'columnsUnlikeSchema').text).toContain('column 4 is “b”, not “a”');
  });

  test.each([
    ['1 A a', '1  b'],
    ['1 "A" a', '1 "" b'],
  ])('the size is that of the file with its labels', (...lines) => {
    const { labels } = checksOf(fileOf(...lines));
    labels.apply([
      { row: 0, before: 'A', after: 'ÄÖ, "x"' },
      { row: 1, before: '', after: 'B' },
    ]);
    const sizeLimit = labels.serialize().length;
    expect(codes(new Checks(labels, { sizeLimit }).problems)).not.toContain('tooLarge');
    const checks = new Checks(labels, { sizeLimit: sizeLimit - 1 });
    expect(codes(checks.problems)).toContain('tooLarge');
    checks.update(labels.apply([{ row: 1, before: 'B', after: '' }]).map(({ row }) => row));
    expect(codes(checks.problems)).not.toContain('tooLarge');
  });

  test('the text says where and what', () => {
    const { checks } = checksOf(fileOf('1 A a', '1  b', '1  c', '2  d'), {
      schema: { columns: ['name', 'id'] },
    });
    expect(checks.problems.map(({ text }) => text)).toMatchInlineSnapshot(`
      [
        "The columns are not those of the transform (missing: “name”).",
        "1 of 2 sets has no labels yet.",
        "Rows 2 and 3 have no label.",
        "The set has only one row: there is nothing to compare it with, so its label teaches nothing.",
      ]
    `);
  });

  test('only one kind of decision is no problem while sets are unlabeled', () => {
    expect(codes(checksOf(fileOf('1 A a', '1 A b', '2  c', '2  d')).checks.problems)).toEqual(['unlabeledSets']);
  });

  test('columns in another order than the transform has are told with the first place', () => {
    const text = 'labeling_set_id,label,b,a\n1,A,x,y\n1,B,x,z\n';
    const { checks } = checksOf(text, { schema: { columns: ['a', 'b'] } });
    expect(only(checks.problems, 'columnsUnlikeSchema').text).toContain('column 3 is “b”, not “a”');
  });

  test('labels of blanks only are told and trimmed on request', () => {
    const { checks, labels } = checksOf('labeling_set_id,label,id\n1,  ,a\n1,A ,b\n1,A,c\n1,B,d\n');
    for (const code of ['blankLabel', 'similarLabels'] as const) {
      const [fix] = checks.fixes(only(checks.problems, code));
      checks.update(labels.apply(fix?.changes ?? []).map(({ row }) => row));
    }
    expect([0, 1, 2, 3].map((row) => labels.get(row))).toEqual(['', 'A', 'A', 'B']);
    expect(codes(checks.problems)).toEqual(['missingLabels']);
  });

  test('blanks within labels are blanks, too; no fix says which label is meant', () => {
    const { checks } = checksOf('labeling_set_id,label,id\n1,group 1,a\n1,Group1,b\n1,group 2,c\n');
    const problem = only(checks.problems, 'similarLabels');
    expect(problem.rows).toEqual([0, 1]);
    expect(checks.fixes(problem)).toEqual([]);
  });

  test('empty rows of a begun set can be put in groups of their own', () => {
    const { checks, labels } = checksOf(fileOf('1 A a', '1  b', '1  c', '1 A d'));
    const [fix] = checks.fixes(only(checks.problems, 'missingLabels'));
    expect(fix?.name).toBe('Put 2 empty rows in groups of their own');
    checks.update(labels.apply(fix?.changes ?? []).map(({ row }) => row));
    expect(checks.problems).toEqual([]);
  });
});

test('one set of very many rows is checked in time that does not explode', () => {
  const { checks, labels } = checksOf(fileOf(...rows(60_000, (at) => (at % 2 === 0 ? '' : 'A'))));
  checks.update(labels.apply([{ row: 0, before: '', after: 'B' }]).map(({ row }) => row));
  expect(only(checks.problems, 'missingLabels').text).toBe('Rows 3, 5, 7, 9, 11, 13 and 29993 more have no label.');
});

describe('contradictions', () => {
  const schema = { primaryKey: 'id' };

  test('the chain of decisions over several sets is shown', () => {
    const lines = ['1 A x', '1 A y', '2 B y', '2 B z', '3 C q', '3 A x', '3 B z', '3 D r'];
    const { checks } = checksOf(fileOf(...lines), { schema });
    const problem = only(checks.problems, 'contradiction');
    expect(problem).toMatchObject({ set: 2, rows: [5, 6], severity: 'error' });
    expect(problem.chain).toEqual([
      { file: undefined, set: 0, setId: '1', rows: [0, 1], same: true },
      { file: undefined, set: 1, setId: '2', rows: [2, 3], same: true },
      { file: undefined, set: 2, setId: '3', rows: [5, 6], same: false },
    ]);
    expect(problem.text).toBe(
      'Rows 2 and 3 are in different groups here, but decisions elsewhere make them one: “x” = “y” (set 1), “y” = “z” (set 2).',
    );
    expect(only(checks.problemsIn(0), 'contradiction').text).toBe(
      'Rows 1 and 2 are in the same group here, which contradicts set 3: “x” = “y” (set 1), “y” = “z” (set 2), “x” ≠ “z” (set 3).',
    );
  });

  test('merging the groups that the chain proves equal ends the contradiction', () => {
    const { checks, labels } = checksOf(fileOf('1 A x', '1 A y', '1 B w', '2 A x', '2 B y', '2 B v'), { schema });
    const [fix] = checks.fixes(only(checks.problems, 'contradiction'));
    expect(fix?.name).toBe('Merge group “B” into group “A”');
    expect(checks.update(labels.apply(fix?.changes ?? []).map(({ row }) => row))).toEqual([0, 1]);
    expect([3, 4, 5].map((row) => labels.get(row))).toEqual(['A', 'A', 'A']);
    expect(codes(checks.problems)).toEqual([]);
    const [other] = checksOf(fileOf('1 A x', '1 A y', '2 A x', '2 B y'), { schema }).checks.problemsIn(0);
    expect(other && checks.fixes(other), 'no fix in a set that joined them').toEqual([]);
  });

  test('the same label in two sets says nothing', () => {
    const { checks } = checksOf(fileOf('1 A x', '1 B y', '2 A y', '2 B x'), { schema });
    expect(codes(checks.problems)).toEqual(['onlyNonMatches']);
  });

  test('without a primary key a record is known by all its cells', () => {
    const text = 'labeling_set_id,label,a,b\n1,A,x,1\n1,B,"x",1\n2,A,x,1\n2,B,x,2\n';
    const problem = only(checksOf(text).checks.problems, 'contradiction');
    expect(problem).toMatchObject({ set: 0, rows: [0, 1] });
    expect(problem.text).toBe('Rows 1 and 2 are the same record (“x”) but in different groups.');
  });

  test('decisions of other files count, and are named', () => {
    const file = LabelingFile.parse(utf8(fileOf('9 A x', '9 A y')));
    const otherFiles = [{ name: 'round1.csv', file, labels: new Labels(file) }];
    const { checks } = checksOf(fileOf('1 A x', '1 B y', '1 B z'), { schema, otherFiles });
    const problem = only(checks.problems, 'contradiction');
    expect(problem.text).toContain('“x” = “y” (set 1 of “round1.csv”)');
    expect(problem.chain.map((decision) => decision.file)).toEqual(['round1.csv', undefined]);
  });

  test('a primary key is found whatever its case', () => {
    const { checks } = checksOf('labeling_set_id,label,id,a\n1,A,x,1\n1,B,x,2\n', { schema: { primaryKey: 'ID' } });
    expect(only(checks.problems, 'contradiction').text).toContain('(“x”)');
  });

  test('long names are cut and rows without any cell are named by line', () => {
    const long = 'n'.repeat(60);
    const text = `labeling_set_id,label,id\n1,A,${long}\n1,A,\n2,A,${long}\n2,B,${long}\n`;
    const { checks } = checksOf(text, { schema });
    expect(only(checks.problems, 'contradiction').text).toMatch(/\(“n{20,}…n+”\)/);
  });
});

describe('after edits', () => {
  interface RandomChecks {
    readonly checks: Checks;
    readonly labels: Labels;
    readonly options: CheckOptions;
    readonly others: readonly Labels[];
  }

  function randomChecks(random: Random): RandomChecks {
    const line = (): string => `${random.int(1, 5)} ${random.pick(['', 'A', 'B', 'a'])} ${random.int(1, 8)}`;
    const lines = (count: number): string => fileOf(...Array.from({ length: count }, line));
    const others = Array.from({ length: random.chance(0.5) ? random.int(1, 2) : 0 }, () => {
      return new Labels(LabelingFile.parse(utf8(lines(6))));
    });
    const options: CheckOptions = {
      schema: random.chance(0.5) ? { primaryKey: 'id' } : {},
      otherFiles: others.map((labels, at) => ({ name: `other${at}.csv`, file: labels.file, labels })),
    };
    return { ...checksOf(lines(random.int(2, 20)), options), options, others };
  }

  /** Changes a few labels; answers the rows. */
  function edit(labels: Labels, random: Random): number[] {
    const changes = Array.from({ length: random.int(1, 3) }, () => ({
      row: random.int(0, labels.file.rowCount - 1),
      before: '',
      after: random.pick(['', 'A', 'B', 'a', ' A', 'C']),
    }));
    return labels.apply(changes).map(({ row }) => row);
  }

  test('checking again what an edit touches, of this file or of others, gives what checking everything gives', async () => {
    let across = 0;
    await eachRound(400, (random) => {
      const { checks, labels, options, others } = randomChecks(random);
      for (let step = 0; step < 15; step++) {
        const before = labels.file.sets.map(({ index }) => checks.problemsIn(index));
        const rows = random.chance(0.6) || others.length === 0 ? edit(labels, random) : [];
        const elsewhere = others
          .filter(() => random.chance(0.4))
          .map((other) => ({ file: other.file, sets: edit(other, random).map((row) => other.file.setOf(row)) }));
        const changed = checks.update(rows, elsewhere);
        const fresh = new Checks(labels, options);
        expect(checks.problems, `step ${step}`).toEqual(fresh.problems);
        for (const { index } of labels.file.sets) {
          expect(checks.problemsIn(index)).toEqual(fresh.problemsIn(index));
          if (!changed.includes(index)) {
            expect(checks.problemsIn(index), `set ${index} not told`).toEqual(before[index]);
          }
        }
        across += fresh.problems.filter(({ chain }) => chain.some(({ file }) => file !== undefined)).length;
      }
    });
    expect(across, 'the files contradicted each other often').toBeGreaterThan(200);
  });

  test('what this file proves by itself is told without another file', async () => {
    await eachRound(400, (random) => {
      const { checks, labels, options } = randomChecks(random);
      const groups = ({ set, rows }: Problem) => `${set}: ${rows.map((row) => labels.get(row)).join(' ')}`;
      const contradictions = (problems: readonly Problem[]) => problems.filter(({ code }) => code === 'contradiction');
      const alone = contradictions(new Checks(labels, { schema: options.schema }).problems);
      const across = contradictions(checks.problems).filter(({ chain }) =>
        chain.some(({ file }) => file !== undefined),
      );
      const known = new Set(alone.map(groups));
      expect(across.map(groups).filter((each) => known.has(each))).toEqual([]);
    });
  });

  test('a set contradicts exactly where joining everything that is said to match joins what is kept apart', async () => {
    await eachRound(300, (random) => {
      const { checks, labels, options } = randomChecks(random);
      if (options.schema?.primaryKey === undefined || options.otherFiles?.length !== 0) {
        return;
      }
      const { file } = labels;
      const key = (row: number): string => file.cell(row, 2);
      const joined = new Map<string, Set<string>>();
      const pairs = file.sets.flatMap(({ rows: all }) =>
        all.flatMap((a) => all.filter((b) => b > a && labels.get(a) !== '' && labels.get(b) !== '').map((b) => [a, b])),
      );
      const closure = (record: string): Set<string> => joined.get(record) ?? new Set([record]);
      for (const [a = 0, b = 0] of pairs.filter(([x = 0, y = 0]) => labels.get(x) === labels.get(y))) {
        const union = new Set([...closure(key(a)), ...closure(key(b))]);
        for (const record of union) {
          joined.set(record, union);
        }
      }
      const wrong = pairs.filter(([a = 0, b = 0]) => labels.get(a) !== labels.get(b) && closure(key(a)).has(key(b)));
      const found = checks.problems.filter(({ code }) => code === 'contradiction');
      expect(new Set(found.map(({ set }) => set))).toEqual(new Set(wrong.map(([a = 0]) => file.setOf(a))));
      for (const {
        chain,
        rows: [a = 0, b = 0],
      } of found) {
        expect(wrong.some((pair) => pair.includes(a) && pair.includes(b))).toBe(true);
        expectProof(chain, labels, key);
      }
    });
  });

  test('the work of an edit does not grow with the file', () => {
    const cost = (sets: number): { sets: number; records: number } => {
      const lines = Array.from({ length: sets * 10 }, (_, at) => `${Math.floor(at / 10)} A ${at}`);
      const { checks, labels } = checksOf(fileOf(...lines), { schema: { primaryKey: 'id' } });
      const before = checks.work;
      checks.update(labels.apply([{ row: 17, before: 'A', after: 'B' }]).map(({ row }) => row));
      return { sets: checks.work.sets - before.sets, records: checks.work.records - before.records };
    };
    expect(cost(500)).toEqual(cost(5));
    expect(cost(500)).toEqual({ sets: 2, records: 10 });
  });

  test('the work of an edit in another file does not grow with the files', () => {
    const cost = (sets: number): { sets: number; records: number } => {
      const lines = Array.from({ length: sets * 10 }, (_, at) => `${Math.floor(at / 10)} A ${at}`);
      const other = new Labels(LabelingFile.parse(utf8(fileOf(...lines))));
      const otherFiles = [{ name: 'other.csv', file: other.file, labels: other }];
      const { checks } = checksOf(fileOf(...lines), { schema: { primaryKey: 'id' }, otherFiles });
      const before = checks.work;
      other.apply([{ row: 17, before: 'A', after: 'B' }]);
      checks.update([], [{ file: other.file, sets: [1] }]);
      return { sets: checks.work.sets - before.sets, records: checks.work.records - before.records };
    };
    expect(cost(500)).toEqual(cost(5));
    expect(cost(500)).toEqual({ sets: 1, records: 10 });
  });
});

/** Every decision must be as the labels say, and each must begin with the record that the one before ended with. */
function expectProof(chain: Problem['chain'], labels: Labels, key: (row: number) => string): void {
  const last = chain.at(-1);
  const links = chain.slice(0, -1);
  expect(last?.same).toBe(false);
  for (const {
    rows: [a, b],
    same,
    set,
  } of chain) {
    expect([labels.file.setOf(a), labels.file.setOf(b)]).toEqual([set, set]);
    expect(labels.get(a) === labels.get(b)).toBe(same);
  }
  const ends = links.map(({ rows: [a, b] }) => [key(a), key(b)]);
  const path = ends.flat();
  const [from, to] = [key(last?.rows[0] ?? -1), key(last?.rows[1] ?? -1)];
  expect([from, ...path, to].every((record, at, all) => at % 2 === 1 || record === all[at + 1])).toBe(true);
}
