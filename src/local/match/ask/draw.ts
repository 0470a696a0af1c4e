import { probabilityUnit } from '../learn/forest';
import type { Random } from '../random';

/** Lower bounds of the strata that pairs are drawn from, by match probability. */
const bounds = [0, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98];

/** Each stratum that has pairs gets at least this part of the draws. */
const leastShare = 0.05;

/** A pair drawn with a known probability, by its place. */
export interface Draw {
  readonly pair: number;
  /** The probability with which each single draw takes this pair. */
  readonly chance: number;
}

/**
 * Draws pairs at random, with replacement: more of those strata where more is at stake (after OASIS, Marchant and Rubinstein 2017).
 * What is drawn does not depend on what was asked before, so that it can speak for all pairs.
 * @param count how many draws
 * @param even whether all strata but the lowest are to be drawn from alike, where nothing is learned that scores could go by
 */
export function drawPairs(scores: Uint16Array, count: number, random: Random, even = false): Draw[] {
  const strata = strataOf(scores);
  const shares = even ? alike(strata) : sharesOf(strata, scores);
  const draws: Draw[] = [];
  for (let i = 0; i < count && scores.length > 0; i++) {
    let left = random.next();
    let stratum = strata.findLastIndex((pairs) => pairs.length > 0);
    for (const [at, share] of shares.entries()) {
      left -= share;
      if (left < 0) {
        stratum = at;
        break;
      }
    }
    const pairs = strata[stratum] ?? [];
    draws.push({ pair: random.pick(pairs), chance: (shares[stratum] ?? 0) / pairs.length });
  }
  return draws;
}

function strataOf(scores: Uint16Array): number[][] {
  const strata: number[][] = bounds.map(() => []);
  for (const [pair, score] of scores.entries()) {
    strata[bounds.findLastIndex((bound) => score >= bound * probabilityUnit)]?.push(pair);
  }
  return strata;
}

/** Parts of the draws, by how much the outcome of a stratum may vary: its pairs times the deviation of one. */
function sharesOf(strata: readonly (readonly number[])[], scores: Uint16Array): number[] {
  const stakes = strata.map((pairs, at) => {
    const sum = pairs.reduce((part, pair) => part + (scores[pair] ?? 0), 0);
    const mean = pairs.length === 0 ? 0 : sum / pairs.length / probabilityUnit;
    // The lowest stratum is by far the largest, and what little a forest thinks of its pairs is noise.
    return at === 0 ? 0 : pairs.length * Math.sqrt(mean * (1 - mean) + 0.01);
  });
  const total = stakes.reduce((sum, stake) => sum + stake, 0);
  return raised(
    strata,
    stakes.map((stake) => (total === 0 ? 0 : stake / total)),
  );
}

function alike(strata: readonly (readonly number[])[]): number[] {
  return raised(
    strata,
    strata.map((_, at) => (at === 0 ? 0 : 1)),
  );
}

/** Parts that sum to 1, none of a stratum that has pairs below the least. */
function raised(strata: readonly (readonly number[])[], parts: readonly number[]): number[] {
  const shares = strata.map((pairs, at) => (pairs.length === 0 ? 0 : Math.max(leastShare, parts[at] ?? 0)));
  const all = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => (all === 0 ? 0 : share / all));
}
