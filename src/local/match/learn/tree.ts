import type { Random } from '../random';
import { type BinnedMatrix, maxBins } from './bins';
import type { ForestOptions } from './examples';

/** A binary tree in preorder: the left child of node n is n + 1, the right one right[n]; right[n] = 0 marks a leaf. */
export interface Tree {
  readonly feature: Int32Array;
  /** Values below the threshold go left. */
  readonly threshold: Float32Array;
  readonly right: Int32Array;
  /** 1 where unknown values go left. */
  readonly unknownLeft: Uint8Array;
  /** In a leaf, the share of matches, in units of 1/16384. */
  readonly value: Int32Array;
}

/** One in the units of a leaf's share of matches. */
export const shareUnit = 16_384;

interface Split {
  feature: number;
  /** Bins up to this one go left. */
  bin: number;
  unknownLeft: boolean;
  gain: number;
}

/** Grows one classification tree by Gini impurity on weighted examples; examples of weight 0 are left out. */
export function growTree(
  matrix: BinnedMatrix,
  outcomes: Uint8Array,
  weights: Int32Array,
  options: ForestOptions,
  importances: Float64Array,
  random: Random,
): Tree {
  return new Grower(matrix, outcomes, weights, options, importances, random).grow();
}

class Grower {
  private readonly feature: number[] = [];
  private readonly threshold: number[] = [];
  private readonly right: number[] = [];
  private readonly unknownLeft: number[] = [];
  private readonly value: number[] = [];
  private readonly all = new Float64Array(maxBins + 1);
  private readonly matched = new Float64Array(maxBins + 1);
  private readonly features: number[];
  private readonly tried: number;

  constructor(
    private readonly matrix: BinnedMatrix,
    private readonly outcomes: Uint8Array,
    private readonly weights: Int32Array,
    private readonly options: ForestOptions,
    private readonly importances: Float64Array,
    private readonly random: Random,
  ) {
    this.features = Array.from({ length: matrix.width }, (_, f) => f);
    this.tried = Math.max(1, Math.floor(Math.sqrt(matrix.width) + 0.5));
  }

  grow(): Tree {
    const rows: number[] = [];
    for (const [row, weight] of this.weights.entries()) {
      if (weight > 0) {
        rows.push(row);
      }
    }
    this.addNode(Int32Array.from(rows), 0);
    return {
      feature: Int32Array.from(this.feature),
      threshold: Float32Array.from(this.threshold),
      right: Int32Array.from(this.right),
      unknownLeft: Uint8Array.from(this.unknownLeft),
      value: Int32Array.from(this.value),
    };
  }

  /** Adds the node that holds `rows`, and everything below it. */
  private addNode(rows: Int32Array, depth: number): void {
    let weight = 0;
    let matched = 0;
    for (const row of rows) {
      const w = this.weights[row] ?? 0;
      weight += w;
      matched += this.outcomes[row] === 1 ? w : 0;
    }
    const node = this.feature.length;
    this.feature.push(0);
    this.threshold.push(0);
    this.right.push(0);
    this.unknownLeft.push(0);
    this.value.push(weight > 0 ? Math.floor((matched * shareUnit) / weight + 0.5) : 0);
    const { maxDepth, leastWeight } = this.options;
    if (matched === 0 || matched === weight || depth >= maxDepth || weight < 2 * leastWeight) {
      return;
    }
    const split = this.bestSplit(rows, weight, matched);
    if (!split) {
      return;
    }
    this.importances[split.feature] = (this.importances[split.feature] ?? 0) + split.gain;
    this.feature[node] = split.feature;
    this.threshold[node] = this.matrix.bounds[split.feature]?.[split.bin - 1] ?? Number.POSITIVE_INFINITY;
    this.unknownLeft[node] = split.unknownLeft ? 1 : 0;
    const goesLeft = (row: number): boolean => {
      const bin = this.matrix.bins[split.feature * this.matrix.rows + row] ?? 0;
      return bin === 0 ? split.unknownLeft : bin <= split.bin;
    };
    this.addNode(rows.filter(goesLeft), depth + 1);
    this.right[node] = this.feature.length;
    this.addNode(
      rows.filter((row) => !goesLeft(row)),
      depth + 1,
    );
  }

  /** The best split over a few features drawn at random; goes on drawing while none of them splits at all. */
  private bestSplit(rows: Int32Array, weight: number, matched: number): Split | undefined {
    const { features, random } = this;
    let best: Split | undefined;
    for (let drawn = 0; drawn < features.length && (drawn < this.tried || !best); drawn++) {
      const at = drawn + random.below(features.length - drawn);
      const feature = features[at] ?? 0;
      features[at] = features[drawn] ?? 0;
      features[drawn] = feature;
      const split = this.splitOn(feature, rows, weight, matched);
      if (split && (!best || split.gain > best.gain)) {
        best = split;
      }
    }
    return best;
  }

  private splitOn(feature: number, rows: Int32Array, weight: number, matched: number): Split | undefined {
    const bins = (this.matrix.bounds[feature]?.length ?? 0) + 1;
    this.all.fill(0, 0, bins + 1);
    this.matched.fill(0, 0, bins + 1);
    const start = feature * this.matrix.rows;
    for (const row of rows) {
      const bin = this.matrix.bins[start + row] ?? 0;
      const w = this.weights[row] ?? 0;
      this.all[bin] = (this.all[bin] ?? 0) + w;
      if (this.outcomes[row] === 1) {
        this.matched[bin] = (this.matched[bin] ?? 0) + w;
      }
    }
    const unknown = this.all[0] ?? 0;
    const unknownMatched = this.matched[0] ?? 0;
    const impurity = gini(matched, weight);
    const { leastWeight } = this.options;
    let best: Split | undefined;
    let low = 0;
    let lowMatched = 0;
    for (let bin = 1; bin <= bins; bin++) {
      low += this.all[bin] ?? 0;
      lowMatched += this.matched[bin] ?? 0;
      const high = weight - unknown - low;
      const highMatched = matched - unknownMatched - lowMatched;
      // The last bin's "split" parts the known from the unknown.
      if (low <= 0 || (bin < bins && high <= 0) || ((this.all[bin] ?? 0) === 0 && bin < bins)) {
        continue;
      }
      if (high > 0 && this.options.increasing[feature] && highMatched * low < lowMatched * high) {
        continue;
      }
      for (const unknownLeft of unknown > 0 ? [true, false] : [true]) {
        const left = low + (unknownLeft ? unknown : 0);
        const leftMatched = lowMatched + (unknownLeft ? unknownMatched : 0);
        if (left < leastWeight || weight - left < leastWeight) {
          continue;
        }
        const gain = impurity - gini(leftMatched, left) - gini(matched - leftMatched, weight - left);
        if (gain > 1e-9 && (!best || gain > best.gain)) {
          best = { feature, bin, unknownLeft, gain };
        }
      }
    }
    return best;
  }
}

/** Gini impurity times weight. */
function gini(matched: number, weight: number): number {
  return weight <= 0 ? 0 : (2 * matched * (weight - matched)) / weight;
}
