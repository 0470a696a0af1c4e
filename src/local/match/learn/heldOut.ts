import type { Features } from '../compare/features';
import type { Random } from '../random';
import type { LabeledPair } from './labels';
import { selectTraining, type Training, trainForest } from './model';
import type { Judged } from './threshold';

/** A labeled pair, by a model that has not seen its set. */
export interface HeldOutPair extends LabeledPair, Judged {
  /** Whether blocking could propose it. */
  readonly near: boolean;
}

/** How labels are held out. */
export interface Folding {
  readonly most: number;
  readonly trees: number;
}

/**
 * The match probability of each pair of a training, in units of 1/65535, by a model that has not seen its labeling set: rows of one set
 * are alike, so a set is held out as a whole. Pairs that nobody labeled are in no set; theirs stays 0.
 */
export function scoreHeldOut(
  training: Training,
  sets: readonly number[],
  features: Features,
  { most, trees }: Folding,
  random: (name: string) => Random,
  progress?: (fraction: number) => void,
): Uint16Array {
  const folds = Math.min(most, sets.length);
  const foldOf = new Map(
    random('folds')
      .shuffle([...sets])
      .map((set, i) => [set, i % folds]),
  );
  const scores = new Uint16Array(training.pairs.length);
  for (let fold = 0; fold < folds; fold++) {
    const isHeldOut = ({ set }: LabeledPair): boolean => foldOf.get(set) === fold;
    const test = selectTraining(training, isHeldOut);
    const rest = selectTraining(training, (pair) => !isHeldOut(pair));
    const found = new Uint16Array(test.pairs.length);
    trainForest(rest, features, random('forest'), trees).predict(test.examples.features, found.length, found);
    let at = 0;
    for (const [row, pair] of training.pairs.entries()) {
      if (isHeldOut(pair)) {
        scores[row] = found[at++] ?? 0;
      }
    }
    progress?.((fold + 1) / folds);
  }
  return scores;
}
