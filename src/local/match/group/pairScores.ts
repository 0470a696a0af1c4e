import { probabilityUnit } from '../learn/forest';
import type { ClusterInput } from './input';

/** Up to this many pairs between two groups are all scored; of more, as many as it takes. */
const scoredAll = 256;
/** Pairs of a sample that are scored at a time, and at most. */
const sample = { step: 64, most: 1024 };
/** The sample is enough when its mean is so many standard errors away from the threshold. */
const surely = 4;

/** Knows the probabilities of pairs in one component, and scores those that blocking did not propose. */
export class PairScores {
  private readonly known = new Map<number, number>();

  constructor(private readonly input: Pick<ClusterInput, 'count' | 'score' | 'sizes' | 'threshold'>) {}

  /** Takes in what is known of a pair of records. */
  add(a: number, b: number, score: number): void {
    this.known.set(this.keyOf(a, b), score);
  }

  /** Scores pairs of records that are not known, all at once. */
  learn(pairs: readonly (readonly [number, number])[]): void {
    this.scoresOf(
      pairs.map(([a]) => a),
      pairs.map(([, b]) => b),
    );
  }

  /**
   * The sum of probabilities between two groups of records that have `rows` pairs of rows, in units of 1/65535. Between large groups
   * it is reckoned from a sample, spread evenly, which grows until it is clear on which side of the threshold the mean lies.
   */
  sumBetween(x: readonly number[], y: readonly number[], rows: number): number {
    const pairs = x.length * y.length;
    const step = pairs <= scoredAll ? pairs : sample.step;
    const most = pairs <= scoredAll ? pairs : Math.min(pairs, sample.most);
    const stride = strideOf(pairs);
    let taken = 0;
    let sum = 0;
    let squares = 0;
    let weights = 0;
    while (taken < most) {
      const until = Math.min(most, taken + step);
      const a: number[] = [];
      const b: number[] = [];
      for (; taken < until; taken++) {
        const at = (taken * stride) % pairs;
        a.push(x[Math.floor(at / y.length)] ?? 0);
        b.push(y[at % y.length] ?? 0);
      }
      for (const [i, score] of this.scoresOf(a, b).entries()) {
        const weight = this.rowsOf(a[i] ?? 0) * this.rowsOf(b[i] ?? 0);
        sum += weight * score;
        squares += weight * score * score;
        weights += weight;
      }
      const mean = sum / weights;
      const error = Math.sqrt(Math.max(0, squares / weights - mean * mean) / taken);
      if (Math.abs(mean - this.input.threshold * probabilityUnit) > surely * error) {
        break;
      }
    }
    return weights === rows ? sum : (sum / weights) * rows;
  }

  /** What a pair of records counts: one for each pair of their rows. */
  private rowsOf(record: number): number {
    return this.input.sizes?.[record] ?? 1;
  }

  private scoresOf(a: readonly number[], b: readonly number[]): number[] {
    const scores = a.map((record, i) => this.known.get(this.keyOf(record, b[i] ?? 0)));
    const open = [...scores.keys()].filter((i) => scores[i] === undefined);
    if (open.length === 0) {
      return scores.map((score) => score ?? 0);
    }
    const left = Int32Array.from(open, (i) => Math.min(a[i] ?? 0, b[i] ?? 0));
    const right = Int32Array.from(open, (i) => Math.max(a[i] ?? 0, b[i] ?? 0));
    const found = this.input.score?.(left, right);
    for (const [at, i] of open.entries()) {
      scores[i] = found?.[at] ?? 0;
      this.add(left[at] ?? 0, right[at] ?? 0, found?.[at] ?? 0);
    }
    return scores.map((score) => score ?? 0);
  }

  private keyOf(a: number, b: number): number {
    return a < b ? a * this.input.count + b : b * this.input.count + a;
  }
}

/** A step that leads through all of so many pairs, and spreads the first ones evenly. */
function strideOf(pairs: number): number {
  if (pairs <= scoredAll) {
    return 1;
  }
  let stride = Math.floor(pairs * 0.618);
  while (greatestDivisor(stride, pairs) !== 1) {
    stride++;
  }
  return stride;
}

function greatestDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) {
    [x, y] = [y, x % y];
  }
  return x;
}
