import type { Features } from '../compare/features';
import type { Records } from '../compare/records';
import { MatchInputError } from '../errors';
import type { MatchMetrics } from '../job';
import type { Random } from '../random';
import { type Forest, probabilityUnit } from './forest';
import { scoreHeldOut } from './heldOut';
import type { LabeledPair } from './labels';
import { type Training, treeCount } from './model';

const mostFolds = 10;

/** A held-out labeled pair with the probability given by a model that has not seen its set. */
export interface HeldOut {
  readonly match: boolean;
  readonly score: number;
}

/**
 * Estimates quality by cross-validation over labeling sets: rows of one set are alike, so a set is held out as a whole.
 * @param same labeled pairs of rows that match without being compared
 * @param threshold probability from which a pair counts as a match
 * @param train the forest that learned from all labels
 * @throws MatchInputError when the labels allow no estimate
 */
export function estimateQuality(
  training: Training,
  same: readonly LabeledPair[],
  features: Features,
  records: Records,
  threshold: number,
  train: () => Forest,
  random: (name: string) => Random,
  progress?: (fraction: number) => void,
): MatchMetrics {
  const sets = labeledSets([...training.pairs, ...same]);
  const scores = scoreHeldOut(training, sets, features, { most: mostFolds, trees: treeCount }, random, progress);
  const heldOut: HeldOut[] = same.map(({ match }) => ({ match, score: 1 }));
  for (const [row, { match, set }] of training.pairs.entries()) {
    if (set >= 0) {
      heldOut.push({ match, score: (scores[row] ?? 0) / probabilityUnit });
    }
  }
  return {
    ...pairMetrics(heldOut, threshold),
    columnImportances: columnImportances(train(), features, records),
  };
}

/** The sets that pairs were labeled in. */
export function labeledSetsOf(pairs: readonly LabeledPair[]): number[] {
  return [...new Set(pairs.map(({ set }) => set).filter((set) => set >= 0))].sort((x, y) => x - y);
}

/** The sets that say something, after checking that they say enough; in an order that the order of the pairs does not change. */
function labeledSets(pairs: readonly LabeledPair[]): number[] {
  const judged = pairs.filter(({ set }) => set >= 0);
  const sets = labeledSetsOf(judged);
  const matches = judged.filter(({ match }) => match).length;
  const problem =
    sets.length < 2
      ? `the labels hold ${sets.length === 0 ? 'no labeling set' : 'a single labeling set'} with two or more labeled rows, and one set must be held out to test what was learned from the others`
      : matches === 0
        ? 'the labels hold no matching pair'
        : matches === judged.length
          ? 'the labels hold no pair that does not match'
          : undefined;
  if (problem !== undefined) {
    throw new MatchInputError(`The quality can't be estimated: ${problem}. Label more sets and import them.`);
  }
  return sets;
}

/** Pairwise precision, recall, F1 and counts at a threshold, and the area under the precision-recall curve. */
export function pairMetrics(heldOut: readonly HeldOut[], threshold: number): Omit<MatchMetrics, 'columnImportances'> {
  let truePositives = 0;
  let falsePositives = 0;
  let falseNegatives = 0;
  let trueNegatives = 0;
  for (const { match, score } of heldOut) {
    if (score >= threshold) {
      match ? truePositives++ : falsePositives++;
    } else {
      match ? falseNegatives++ : trueNegatives++;
    }
  }
  const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    areaUnderPrecisionRecallCurve: averagePrecision(heldOut),
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, truePositives + falseNegatives),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    confusionMatrix: { truePositives, falsePositives, trueNegatives, falseNegatives },
  };
}

/** Average precision: the sum over thresholds of precision times the recall gained; equal scores are one threshold. */
function averagePrecision(heldOut: readonly HeldOut[]): number {
  const order = [...heldOut].sort((x, y) => y.score - x.score);
  const matches = order.filter(({ match }) => match).length;
  let area = 0;
  let found = 0;
  let gained = 0;
  for (const [i, { match, score }] of order.entries()) {
    if (match) {
      found++;
      gained++;
    }
    if (order[i + 1]?.score !== score) {
      area += gained * (found / (i + 1));
      gained = 0;
    }
  }
  return matches === 0 ? 0 : area / matches;
}

/** How much each column's own similarities decide: their share of the impurity that the forest removes. */
function columnImportances(forest: Forest, features: Features, records: Records): MatchMetrics['columnImportances'] {
  const sums = records.columns.map(() => 0);
  for (const [feature, { column }] of features.names.entries()) {
    if (column >= 0) {
      sums[column] = (sums[column] ?? 0) + (forest.importances[feature] ?? 0);
    }
  }
  const total = sums.reduce((sum, value) => sum + value, 0);
  return records.columns
    .map(({ name }, i) => ({ column: name, importance: total === 0 ? 0 : (sums[i] ?? 0) / total }))
    .sort((x, y) => y.importance - x.importance || (x.column < y.column ? -1 : 1));
}
