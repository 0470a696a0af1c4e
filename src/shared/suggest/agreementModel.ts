import { type Agreement, type ColumnStatistics, levels } from './evidence';

/** How two rows agree, column by column. */
export type RowAgreement = readonly (Agreement | undefined)[];

/** How often records that match reach each level, as long as nothing else is known: equal, nearly, partly, hardly, not. */
const usualMatch = [0.6, 0.18, 0.1, 0.06, 0.06] as const;
/** How many pairs the two assumptions weigh against what the file's pairs say. */
const usualPairs = 20;
const rounds = 12;
/** What one column, and all together, can say for or against at most, in bits. */
const mostBitsOfColumn = 8;
const mostBits = 16;
/** Columns often say the same thing twice (street and town), so each further agreement counts less. */
const nextAgreement = 0.8;
/** The share of matching pairs is looked for between these. */
const leastMatching = 0.02;
const mostMatching = 0.5;

/**
 * Fellegi and Sunter's model (1969) of which agreements matching rows show and which come by chance. Its rates are
 * found without labels by expectation maximization over the pairs of the file's sets, held near what is usual.
 */
export class AgreementModel {
  readonly #columns: readonly ColumnStatistics[];
  #match: number[][];
  #chance: number[][];
  #matching = 0.1;

  constructor(columns: readonly ColumnStatistics[], pairs: readonly RowAgreement[]) {
    this.#columns = columns;
    this.#match = columns.map(() => [...usualMatch]);
    this.#chance = columns.map(({ chance }) => [...chance]);
    for (let round = 0; round < rounds && pairs.length > 0; round++) {
      this.#learn(pairs);
    }
  }

  /** Log odds, in bits, that rows which agree so match. */
  odds(agreement: RowAgreement): number {
    const bits = this.#columns.map((_, at) => this.bits(at, agreement[at]));
    const against = bits.reduce((sum, value) => sum + Math.min(0, value), 0);
    const inFavor = bits
      .filter((value) => value > 0)
      .sort((a, b) => b - a)
      .reduce((sum, value, at) => sum + value * nextAgreement ** at, 0);
    return clamp(Math.log2(this.#matching / (1 - this.#matching)) + inFavor + against, mostBits);
  }

  /** What one column says, in bits: positive for a match, 0 where a cell is empty. */
  bits(column: number, agreement: Agreement | undefined): number {
    if (!agreement) {
      return 0;
    }
    const { level, share } = agreement;
    const chance = this.#chance[column]?.[level] ?? 1;
    // Equal values say the more the rarer the value; even a value seen once can be equal by chance.
    const expected = level === 0 ? Math.max(chance / 4, share) : chance;
    return clamp(Math.log2((this.#match[column]?.[level] ?? 1) / expected), mostBitsOfColumn);
  }

  #learn(pairs: readonly RowAgreement[]): void {
    const match = this.#columns.map(() => usualMatch.map((rate) => rate * usualPairs));
    const chance = this.#columns.map(({ chance: random }) => random.map((rate) => rate * usualPairs));
    let matching = 0;
    for (const pair of pairs) {
      const probability = 1 / (1 + 2 ** -this.odds(pair));
      matching += probability;
      for (const [column, agreement] of pair.entries()) {
        if (agreement) {
          add(match[column], agreement.level, probability);
          add(chance[column], agreement.level, 1 - probability);
        }
      }
    }
    this.#match = match.map(rates);
    this.#chance = chance.map(rates);
    this.#matching = Math.max(leastMatching, Math.min(mostMatching, matching / pairs.length));
  }
}

function add(counts: number[] | undefined, level: number, amount: number): void {
  if (counts && level < levels.length) {
    counts[level] = (counts[level] ?? 0) + amount;
  }
}

function rates(counts: readonly number[]): number[] {
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.map((count) => count / sum);
}

function clamp(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
