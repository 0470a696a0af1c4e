import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LabelingDocument } from '../../../../src/labeling/document/document';
import { DocumentProblems } from '../../../../src/labeling/problems/documentProblems';
import { sameProblems, shownProblems } from '../../../../src/labeling/problems/shownProblems';
import { Checks } from '../../../../src/shared/checks/checks';
import type { Problem } from '../../../../src/shared/checks/problems';
import { LabelingFile } from '../../../../src/shared/file/labelingFile';
import { Labels } from '../../../../src/shared/labels/edits';
import { sayEnglish } from '../../../../src/shared/say';
import { utf8 } from '../../shared/samples';

const header = 'labeling_set_id,label,id\n';

/** Sets of two rows each; `label` gives the label of each row. */
function setsOf(count: number, label: (row: number) => string): string {
  const lines = Array.from({ length: 2 * count }, (_, row) => `s${Math.floor(row / 2)},${label(row)},${row}\n`);
  return header + lines.join('');
}

function documentOf(text: string): LabelingDocument {
  return new LabelingDocument({ bytes: utf8(text), version: '1' });
}

function label(document: LabelingDocument, row: number, after: string): void {
  document.edit({ name: 'label', changes: [{ row, before: '', after }] });
}

function problemsOf(text: string): readonly Problem[] {
  return new Checks(new Labels(LabelingFile.parse(utf8(text)))).problems;
}

describe('when problems are told', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  function watched(document: LabelingDocument): { problems: DocumentProblems; told: number[] } {
    const problems = new DocumentProblems(document, sayEnglish);
    const told: number[] = [];
    problems.onDidChange(() => told.push(Math.round(performance.now())));
    vi.advanceTimersByTime(1000);
    told.length = 0;
    return { problems, told };
  }

  test('once, when nothing was edited for a moment', () => {
    const document = documentOf(setsOf(10, () => ''));
    const { problems, told } = watched(document);
    const began = performance.now();
    for (let row = 0; row < 5; row++) {
      label(document, row, 'A');
      vi.advanceTimersByTime(100);
    }
    expect(told).toEqual([]);
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual([began + 550]);
    problems.dispose();
  });

  test('about once a second while someone types on and on', () => {
    const document = documentOf(setsOf(100, () => ''));
    const { problems, told } = watched(document);
    const began = performance.now();
    for (let row = 0; row < 100; row++) {
      label(document, row, 'A');
      vi.advanceTimersByTime(30);
    }
    expect(told.map((at) => at - began)).toEqual([1000, 2020]);
    problems.dispose();
  });

  test('not any more after the document was closed', () => {
    const document = documentOf(setsOf(10, () => ''));
    const { problems, told } = watched(document);
    label(document, 0, 'A');
    problems.dispose();
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('an edit of another file has only what it concerns checked again', () => {
    // Row 0 and row 1 of every set are the same two records in both files.
    const mine = documentOf(setsOf(1000, (row) => 'AB'[row % 2] ?? ''));
    const theirs = documentOf(setsOf(1000, (row) => 'AB'[row % 2] ?? ''));
    const { problems, told } = watched(mine);
    problems.setOthers([{ name: 'b.csv', file: theirs.file, labels: { get: (row) => theirs.label(row) } }]);
    vi.advanceTimersByTime(1000);
    expect(problems.all.map(({ code }) => code)).toEqual(['onlyNonMatches']);
    told.length = 0;
    const before = problems.work;
    label(theirs, 15, 'A');
    problems.otherChanged(theirs.file, [15]);
    expect(problems.all.map(({ code, set }) => [code, set])).toEqual([
      ['onlyNonMatches', undefined],
      ['contradiction', 7],
    ]);
    const { work } = problems;
    expect({ sets: work.sets - before.sets, records: work.records - before.records }).toEqual({ sets: 1, records: 2 });
    vi.advanceTimersByTime(1000);
    expect(told).toHaveLength(1);
    problems.dispose();
  });

  test('nothing is checked or told for a file that does not count, or for the same files again', () => {
    const { problems, told } = watched(documentOf(setsOf(10, () => 'A')));
    const theirs = documentOf(setsOf(10, () => 'A'));
    const others = () => [{ name: 'b.csv', file: theirs.file, labels: { get: (row: number) => theirs.label(row) } }];
    problems.otherChanged(theirs.file, [1]);
    vi.advanceTimersByTime(1000);
    expect(told).toEqual([]);
    problems.setOthers(others());
    const { work } = problems;
    problems.setOthers(others());
    expect(problems.work).toEqual(work);
    vi.advanceTimersByTime(1000);
    expect(told).toHaveLength(1);
    problems.dispose();
  });
});

describe('which problems are listed', () => {
  const many = setsOf(1200, (row) => (row === 0 ? ' ' : row % 2 === 0 ? 'A' : row === 2399 ? 'a' : ''));

  test('errors first, then warnings, then what is left to do; the rest is counted', () => {
    const all = problemsOf(many);
    const { problems, more } = shownProblems(all, 1000);
    const weightiest = ['blankLabel', 'onlyNonMatches', 'similarLabels', 'missingLabels'];
    expect(problems.slice(0, 4).map(({ code }) => code)).toEqual(weightiest);
    expect(problems).toHaveLength(1000);
    expect(more).toBe(all.length - 1000);
    expect(problems.slice(3).map(({ set }) => set)).toEqual(Array.from({ length: 997 }, (_, set) => set));
  });

  test('nothing is left out of a short list', () => {
    expect(shownProblems(problemsOf(setsOf(3, () => 'A')), 1000).more).toBe(0);
  });

  test('equal lists are known as equal, others not', () => {
    const shown = (text: string) => shownProblems(problemsOf(text), 1000);
    const text = setsOf(5, (row) => (row % 2 === 0 ? 'A' : ''));
    expect(sameProblems(shown(text), shown(text))).toBe(true);
    expect(sameProblems(shown(text), shown(text.replace('s3,,', 's3,B,')))).toBe(false);
    // The same text about another row.
    expect(sameProblems(shown(`${header}s,A,1\ns,a,2\ns,B,3\n`), shown(`${header}s,A,1\ns,B,2\ns,a,3\n`))).toBe(false);
    expect(sameProblems(shown(many), shown(`${many}s1200,A,x\ns1200,,y\n`))).toBe(false);
  });
});
