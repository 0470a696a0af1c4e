import { probabilityUnit } from './forest';

/** A labeled pair with the probability, in units of 1/65535, by a model that has not seen its labeling set. */
export interface Judged {
  readonly match: boolean;
  readonly score: number;
}

/** Thresholds are looked for in steps of so many units. */
const step = 1311;
const [lowest, highest] = [step * 5, step * 45];
const middle = step * 25;
/** Bins that the labeled pairs are weighed in, so that they stand for all candidates. */
const bins = 20;
/** What chance alone may gain, by the square of its deviations, where the best of many thresholds is taken. */
const byChance = 4;

/**
 * The threshold at which labeled pairs, weighed so that they stand for all candidates, come to the best F1. It is shrunk towards the
 * middle by how much of the gain may be chance: by the labeled pairs that lie between the two.
 * @param scores of all candidate pairs
 * @returns 0 to 1
 */
export function bestThreshold(judged: readonly Judged[], scores: Uint16Array): number {
  const weights = weightsOf(judged, scores);
  let best = middle;
  let bestF1 = f1At(judged, weights, middle);
  for (let distance = step; distance <= middle - lowest; distance += step) {
    for (const threshold of [middle - distance, middle + distance]) {
      const f1 = threshold > highest ? 0 : f1At(judged, weights, threshold);
      if (f1 > bestF1) {
        [best, bestF1] = [threshold, f1];
      }
    }
  }
  return 0.5 + shrinkage(judged, best) * ((best - middle) / probabilityUnit);
}

/** What each labeled pair stands for: candidates for each labeled pair of its bin. */
function weightsOf(judged: readonly Judged[], scores: Uint16Array): number[] {
  const binOf = (score: number): number => Math.min(bins - 1, Math.floor((score * bins) / probabilityUnit));
  const all = new Float64Array(bins);
  const labeled = new Float64Array(bins);
  for (const score of scores) {
    const bin = binOf(score);
    all[bin] = (all[bin] ?? 0) + 1;
  }
  for (const { score } of judged) {
    const bin = binOf(score);
    labeled[bin] = (labeled[bin] ?? 0) + 1;
  }
  return judged.map(({ score }) => {
    const bin = binOf(score);
    return (all[bin] ?? 0) / (labeled[bin] ?? 1);
  });
}

function f1At(judged: readonly Judged[], weights: readonly number[], threshold: number): number {
  let right = 0;
  let called = 0;
  let matches = 0;
  for (const [i, { match, score }] of judged.entries()) {
    const weight = weights[i] ?? 0;
    matches += match ? weight : 0;
    if (score >= threshold) {
      called += weight;
      right += match ? weight : 0;
    }
  }
  return called + matches === 0 ? 0 : (2 * right) / (called + matches);
}

/** How much of the way to a threshold the labels support, 0 to 1. */
function shrinkage(judged: readonly Judged[], threshold: number): number {
  const [low, high] = [Math.min(threshold, middle), Math.max(threshold, middle)];
  const between = judged.filter(({ score }) => score >= low && score < high);
  const matches = between.filter(({ match }) => match).length;
  // Below the middle, what lies between is called a match from now on; above it, no more.
  const better = threshold < middle ? matches : between.length - matches;
  const net = 2 * better - between.length;
  return net <= 0 ? 0 : Math.max(0, 1 - (byChance * between.length) / (net * net));
}
