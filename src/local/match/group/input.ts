import type { Pairs } from '../compare/candidates';

export interface Link {
  readonly a: number;
  readonly b: number;
  readonly match: boolean;
}

export interface ClusterInput {
  /** Records are numbered 0 to count - 1. */
  readonly count: number;
  readonly pairs: Pairs;
  /** Match probability of each pair, in units of 1/65535. */
  readonly scores: Uint16Array;
  /** Average probability two clusters need to become one. */
  readonly threshold: number;
  /** Pairs of records that must be (true) or must not be (false) in one cluster. Must-links win over cannot-links. */
  readonly links?: readonly Link[];
  /** How many rows each record stands for, where it is not one; then scores are means over the rows of both. */
  readonly sizes?: Int32Array;
  /** Sum of the probabilities of the pairs of rows within each record. */
  readonly inner?: Float64Array;
  /** 1 for records that may join any other; two that are 0 come together only by one of these, or by a must-link. */
  readonly fresh?: Uint8Array;
  /** Scores pairs that blocking did not propose, so that a cluster is judged by all its pairs; 0 without it. */
  readonly score?: (left: Int32Array, right: Int32Array) => Uint16Array;
}

/** Records that hang together by pairs at or above the threshold, or by must-links. */
export interface Component {
  readonly members: readonly number[];
  /** Indexes of the candidate pairs inside it. */
  readonly pairs: readonly number[];
  readonly links: readonly Link[];
}
