import type { Ragged } from './ragged';

/** How many characters of a value take part in character-wise comparisons; longer texts are told apart by their words. */
export const comparedCharacters = 48;

/** One compared column, its equal cells stored once. Value 0 is "missing". */
export interface RecordColumn {
  readonly name: string;
  /** Record to value. */
  readonly value: Int32Array;
  /** Value to the code points of the normalized text. */
  readonly texts: Ragged;
  /** Value to word ids, ascending, without repeats. */
  readonly words: Ragged;
  /** Value to trigram ids, ascending, without repeats. */
  readonly grams: Ragged;
  /** Value to the number it holds, or NaN. */
  readonly numbers: Float64Array;
  /** Value to how much its agreement tells: 0 for a value everybody has, 1 for one that a single record has. */
  readonly rarity: Float32Array;
  readonly distinct: number;
  /** At least 80 % of the values are numbers. */
  readonly numeric: boolean;
  /** Mean length of the normalized values, in characters. */
  readonly meanLength: number;
}

/** Words, trigrams or codes over all columns. */
export interface Items {
  /** Record to ids, ascending, without repeats. */
  readonly lists: Ragged;
  /** Id to code points. Rarer ones have lower ids. */
  readonly names: Ragged;
  /** Id to the number of the table's records that have it. */
  readonly frequencies: Int32Array;
  /** Id to weight, a whole number: see weights.ts. */
  readonly weights: Int32Array;
}

/** All records to compare, in a packed form: the table's rows in order of primary key, then records that only labels know. */
export interface Records {
  readonly count: number;
  readonly tableRows: number;
  readonly columns: readonly RecordColumn[];
  readonly words: Items;
  /** Their weights are squared, as cosines want them. */
  readonly grams: Items;
  readonly codes: Items;
}
