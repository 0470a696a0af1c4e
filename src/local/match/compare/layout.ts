import { sharedInts, sharedOffsets } from '../threads/memory';
import type { Ragged } from './ragged';
import { comparedCharacters, type RecordColumn, type Records } from './records';

/**
 * Records as comparing reads them: what is read of a value or a record lies together, for most of the time of a comparison goes into waiting
 * for memory. It is made of the records and says nothing new.
 */
export interface Layout {
  /** Places that each record has in `places`: one a column, where its value begins in `items` (0 where it is missing), then its own. */
  readonly width: number;
  readonly places: Uint32Array;
  /**
   * Of a value: its number, how many words, trigrams and characters follow, each word with its weight, the trigrams, the characters that are
   * compared. Of a record: how many words and codes follow, each with its weight.
   */
  readonly items: Int32Array;
}

/** Items that a value and a record begin with. */
export const valueHead = 4;
export const recordHead = 2;

export function layOut(records: Records): Layout {
  const { columns, count, words, codes } = records;
  const width = columns.length + 1;
  const places = sharedOffsets(count * width);
  const items = sharedInts(sizeOf(records));
  const pen = new Pen(items);
  for (const [at, column] of columns.entries()) {
    const placeOf = writeValues(pen, column, words.weights);
    for (let record = 0; record < count; record++) {
      places[record * width + at] = placeOf[column.value[record] ?? 0] ?? 0;
    }
  }
  for (let record = 0; record < count; record++) {
    places[record * width + width - 1] = pen.at;
    pen.put(lengthOf(words.lists, record));
    pen.put(lengthOf(codes.lists, record));
    pen.putWeighed(words.lists, record, words.weights);
    pen.putWeighed(codes.lists, record, codes.weights);
  }
  return { width, places, items };
}

/** Writes a column's values; returns where each begins. The missing one is not written. */
function writeValues(pen: Pen, { texts, words, grams }: RecordColumn, weights: Int32Array): Uint32Array {
  const placeOf = new Uint32Array(texts.offsets.length - 1);
  for (let value = 1; value < placeOf.length; value++) {
    placeOf[value] = pen.at;
    pen.put(value);
    pen.put(lengthOf(words, value));
    pen.put(lengthOf(grams, value));
    pen.put(Math.min(comparedCharacters, lengthOf(texts, value)));
    pen.putWeighed(words, value, weights);
    pen.putList(grams, value, Number.POSITIVE_INFINITY);
    pen.putList(texts, value, comparedCharacters);
  }
  return placeOf;
}

function lengthOf({ offsets }: Ragged, list: number): number {
  return (offsets[list + 1] ?? 0) - (offsets[list] ?? 0);
}

/** No less than what all is laid out in, and place 0, which is no value's. */
function sizeOf({ columns, count, words, codes }: Records): number {
  let size = 1 + count * recordHead + 2 * (words.lists.items.length + codes.lists.items.length);
  for (const { texts, words: ofWords, grams } of columns) {
    size += texts.offsets.length * valueHead + 2 * ofWords.items.length + grams.items.length;
    for (let value = 0; value + 1 < texts.offsets.length; value++) {
      size += Math.min(comparedCharacters, lengthOf(texts, value));
    }
  }
  return size;
}

class Pen {
  at = 1;

  constructor(private readonly items: Int32Array) {}

  put(item: number): void {
    this.items[this.at++] = item;
  }

  putWeighed({ offsets, items }: Ragged, list: number, weights: Int32Array): void {
    const end = offsets[list + 1] ?? 0;
    for (let from = offsets[list] ?? 0; from < end; from++) {
      const item = items[from] ?? 0;
      this.put(item);
      this.put(weights[item] ?? 0);
    }
  }

  putList({ offsets, items }: Ragged, list: number, most: number): void {
    const start = offsets[list] ?? 0;
    const end = Math.min(offsets[list + 1] ?? 0, start + most);
    for (let from = start; from < end; from++) {
      this.put(items[from] ?? 0);
    }
  }
}
