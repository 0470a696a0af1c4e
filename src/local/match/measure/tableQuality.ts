import { MatchInputError } from '../errors';
import type { TableEstimate, TableQuality } from '../job';
import type { Count, Strata } from './strata';

/** Deviations to either side; with few labels, one more than a normal distribution takes. */
const deviations = 3;
/** No interval is narrower to either side: a model that is sure of everything can still be wrong. */
const leastWidth = 0.02;
/** Labeled pairs that were drawn at random; with fewer, the model's word is all there is. */
const leastDrawn = 10;

/** What was counted of the table. */
export interface Counted {
  readonly strata: Strata;
  /** Pairs of rows that share a cluster. */
  readonly joined: number;
  /** Those of them that are equal, so that they match for sure. */
  readonly equal: number;
  /** Pairs drawn at random, and those of them that have labels. */
  readonly drawn: number;
  readonly labeledDrawn: number;
}

/**
 * Precision, recall and F1 of the clusters over all pairs of rows, each with an interval of 95 %.
 * @throws MatchInputError with the reason where there is too little to tell it by
 */
export function tableQuality({ strata, joined, equal, drawn, labeledDrawn }: Counted): TableQuality {
  const reason =
    labeledDrawn < leastDrawn
      ? `it takes ${leastDrawn} labeled pairs that were drawn at random, and of the ${drawn} drawn so far ${labeledDrawn} have labels. Every labeling set has some: generate more, label them and import the labels`
      : joined === 0
        ? 'no two rows would share a cluster. Label sets that hold matches and import them'
        : undefined;
  if (reason !== undefined) {
    throw new MatchInputError(`The quality over the whole table can't be told: ${reason}.`);
  }
  const inside = strata.matches(true);
  const right: Count = { mean: Math.min(joined, inside.mean + equal), variance: inside.variance };
  const missed = strata.matches(false);
  const all = right.mean + missed.mean;
  const both = joined + all;
  return {
    precision: estimate(right.mean / joined, right.variance / joined ** 2),
    recall: estimate(
      all === 0 ? 0 : right.mean / all,
      all === 0 ? 0 : (missed.mean ** 2 * right.variance + right.mean ** 2 * missed.variance) / all ** 4,
    ),
    f1: estimate(
      (2 * right.mean) / both,
      (4 * (joined + missed.mean) ** 2 * right.variance + 4 * right.mean ** 2 * missed.variance) / both ** 4,
    ),
    drawnPairs: labeledDrawn,
  };
}

function estimate(value: number, variance: number): TableEstimate {
  const width = leastWidth + deviations * Math.sqrt(variance);
  return { value, low: Math.max(0, value - width), high: Math.min(1, value + width) };
}
