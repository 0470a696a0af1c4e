/** Examples to learn from: `rows` rows of `width` features each; -1 marks an unknown feature. */
export interface Examples {
  readonly features: Float32Array;
  readonly width: number;
  readonly rows: number;
  /** 1 for a match, 0 for a non-match. */
  readonly outcomes: Uint8Array;
  /** Whole numbers, so that their sums don't depend on their order. */
  readonly weights: Int32Array;
}

export interface ForestOptions {
  readonly trees: number;
  readonly maxDepth: number;
  /** No leaf weighs less, so that it takes more than one wrong label to make one; at least 1. */
  readonly leastWeight: number;
  /**
   * Features of which more can only speak for a match. In every other tree, a split on one must not say otherwise: that
   * steadies forests grown on few labels, and the free trees see to it that what was assumed can still be unlearned.
   */
  readonly increasing: readonly boolean[];
}
