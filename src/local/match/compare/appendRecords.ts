import { sharedDoubles, sharedFloats, sharedInts, sharedOffsets } from '../threads/memory';
import { Distinct, type Ragged, RaggedBuilder } from './ragged';
import type { Items, RecordColumn, Records } from './records';
import { Sequences } from './sequences';
import { eachGram, eachWord, TextCutter } from './text';
import type { Unicode } from './unicode';
import { idfWeight, squaredIdfWeight } from './weights';

/**
 * Adds records that the table does not hold behind its own. What the table's records are and weigh stays as it is, so that it can be
 * computed once for any labels; words that only the added ones have weigh as much as words can.
 * @param cells of the compared columns, record by record
 */
export function appendRecords(records: Records, cells: readonly (readonly string[])[], unicode: Unicode): Records {
  if (cells.length === 0) {
    return records;
  }
  const cutter = new TextCutter(unicode);
  const words = new Lists(records.words);
  const grams = new Lists(records.grams);
  const codes = new Lists(records.codes);
  const columns = records.columns.map((column, i) =>
    appendColumn(
      column,
      cells.map((row) => row[i] ?? ''),
      cutter,
      unicode,
      words,
      grams,
    ),
  );
  const ofWords = new Distinct();
  const ofGrams = new Distinct();
  const ofCodes = new Distinct();
  for (const [added, row] of cells.entries()) {
    for (const found of [ofWords, ofGrams, ofCodes]) {
      found.clear();
    }
    for (const column of columns) {
      const value = column.value[records.count + added] ?? 0;
      ofWords.addList(column.words, value);
      ofGrams.addList(column.grams, value);
    }
    for (const cell of row) {
      cutter.codesOf(cell, (items, end) => ofCodes.add(codes.idOf(items, 0, end)));
    }
    words.push(ofWords);
    grams.push(ofGrams);
    codes.push(ofCodes);
  }
  const { tableRows } = records;
  return {
    count: records.count + cells.length,
    tableRows,
    columns,
    words: words.build(records.words, idfWeight(tableRows, 0)),
    grams: grams.build(records.grams, squaredIdfWeight(tableRows, 0)),
    codes: codes.build(records.codes, idfWeight(tableRows, 0)),
  };
}

/** Items known and new, and what the added records hold of them. */
class Lists {
  private readonly names: Sequences;
  private readonly lists = new RaggedBuilder();

  constructor(items: Items) {
    this.names = Sequences.of(items.names);
  }

  idOf(items: Int32Array, start: number, end: number): number {
    return this.names.idOf(items, start, end);
  }

  push(found: Distinct): void {
    this.lists.push(found.sorted());
  }

  build({ lists, weights, frequencies }: Items, weightOfNew: number): Items {
    const added = this.names.count - weights.length;
    return {
      lists: join(lists, this.lists.build()),
      names: this.names.build(),
      weights: extend(weights, sharedInts(weights.length + added), weightOfNew),
      frequencies: extend(frequencies, sharedInts(frequencies.length + added), 0),
    };
  }
}

function appendColumn(
  column: RecordColumn,
  cells: readonly string[],
  cutter: TextCutter,
  unicode: Unicode,
  words: Lists,
  grams: Lists,
): RecordColumn {
  const texts = Sequences.of(column.texts);
  const numbers: number[] = [];
  const wordLists = new RaggedBuilder();
  const gramLists = new RaggedBuilder();
  const known = texts.count;
  const ofWords = new Distinct();
  const ofGrams = new Distinct();
  const values = cells.map((cell) => {
    cutter.normalize(cell);
    const value = texts.idOf(cutter.codes, 0, cutter.length);
    if (value === known + numbers.length) {
      numbers.push(cutter.numberOf(cell));
      ofWords.clear();
      ofGrams.clear();
      cutter.normalize(cell);
      eachWord(unicode, cutter.codes, 0, cutter.length, (start, end) => {
        ofWords.add(words.idOf(cutter.codes, start, end));
        eachGram(unicode, cutter.codes, start, end, (gram, length) => ofGrams.add(grams.idOf(gram, 0, length)));
      });
      wordLists.push(ofWords.sorted());
      gramLists.push(ofGrams.sorted());
    }
    return value;
  });
  const value = sharedInts(column.value.length + values.length);
  value.set(column.value);
  value.set(values, column.value.length);
  const allNumbers = sharedDoubles(known + numbers.length);
  allNumbers.set(column.numbers);
  allNumbers.set(numbers, known);
  return {
    ...column,
    value,
    texts: texts.build(),
    words: join(column.words, wordLists.build()),
    grams: join(column.grams, gramLists.build()),
    numbers: allNumbers,
    rarity: extend(column.rarity, sharedFloats(known + numbers.length), 1),
  };
}

function extend<T extends Int32Array | Float32Array>(from: T, to: T, rest: number): T {
  to.set(from);
  to.fill(rest, from.length);
  return to;
}

/** The lists of one and then of another. */
function join(first: Ragged, second: Ragged): Ragged {
  const items = sharedInts(first.items.length + second.items.length);
  items.set(first.items);
  items.set(second.items, first.items.length);
  const offsets = sharedOffsets(first.offsets.length + second.offsets.length - 1);
  offsets.set(first.offsets);
  for (let i = 1; i < second.offsets.length; i++) {
    offsets[first.offsets.length - 1 + i] = first.items.length + (second.offsets[i] ?? 0);
  }
  return { offsets, items };
}
