import type { Suggestion } from '../../../src/shared/suggest/suggest';

/** A group that is suggested, of rows that have no label yet. */
export interface ProposedGroup {
  readonly label: string;
  readonly rows: readonly number[];
  /** Which columns agree; empty for a row on its own. */
  readonly reason: string;
}

/** Suggested groups of one set. Shown only when asked for: labels are given blind by default. */
export interface Proposal {
  readonly set: number;
  /** What the cells say, whatever is labeled. */
  readonly suggestion: Suggestion;
  readonly groups: readonly ProposedGroup[];
  readonly labels: ReadonlyMap<number, string>;
  /** Finishing the set was asked for, which would contradict it; asked for again, it is done. */
  readonly asked: boolean;
}
