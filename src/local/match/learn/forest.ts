import type { Random } from '../random';
import { type BinnedMatrix, bin } from './bins';
import type { Examples, ForestOptions } from './examples';
import { FlatTrees } from './flatTrees';
import { growTree, shareUnit, type Tree } from './tree';

/** One in the units of probabilities. */
export const probabilityUnit = 65_535;

/** A random forest (Breiman 2001): each tree sees a bootstrap sample and, at each split, a few features drawn anew. */
export class Forest {
  private flat: FlatTrees | undefined;

  private constructor(
    readonly trees: readonly Tree[],
    private readonly width: number,
    /** Per feature, its share of all impurity removed; sums to 1, or to 0 if no tree ever split. */
    readonly importances: Float64Array,
  ) {}

  /** A forest of trees that were grown elsewhere; its importances are not known. */
  static of(trees: readonly Tree[], width: number): Forest {
    return new Forest(trees, width, new Float64Array(width));
  }

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

  /** The probability of a match for each of `rows` rows of features, in units of 1/65535, written to `into`. */
  predict(features: Float32Array, rows: number, into: Uint16Array): void {
    const shares = new Int32Array(rows);
    this.flat ??= new FlatTrees(this.trees);
    this.flat.addShares(features, this.width, rows, shares);
    const certain = this.trees.length * shareUnit;
    for (let row = 0; row < rows; row++) {
      into[row] = Math.floor(((shares[row] ?? 0) * probabilityUnit) / certain + 0.5);
    }
  }
}

/** Multiplies each weight by the number of times its example is drawn with replacement. */
function bootstrap(weights: Int32Array, random: Random): Int32Array {
  const drawn = new Int32Array(weights.length);
  for (let draw = 0; draw < weights.length; draw++) {
    const at = random.below(weights.length);
    drawn[at] = (drawn[at] ?? 0) + (weights[at] ?? 0);
  }
  return drawn;
}
