import { type BinnedMatrix, bin } from './bins';
import type { Random } from './random';
import { growTree, type Tree } from './tree';

/** Examples to learn from: `rows` rows of `width` features each; -1 marks an unknown feature. */
export interface Examples {
  readonly features: Float32Array;
  readonly width: number;
  readonly rows: number;
  /** 1 for a match, 0 for a non-match. */
  readonly outcomes: Uint8Array;
  readonly weights: Float32Array;
}

export interface ForestOptions {
  readonly trees: number;
  readonly maxDepth: number;
  /**
   * Features of which more can only speak for a match. In every other tree, a split on one must not say otherwise: that
   * steadies forests grown on few labels, and the free trees see to it that what was assumed can still be unlearned.
   */
  readonly increasing: readonly boolean[];
}

/** A random forest (Breiman 2001): each tree sees a bootstrap sample and, at each split, a few features drawn anew. */
export class Forest {
  private constructor(
    private readonly trees: readonly Tree[],
    private readonly width: number,
    /** Per feature, its share of all impurity removed; sums to 1, or to 0 if no tree ever split. */
    readonly importances: Float64Array,
  ) {}

  /** Trains a forest; the same examples and random stream give the same forest. */
  static train(examples: Examples, options: ForestOptions, random: Random): Forest {
    const binned: BinnedMatrix = bin(examples);
    const importances = new Float64Array(examples.width);
    const trees: Tree[] = [];
    const free = { ...options, increasing: options.increasing.map(() => false) };
    for (let t = 0; t < options.trees; t++) {
      const weights = bootstrap(examples.weights, random);
      trees.push(growTree(binned, examples.outcomes, weights, t % 2 === 0 ? options : free, importances, random));
    }
    const total = importances.reduce((sum, gain) => sum + gain, 0);
    return new Forest(trees, examples.width, total > 0 ? importances.map((gain) => gain / total) : importances);
  }

  /** The probability of a match for each of `rows` rows of features, written to `into`. */
  predict(features: Float32Array, rows: number, into: Float32Array): void {
    const { width } = this;
    into.fill(0, 0, rows);
    for (const { feature, threshold, right, unknownLeft, value } of this.trees) {
      for (let row = 0; row < rows; row++) {
        const start = row * width;
        let node = 0;
        let child = right[0] ?? 0;
        while (child !== 0) {
          const x = features[start + (feature[node] ?? 0)] ?? 0;
          const goesLeft = x < 0 ? unknownLeft[node] === 1 : x < (threshold[node] ?? 0);
          node = goesLeft ? node + 1 : child;
          child = right[node] ?? 0;
        }
        into[row] = (into[row] ?? 0) + (value[node] ?? 0);
      }
    }
    for (let row = 0; row < rows; row++) {
      into[row] = (into[row] ?? 0) / this.trees.length;
    }
  }
}

/** Multiplies each weight by the number of times its example is drawn with replacement. */
function bootstrap(weights: Float32Array, random: Random): Float32Array {
  const drawn = new Float32Array(weights.length);
  for (let draw = 0; draw < weights.length; draw++) {
    const at = random.below(weights.length);
    drawn[at] = (drawn[at] ?? 0) + (weights[at] ?? 0);
  }
  return drawn;
}
