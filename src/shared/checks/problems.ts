import type { LabelEdit } from '../labels/edits';
import type { Say } from '../say';

export type ProblemCode =
  | 'emptyFile'
  | 'noRows'
  | 'tooLarge'
  | 'byteOrderMark'
  | 'encoding'
  | 'delimiter'
  | 'columnName'
  | 'columnPlace'
  | 'columnTwice'
  | 'columnsUnlikeSchema'
  | 'noLabelField'
  | 'fieldCount'
  | 'looseQuote'
  | 'noSetId'
  | 'oneRowSet'
  | 'tooManyRows'
  | 'manyRows'
  | 'missingLabels'
  | 'unlabeledSets'
  | 'similarLabels'
  | 'blankLabel'
  | 'onlyMatches'
  | 'onlyNonMatches'
  | 'contradiction';

/** One decision of a chain: two rows of one set that are in one group, or in two. */
export interface Decision {
  /** Name of the other file the decision is in; undefined for this one. */
  readonly file: string | undefined;
  /** Set index in its file, from 0. */
  readonly set: number;
  readonly setId: string;
  /** Rows of that file. */
  readonly rows: readonly [number, number];
  readonly same: boolean;
}

/** Something to put right before the labels are imported. */
export interface Problem {
  readonly code: ProblemCode;
  /** `error`: AWS Glue would refuse or misread the file, or labels contradict each other. */
  readonly severity: 'error' | 'warning';
  /** Index of the set it is in; undefined if it concerns the file. */
  readonly set: number | undefined;
  /** Rows concerned, the first being the place to go to; empty if it concerns the file. */
  readonly rows: readonly number[];
  /** Column that is at fault: of the header if there are no rows, else of the first row. Undefined: the label's, or none. */
  readonly column: number | undefined;
  readonly text: string;
  /** Contradictions only: the decisions that can't all be true, the one that keeps records apart last. */
  readonly chain: readonly Decision[];
}

/** True for a problem that only says that work is left: the progress says so, too. */
export function isLeftover({ code }: Pick<Problem, 'code'>): boolean {
  return code === 'missingLabels' || code === 'unlabeledSets';
}

/** A change of labels that puts a problem right without guessing. Its name is fit for a menu. */
export type Fix = LabelEdit;

/** What is known of the transform a file belongs to. */
export interface Schema {
  /** Columns of the transform's table in order, without labeling_set_id and label. */
  readonly columns?: readonly string[] | undefined;
  readonly primaryKey?: string | undefined;
}

/** "2, 3 and 5"; beyond `most` items, "2, 3 and 7 more". */
export function listed(items: readonly (string | number)[], say: Say, most = 6): string {
  if (items.length > most) {
    return say('{0} and {1} more', items.slice(0, most).join(', '), items.length - most);
  }
  const last = items.at(-1) ?? '';
  return items.length > 1 ? say('{0} and {1}', items.slice(0, -1).join(', '), last) : `${last}`;
}
