import type { Pairs } from '../compare/candidates';
import type { Features } from '../compare/features';
import { type Neighbours, neighbourAt } from '../compare/neighbours';
import type { Random } from '../random';
import type { Examples } from './examples';
import { Forest, probabilityUnit } from './forest';
import type { LabeledPair } from './labels';

/** What an example counts, as a whole number. */
const fullWeight = 20;

/** Labeled non-matches that blocking would never propose are easy and many; each counts this much. */
const easyWeight = 3;

/** Assumed non-matches among far neighbours: how many, what each counts, and which part of a list of neighbours is far. */
const far = { count: 150, weight: 4, from: 0.6 };

export const treeCount = 60;
/** Trees of the forest that only tells which assumed non-matches are matches. */
const firstTrees = 20;
/** From this probability on, an assumed non-match is taken for a match, and left out. */
const surelyMatch = 0.8;
/** Random pairs as similar as all but this part of the labeled matches may be matches, too. */
const leastAlike = 0.1;
/** With more such pairs than this part of them, the table is one where random rows do match. */
const manyAlike = 0.25;
const maxDepth = 12;
/** What a leaf weighs at least: two labels, so that a single wrong one makes none; less where there are few labels in all. */
const leaf = { weight: 2 * fullWeight, part: 200 };
/** Pairs scored at a time, so few that their features stay in the processor's cache while the trees go over them. */
const chunk = 128;

/** What the forest learns from: labeled pairs with their features. */
export interface Training {
  readonly examples: Examples;
  readonly pairs: readonly LabeledPair[];
}

/**
 * Computes the features and weights of labeled pairs.
 * @param isNear whether blocking could propose a pair of records
 */
export function prepareTraining(
  pairs: readonly LabeledPair[],
  features: Features,
  isNear: (a: number, b: number) => boolean,
): Training {
  const { width } = features;
  const matrix = new Float32Array(pairs.length * width);
  const outcomes = new Uint8Array(pairs.length);
  const weights = new Int32Array(pairs.length);
  for (const [row, { a, b, match, weight }] of pairs.entries()) {
    features.compute(a, b, matrix, row * width);
    outcomes[row] = match ? 1 : 0;
    weights[row] = weight ?? (match || isNear(a, b) ? fullWeight : easyWeight);
  }
  return { examples: { features: matrix, width, rows: pairs.length, outcomes, weights }, pairs };
}

/** Pairs of records drawn at random, as non-matches: among many records two random ones hardly ever match. */
export function randomNonMatches(
  labeled: readonly LabeledPair[],
  tableRows: number,
  count: number,
  random: Random,
): LabeledPair[] {
  const taken = new Set(labeled.flatMap(({ a, b }) => [`${a} ${b}`, `${b} ${a}`]));
  const pairs: LabeledPair[] = [];
  for (let i = 0; i < count && tableRows > 2; i++) {
    const a = random.below(tableRows);
    const b = random.below(tableRows);
    if (a !== b && !taken.has(`${a} ${b}`)) {
      taken.add(`${a} ${b}`).add(`${b} ${a}`);
      pairs.push({ a, b, match: false, set: -1 });
    }
  }
  return pairs;
}

/**
 * Those of random pairs that can stand for non-matches where all labels match: the ones less alike than labeled matches are. None,
 * where many are as alike.
 * @param cosine of two records
 */
export function believable(
  stand: readonly LabeledPair[],
  matches: readonly LabeledPair[],
  cosine: (a: number, b: number) => number,
): LabeledPair[] {
  const known = matches.map(({ a, b }) => cosine(a, b)).sort((x, y) => x - y);
  const least = known[Math.floor(leastAlike * known.length)] ?? 0;
  const kept = stand.filter(({ a, b }) => cosine(a, b) < least);
  return kept.length < (1 - manyAlike) * stand.length ? [] : kept;
}

/**
 * Far neighbours of labeled records, as non-matches of little weight. Labels are about what is near and doubtful; without
 * these, a forest grown on few labels knows too little of the many pairs that merely resemble each other.
 */
export function farNonMatches(
  labeled: readonly LabeledPair[],
  tableRows: number,
  neighbours: Neighbours,
  random: Random,
): LabeledPair[] {
  const records = [...new Set(labeled.flatMap(({ a, b }) => [a, b]))]
    .filter((record) => record < tableRows)
    .sort((x, y) => x - y);
  const known = new Set(labeled.flatMap(({ a, b }) => [`${a} ${b}`, `${b} ${a}`]));
  const pairs: LabeledPair[] = [];
  for (let i = 0; i < far.count && records.length > 0; i++) {
    const a = random.pick(records);
    const b = neighbourAt(neighbours, a, Math.floor(neighbours.k * (far.from + (1 - far.from) * random.next())));
    if (b >= 0 && !known.has(`${a} ${b}`)) {
      pairs.push({ a, b, match: false, set: -1, weight: far.weight });
    }
  }
  return pairs;
}

/** Keeps the rows of a training for which `keep` holds. */
export function selectTraining(training: Training, keep: (pair: LabeledPair, row: number) => boolean): Training {
  const rows: number[] = [];
  for (const [row, pair] of training.pairs.entries()) {
    if (keep(pair, row)) {
      rows.push(row);
    }
  }
  const { width, features, outcomes, weights } = training.examples;
  const matrix = new Float32Array(rows.length * width);
  for (const [to, row] of rows.entries()) {
    matrix.set(features.subarray(row * width, (row + 1) * width), to * width);
  }
  return {
    examples: {
      features: matrix,
      width,
      rows: rows.length,
      outcomes: Uint8Array.from(rows, (row) => outcomes[row] ?? 0),
      weights: Int32Array.from(rows, (row) => weights[row] ?? 0),
    },
    pairs: rows.map((row) => training.pairs[row] as LabeledPair),
  };
}

/**
 * Trains a forest on labeled pairs and assumed non-matches. Where rows are there many times, what is assumed of far neighbours is often
 * wrong: what a forest without it takes for a match is left out.
 */
export function trainForest(training: Training, features: Features, random: Random, trees = treeCount): Forest {
  const { increasing } = features;
  const grow = ({ examples }: Training, count: number): Forest =>
    Forest.train(examples, { trees: count, maxDepth, leastWeight: leastWeightOf(examples), increasing }, random);
  const certain = selectTraining(training, isCertain);
  const matches = certain.pairs.filter(({ match }) => match).length;
  if (matches === 0 || matches === certain.pairs.length || certain.pairs.length === training.pairs.length) {
    return grow(training, trees);
  }
  const first = grow(certain, firstTrees);
  const scores = new Uint16Array(training.pairs.length);
  first.predict(training.examples.features, scores.length, scores);
  const kept = selectTraining(
    training,
    (pair, row) => isCertain(pair) || (scores[row] ?? 0) < surelyMatch * probabilityUnit,
  );
  return grow(kept, trees);
}

function leastWeightOf({ weights }: Examples): number {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return Math.max(1, Math.min(leaf.weight, Math.floor(all / leaf.part)));
}

/** Far neighbours are what has a weight of its own. */
function isCertain({ weight }: LabeledPair): boolean {
  return weight === undefined;
}

/** The match probability of candidate pairs from `from` up to `to`, in units of 1/65535, written to their places. A record matches itself. */
export function scorePairs(
  pairs: Pairs,
  features: Features,
  forest: Forest,
  scores: Uint16Array,
  from: number,
  to: number,
): void {
  const { width } = features;
  const matrix = new Float32Array(Math.min(chunk, to - from) * width);
  for (let start = from; start < to; start += chunk) {
    const rows = Math.min(chunk, to - start);
    for (let row = 0; row < rows; row++) {
      features.compute(pairs.left[start + row] ?? 0, pairs.right[start + row] ?? 0, matrix, row * width);
    }
    forest.predict(matrix, rows, scores.subarray(start, start + rows));
    for (let pair = start; pair < start + rows; pair++) {
      if (pairs.left[pair] === pairs.right[pair]) {
        scores[pair] = probabilityUnit;
      }
    }
  }
}
