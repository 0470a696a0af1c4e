import type { LabelingFile } from '../file/labelingFile';
import type { Labels } from './edits';
import { groupsOf } from './groups';
import { unsure } from './unsure';

export interface Progress {
  /** Rows that can be labeled: those with a label field. */
  readonly rows: number;
  /** Rows that are decided: those with a label, and those that were set aside. */
  readonly labeledRows: number;
  /** Rows that were set aside. */
  readonly unsureRows: number;
  readonly sets: number;
  /** Sets in which every row that can be labeled is. */
  readonly doneSets: number;
}

export interface Outcome {
  readonly groups: number;
  /** Pairs of rows of one set with the same label. */
  readonly matched: number;
  /** Pairs of rows of one set with different labels. */
  readonly apart: number;
}

/**
 * Counts rows and sets, and counts again only the sets that an edit touches. Rows that can't be labeled don't count:
 * else no work on the file would ever finish it.
 */
export class ProgressCounter {
  readonly #file: LabelingFile;
  readonly #labels: Pick<Labels, 'get'>;
  readonly #rows: number;
  readonly #rowsInSet: Uint32Array;
  readonly #labeledInSet: Uint32Array;
  readonly #unsureInSet: Uint32Array;
  #labeledRows = 0;
  #unsureRows = 0;
  #doneSets = 0;

  constructor(file: LabelingFile, labels: Pick<Labels, 'get'>) {
    this.#file = file;
    this.#labels = labels;
    this.#rowsInSet = Uint32Array.from(file.sets, ({ rows }) => rows.filter((row) => file.canLabel(row)).length);
    this.#rows = this.#rowsInSet.reduce((sum, rows) => sum + rows, 0);
    this.#labeledInSet = new Uint32Array(file.sets.length);
    this.#unsureInSet = new Uint32Array(file.sets.length);
    this.#doneSets = this.#rowsInSet.filter((rows) => rows === 0).length;
    for (const set of file.sets) {
      this.#recount(set.index);
    }
  }

  /** To be called when labels of `rows` have changed. */
  update(rows: Iterable<number>): void {
    const sets = new Set<number>();
    for (const row of rows) {
      sets.add(this.#file.setOf(row));
    }
    for (const index of sets) {
      this.#recount(index);
    }
  }

  get now(): Progress {
    return {
      rows: this.#rows,
      labeledRows: this.#labeledRows,
      unsureRows: this.#unsureRows,
      sets: this.#file.sets.length,
      doneSets: this.#doneSets,
    };
  }

  /** Rows of the set that have a label. */
  labeledIn(set: number): number {
    return this.#labeledInSet[set] ?? 0;
  }

  /** Rows of the set that can be labeled. */
  rowsIn(set: number): number {
    return this.#rowsInSet[set] ?? 0;
  }

  /** True if every row of the set that can be labeled is. */
  isDone(set: number): boolean {
    return this.labeledIn(set) === this.rowsIn(set);
  }

  #recount(index: number): void {
    const rows = this.#file.sets[index]?.rows ?? [];
    const all = this.rowsIn(index);
    const before = this.labeledIn(index);
    const now = rows.reduce((count, row) => count + (this.#labels.get(row) === '' ? 0 : 1), 0);
    this.#labeledInSet[index] = now;
    const aside = rows.reduce((count, row) => count + Number(this.#labels.get(row) === unsure), 0);
    this.#unsureRows += aside - (this.#unsureInSet[index] ?? 0);
    this.#unsureInSet[index] = aside;
    this.#labeledRows += now - before;
    this.#doneSets += Number(now === all) - Number(before === all);
  }
}

/** What has been decided, for the finish screen. */
export function outcomeOf(file: LabelingFile, labels: Pick<Labels, 'get'>): Outcome {
  let groups = 0;
  let matched = 0;
  let apart = 0;
  for (const set of file.sets) {
    const sizes = groupsOf(set, labels).map((group) => group.rows.length);
    const labeled = sizes.reduce((sum, size) => sum + size, 0);
    const inGroups = sizes.reduce((sum, size) => sum + pairs(size), 0);
    groups += sizes.length;
    matched += inGroups;
    apart += pairs(labeled) - inGroups;
  }
  return { groups, matched, apart };
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2;
}

/** Rows that got their label by one edit. The first of many is where work began, with no rows. */
export interface LabelingStep {
  /** In milliseconds. */
  readonly at: number;
  readonly rows: number;
}

const longestPause = 60_000;
const recentRows = 50;
const fewestRows = 5;

/**
 * How fast rows are labeled, by `steps` in the order of time. Those of the last 50 rows count, each with the time since
 * the step before it, and a pause counts as at most a minute. Undefined below 5 rows: too few to say.
 */
export function rowsPerMinute(steps: readonly LabelingStep[]): number | undefined {
  let rows = 0;
  let spent = 0;
  for (let at = steps.length - 1; at > 0 && rows < recentRows; at--) {
    const [before, step] = [steps[at - 1], steps[at]];
    if (before && step) {
      rows += step.rows;
      spent += Math.min(longestPause, Math.max(0, step.at - before.at));
    }
  }
  return rows >= fewestRows && spent > 0 ? (rows * 60_000) / spent : undefined;
}
