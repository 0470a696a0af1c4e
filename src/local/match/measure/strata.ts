import { probabilityUnit } from '../learn/forest';

/** Lower bounds of the strata by match probability; each is there for joined and for other pairs. */
const bounds = [0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.96, 0.99];

/** What a labeled pair says that was chosen to learn from, beside one that was drawn at random. */
const chosenWeight = 0.1;
/** What the model's word counts in a stratum, in labels: at least so many, and at most, where it is nearly sure. */
const trust = { least: 4, most: 600 };

/** Pairs that the model thinks about the same of. */
interface Stratum {
  readonly joined: boolean;
  /** How many pairs of rows there are. */
  pairs: number;
  /** Sum over these of how likely they match, by the model alone. */
  likely: number;
  /** Labeled pairs that were chosen, and the matches among them. */
  chosen: number;
  chosenMatches: number;
  /** What pairs drawn at random stand for: sums over all and over matches, and of the squares. */
  drawn: number;
  drawnMatches: number;
  drawnSquares: number;
}

/** How many matches there are, with the variance of that. */
export interface Count {
  readonly mean: number;
  readonly variance: number;
}

/** Adds up what is known of the pairs of a table, stratum by stratum. */
export class Strata {
  private readonly strata: Stratum[] = bounds.flatMap(() => [emptyStratum(false), emptyStratum(true)]);

  /** @param rows pairs of rows that the pair of records stands for */
  addPair(score: number, joined: boolean, rows: number): void {
    const stratum = this.stratumOf(score, joined);
    stratum.pairs += rows;
    stratum.likely += rows * sharpened(score / probabilityUnit);
  }

  addChosen(score: number, joined: boolean, match: boolean): void {
    const stratum = this.stratumOf(score, joined);
    stratum.chosen += 1;
    stratum.chosenMatches += match ? 1 : 0;
  }

  /** @param weight how many pairs it stands for: one over the probability that it was drawn */
  addDrawn(score: number, joined: boolean, match: boolean, weight: number): void {
    const stratum = this.stratumOf(score, joined);
    stratum.drawn += weight;
    stratum.drawnMatches += match ? weight : 0;
    stratum.drawnSquares += weight * weight;
  }

  /** Matches among the pairs that are joined, or among those that are not. */
  matches(joined: boolean): Count {
    let mean = 0;
    let variance = 0;
    for (const stratum of this.strata) {
      if (stratum.joined === joined && stratum.pairs > 0) {
        const { share, labels } = posterior(stratum);
        mean += stratum.pairs * share;
        variance += (stratum.pairs * stratum.pairs * share * (1 - share)) / (labels + 1);
      }
    }
    return { mean, variance };
  }

  private stratumOf(score: number, joined: boolean): Stratum {
    const at = bounds.findLastIndex((bound) => score >= bound * probabilityUnit);
    return this.strata[2 * at + (joined ? 1 : 0)] ?? emptyStratum(joined);
  }
}

function emptyStratum(joined: boolean): Stratum {
  return { joined, pairs: 0, likely: 0, chosen: 0, chosenMatches: 0, drawn: 0, drawnMatches: 0, drawnSquares: 0 };
}

/** The share of matches: what the model says, moved by what labels say; and how many labels all this is worth. */
function posterior(stratum: Stratum): { readonly share: number; readonly labels: number } {
  const prior = (stratum.likely + 0.25) / (stratum.pairs + 0.5);
  const drawn = stratum.drawn === 0 ? 0 : (stratum.drawn * stratum.drawn) / stratum.drawnSquares;
  const drawnShare = stratum.drawn === 0 ? 0 : stratum.drawnMatches / stratum.drawn;
  const contradicting = drawn * Math.abs(drawnShare - prior);
  const sure = Math.min(trust.most, 0.5 / (prior * (1 - prior)));
  const trusted = Math.max(trust.least, sure / ((1 + contradicting) * (1 + contradicting)));
  const labels = trusted + chosenWeight * stratum.chosen + drawn;
  const matches = trusted * prior + chosenWeight * stratum.chosenMatches + drawn * drawnShare;
  return { share: matches / labels, labels };
}

/** A forest's trees disagree more than there is doubt: what most of them say is more probable than their share. */
function sharpened(probability: number): number {
  const yes = probability * probability;
  const no = (1 - probability) * (1 - probability);
  return yes / (yes + no);
}
