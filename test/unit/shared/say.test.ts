import { expect, test } from 'vitest';
import { Checks } from '../../../src/shared/checks/checks';
import type { ProblemCode, Schema } from '../../../src/shared/checks/problems';
import { repair } from '../../../src/shared/checks/repair';
import { LabelingFile } from '../../../src/shared/file/labelingFile';
import { LabelingFileError, labelingFileErrorText } from '../../../src/shared/file/labelingFileError';
import { Labels } from '../../../src/shared/labels/edits';
import { separationText } from '../../../src/shared/labels/merge';
import { type Say, sayEnglish } from '../../../src/shared/say';
import { Suggester } from '../../../src/shared/suggest/suggest';
import { sharedTexts } from '../../harness/sharedTexts';
import { latin1, utf8 } from './samples';

/** All data of these tests is Greek or figures, so any other letter that is shown is of a text that escaped. */
function expectTold(text: string): void {
  expect(text).toMatch(/^⟦.*⟧$/);
  expect(text.replaceAll(/labeling_set_id|label|Windows-1252|E9/gi, ''), text).not.toMatch(/[A-Za-z]/);
}

/** A translation that keeps only the arguments, in brackets. */
const pseudo: Say = (english, ...args) => {
  expect(new Set(english.match(/\{\d+\}/g)), english).toEqual(new Set(args.map((_, at) => `{${at}}`)));
  return `⟦${args.join('¦')}⟧`;
};

interface Sample {
  readonly file: string | Uint8Array;
  readonly schema?: Schema;
  readonly sizeLimit?: number;
  /** A file of the name β. */
  readonly other?: string;
}

/** A file with the column κ; each line is "set label κ". */
function fileOf(...lines: string[]): string {
  return `labeling_set_id,label,κ\n${lines.map((line) => line.split(' ').join(',')).join('\n')}\n`;
}

const many = (count: number): string =>
  fileOf(...Array.from({ length: count }, (_, at) => `1 ${at === 0 ? 'Α' : ''} ${at}`));
const key = { primaryKey: 'κ' };

/** Files that have every problem in every wording. */
const samples: Record<ProblemCode, readonly Sample[]> = {
  emptyFile: [{ file: '' }],
  noRows: [{ file: 'labeling_set_id,label,κ\n' }],
  tooLarge: [{ file: fileOf('1 Α α', '1 Β β'), sizeLimit: 10 }],
  byteOrderMark: [{ file: `\ufeff${fileOf('1 Α α', '1 Β β')}` }],
  encoding: [
    { file: latin1('labeling_set_id,label,1\n1,2,\xe9\n1,3,4\n') },
    { file: latin1('labeling_set_id,label,1\n1,2,\xe9\n1,3,\xe9\n') },
  ],
  delimiter: [';', '\t', '|'].map((delimiter) => ({ file: fileOf('1 Α α', '1 Β β').replaceAll(',', delimiter) })),
  columnName: [{ file: fileOf('1 Α α', '1 Β β').replace('label,', 'Label,') }],
  columnPlace: [{ file: 'κ,labeling_set_id,label\nα,1,Α\nβ,1,Β\n' }],
  columnTwice: [{ file: 'labeling_set_id,label,κ,κ\n1,Α,α,α\n1,Β,β,β\n' }],
  columnsUnlikeSchema: [['λ'], ['κ', 'λ', 'μ'], [], ['μ', 'κ']].map((columns) => ({
    file: columns.includes('μ') && columns.length === 2 ? 'labeling_set_id,label,κ,μ\n1,Α,α,α\n' : fileOf('1 Α α'),
    schema: { columns },
  })),
  noLabelField: [{ file: fileOf('1 Α α', '1') }, { file: 'labeling_set_id,κ,label\n1,α,Α\n1,β\n' }],
  fieldCount: [{ file: fileOf('1 Α α', '1 Β') }, { file: 'label,labeling_set_id\nΑ,1\nΑ\n' }],
  looseQuote: [{ file: fileOf('1 Α "α"β', '1 Α γ') }],
  noSetId: [{ file: fileOf(' Α α') }, { file: fileOf(' Α α', ' Β β') }],
  oneRowSet: [{ file: fileOf('1 Α α') }],
  tooManyRows: [{ file: many(51) }],
  manyRows: [{ file: many(31) }],
  missingLabels: [{ file: fileOf('1 Α α', '1  β') }, { file: fileOf('1 Α α', '1  β', '1  γ') }],
  unlabeledSets: [
    { file: fileOf('1  α', '1  β') },
    { file: fileOf('1  α', '1  β', '2 Α α', '2 Α β') },
    { file: fileOf('1  α', '1  β', '2  α', '2  β') },
  ],
  similarLabels: [{ file: fileOf('1 Α α', '1 α β') }, { file: 'labeling_set_id,label,κ\n1,Α ,α\n1, Α,β\n1,Α,γ\n' }],
  blankLabel: [
    { file: 'labeling_set_id,label,κ\n1,  ,α\n1,Α,β\n' },
    { file: 'labeling_set_id,label,κ\n1,  ,α\n1,  ,β\n1,Α ,γ\n1,Α,δ\n' },
  ],
  onlyMatches: [{ file: fileOf('1 Α α', '1 Α β') }],
  onlyNonMatches: [{ file: fileOf('1 Α α', '1 Β β') }],
  contradiction: [
    { file: fileOf('1 Α α', '1 Β α'), schema: key },
    { file: fileOf('1 Α α', '1 Α β', '2 Α α', '2 Β β'), schema: key },
    { file: fileOf('1 Α α', '1 Β β'), schema: key, other: fileOf('1 Α α', '1 Α β') },
    // Of a key of blanks only, the line is told.
    { file: 'labeling_set_id,label,κ\n1,Α, \n1,Β, \n', schema: key },
  ],
};

function checksOf({ file, schema, sizeLimit, other }: Sample, say: Say): { checks: Checks; labels: Labels } {
  const labels = new Labels(LabelingFile.parse(typeof file === 'string' ? utf8(file) : file));
  const otherLabels = other === undefined ? [] : [new Labels(LabelingFile.parse(utf8(other)))];
  const otherFiles = otherLabels.map((each) => ({ name: 'β', file: each.file, labels: each }));
  return { checks: new Checks(labels, { schema, sizeLimit, otherFiles, say }), labels };
}

/** Problems of a sample and their fixes, before and after an edit. */
function problemTexts(sample: Sample, say: Say): string[] {
  const { checks, labels } = checksOf(sample, say);
  const before = [...checks.problems, ...labels.file.sets.flatMap(({ index }) => checks.problemsIn(index))];
  const texts = before.flatMap((problem) => [problem.text, ...checks.fixes(problem).map(({ name }) => name)]);
  checks.update(labels.apply([{ row: 0, before: labels.get(0), after: 'Ω' }]).map(({ row }) => row));
  return [...texts, ...checks.problems.map(({ text }) => text)];
}

function repairTexts(say: Say): string[] {
  const files = [
    latin1('\xef\xbb\xbflabeling_set_id,label,1\n'),
    latin1('labeling_set_id,label,1\n1,2,\xe9\n'),
    latin1('labeling_set_id,label,1\n1,2,\xe9\xe8\n'),
    latin1('labeling_set_id,label,1\n1,\xe9,\xe8\n'),
    utf8('labeling_set_id;label;1\n1;2;3,4\n'),
    utf8('labeling_set_id\tlabel\t1\n1\t2,2\t3,4\n'),
    utf8('labeling_set_id|label|1\n1|2|3\n'),
  ];
  return files.flatMap((file) => {
    const found = repair(LabelingFile.parse(file), say);
    return found && 'changes' in found ? found.changes : [];
  });
}

function faults(): LabelingFileError[] {
  const all = [
    () => LabelingFile.parse(utf8('labeling_set_id,label\n1,"Α\n')),
    () => LabelingFile.parse(utf8('κ,label\n1,Α\n')),
    () => LabelingFile.parse(Uint8Array.of(0xff, 0xfe, 0x31, 0)),
    () => LabelingFile.parse(latin1('labeling_set_id,label,1\n1,2,\xe9\n')).serialize(() => 'Ω'),
  ];
  return all.flatMap((fault) => {
    try {
      fault();
      return [];
    } catch (error) {
      return error instanceof LabelingFileError ? [error] : [];
    }
  });
}

/** A word for a number. */
function word(number: number): string {
  return String.fromCharCode(...`${number * 7919}`.split('').map((digit) => 0x3b1 + Number(digit)));
}

/** Sets of a record twice and three others. In the columns κ and λ the two agree, in μ nearly; ν and ξ differ. */
function reasonTexts(say: Say): string[] {
  const row = (record: number, twin: number): string[] => [
    ...[word(record), word(record + 1000)],
    `${word(record + 2000)} ${word(record + 3000)}${twin === 0 ? '' : ' β'}`,
    ...[word(record + 4000 + twin), word(record + 5000 + twin)],
  ];
  const rows = Array.from({ length: 40 }, (_, set) =>
    [row(set, 0), row(set, 500), row(set + 200, 0), row(set + 300, 0), row(set + 400, 0)].map((cells) => ({
      set,
      cells,
    })),
  ).flat();
  const columnsOf = [
    [0, 1, 3, 4],
    [0, 2],
    [0, 1, 2, 3],
  ];
  return columnsOf.flatMap((columns) => {
    const lines = rows.map(({ set, cells }) => [`${set}`, '', ...columns.map((column) => cells[column])].join(','));
    const header = ['labeling_set_id', 'label', ...columns.map((column) => 'κλμνξ'[column])].join(',');
    const file = LabelingFile.parse(utf8([header, ...lines].join('\n')));
    const suggester = new Suggester(file, {}, say);
    return file.sets.flatMap((set) => suggester.suggest(set.rows).groups.map(({ reason }) => reason));
  });
}

function separationTexts(say: Say): string[] {
  const change = { row: 4, before: 'Α', after: 'Β' };
  return [separationText([change], say), separationText([change, { ...change, row: 5 }], say)];
}

test.each(Object.entries(samples))('%s is told in the user’s language, with its fixes', (code, all) => {
  for (const sample of all) {
    expect(checksOf(sample, pseudo).checks.problems.map((problem) => problem.code)).toContain(code);
    problemTexts(sample, pseudo).forEach(expectTold);
  }
});

test.each([
  ['repairs', repairTexts],
  ['errors of reading and writing', (say: Say) => faults().map((fault) => labelingFileErrorText(fault, say))],
  ['reasons of suggestions', reasonTexts],
  ['separations of joined groups', separationTexts],
])('%s are told in the user’s language', (_, texts) => {
  expect(texts(pseudo).length).toBeGreaterThan(1);
  texts(pseudo).forEach(expectTold);
});

test('no text of the sources is left out by the tests above', () => {
  const said = new Set<string>();
  const note: Say = (english, ...args) => {
    said.add(english);
    return sayEnglish(english, ...args);
  };
  Object.values(samples)
    .flat()
    .forEach((sample) => {
      problemTexts(sample, note);
    });
  for (const texts of [repairTexts, reasonTexts, separationTexts]) {
    texts(note);
  }
  faults().forEach((fault) => {
    labelingFileErrorText(fault, note);
  });
  expect([...said].sort()).toEqual([...new Set(sharedTexts())].sort());
});

test('the message of an error is its English text', () => {
  expect(faults().map(({ message }) => message)).toEqual(
    faults().map((fault) => labelingFileErrorText(fault, sayEnglish)),
  );
  expect(labelingFileErrorText(new Error('of another kind'), pseudo)).toBe('of another kind');
});

test('arguments are filled in once, whatever they hold', () => {
  expect(sayEnglish('{1} and {0}, {0}', '{1}', 2)).toBe('2 and {1}, {1}');
  expect(sayEnglish('{0} of {1}', 1)).toBe('1 of {1}');
});
