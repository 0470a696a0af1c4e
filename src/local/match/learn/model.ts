import type { Pairs } from '../compare/candidates';
import type { Features } from '../compare/features';
import { type Neighbours, neighbourAt, rankOf } from '../compare/neighbours';
import type { Records } from '../compare/records';
import type { Random } from '../random';
import type { Examples } from './examples';
import { Forest } from './forest';
import type { LabeledPair } from './labels';

/** What an example counts, as a whole number. */
const fullWeight = 20;

/** Labeled non-matches that blocking would never propose are easy and many; each counts this much. */
const easyWeight = 3;

/** Assumed non-matches among far neighbours: how many, what each counts, and which part of a list of neighbours is far. */
const far = { count: 150, weight: 4, from: 0.6 };

const treeCount = 60;
const maxDepth = 12;
/** Pairs scored at a time; bounds the memory that features take. */
const chunk = 1024;

/** What the forest learns from: labeled pairs with their features. */
export interface Training {
  readonly examples: Examples;
  readonly pairs: readonly LabeledPair[];
}

/** Computes the features and weights of labeled pairs. */
export function prepareTraining(pairs: readonly LabeledPair[], features: Features, neighbours: Neighbours): Training {
  const { width } = features;
  const matrix = new Float32Array(pairs.length * width);
  const outcomes = new Uint8Array(pairs.length);
  const weights = new Int32Array(pairs.length);
  for (const [row, { a, b, match, weight }] of pairs.entries()) {
    features.compute(a, b, matrix, row * width);
    outcomes[row] = match ? 1 : 0;
    const near = rankOf(neighbours, a, b) < neighbours.k || rankOf(neighbours, b, a) < neighbours.k;
    weights[row] = weight ?? (match || near ? fullWeight : easyWeight);
  }
  return { examples: { features: matrix, width, rows: pairs.length, outcomes, weights }, pairs };
}

/** Pairs of records drawn at random, as non-matches: among many records two random ones hardly ever match. */
export function randomNonMatches(records: Records, count: number, random: Random): LabeledPair[] {
  const pairs: LabeledPair[] = [];
  for (let i = 0; i < count && records.tableRows > 2; i++) {
    const a = random.below(records.tableRows);
    const b = random.below(records.tableRows);
    if (a !== b) {
      pairs.push({ a, b, match: false, set: -1 });
    }
  }
  return pairs;
}

/**
 * Far neighbours of labeled records, as non-matches of little weight. Labels are about what is near and doubtful; without
 * these, a forest grown on few labels knows too little of the many pairs that merely resemble each other. Only labeled
 * records are drawn from, so that a model is the same whether or not the other records' neighbours are known.
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
export function selectTraining(training: Training, keep: (pair: LabeledPair) => boolean): Training {
  const rows: number[] = [];
  for (const [row, pair] of training.pairs.entries()) {
    if (keep(pair)) {
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

/** Trains a forest on labeled pairs. */
export function trainForest(training: Training, features: Features, random: Random): Forest {
  return Forest.train(training.examples, { trees: treeCount, maxDepth, increasing: features.increasing }, random);
}

/** The match probability of candidate pairs from `from` up to `to`, in units of 1/65535, written to their places. */
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
  }
}
