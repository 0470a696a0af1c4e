import { sharedDoubles, sharedFloats, sharedInts, sharedOffsets } from '../threads/memory';
import { Distinct, type Ragged, RaggedBuilder, renumber } from './ragged';
import type { Items, RecordColumn, Records } from './records';
import { Newcomers } from './sequences';
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
  const items = { words: new Newcomers(), grams: new Newcomers(), codes: new Newcomers() };
  const cut = records.columns.map((_, i) =>
    cutColumn(
      cells.map((row) => row[i] ?? ''),
      cutter,
      unicode,
      items,
    ),
  );
  const codeLists = cutCodes(cells, cutter, items.codes);
  const words = items.words.among(records.words.names);
  const grams = items.grams.among(records.grams.names);
  const codes = items.codes.among(records.codes.names);
  const columns = records.columns.map((column, i) => appendColumn(column, cut[i] as CutColumn, words.ids, grams.ids));
  const { tableRows, count } = records;
  const unite = (listsOf: (column: RecordColumn) => Ragged): Ragged => {
    const builder = new RaggedBuilder();
    const found = new Distinct();
    for (let record = count; record < count + cells.length; record++) {
      found.clear();
      for (const column of columns) {
        found.addList(listsOf(column), column.value[record] ?? 0);
      }
      builder.push(found.sorted());
    }
    return builder.build();
  };
  const ofWords = unite((column) => column.words);
  const ofGrams = unite((column) => column.grams);
  return {
    count: count + cells.length,
    tableRows,
    columns,
    words: extendItems(records.words, ofWords, words.added, idfWeight(tableRows, 0)),
    grams: extendItems(records.grams, ofGrams, grams.added, squaredIdfWeight(tableRows, 0)),
    codes: extendItems(records.codes, renumber(codeLists, codes.ids), codes.added, idfWeight(tableRows, 0)),
  };
}

interface NewItems {
  readonly words: Newcomers;
  readonly grams: Newcomers;
}

/** Cells of one column, equal ones once, before it is known which of them the table has. */
interface CutColumn {
  readonly texts: Newcomers;
  /** Record to text. */
  readonly values: readonly number[];
  /** Text to words, to trigrams and to the number that it holds. */
  readonly words: Ragged;
  readonly grams: Ragged;
  readonly numbers: readonly number[];
}

function cutColumn(cells: readonly string[], cutter: TextCutter, unicode: Unicode, items: NewItems): CutColumn {
  const texts = new Newcomers();
  const words = new RaggedBuilder();
  const grams = new RaggedBuilder();
  const ofWords = new Distinct();
  const ofGrams = new Distinct();
  const numbers: number[] = [];
  const values = cells.map((cell) => {
    cutter.normalize(cell);
    const value = texts.idOf(cutter.codes, 0, cutter.length);
    if (value === numbers.length) {
      ofWords.clear();
      ofGrams.clear();
      eachWord(unicode, cutter.codes, 0, cutter.length, (start, end) => {
        ofWords.add(items.words.idOf(cutter.codes, start, end));
        eachGram(unicode, cutter.codes, start, end, (gram, length) => ofGrams.add(items.grams.idOf(gram, 0, length)));
      });
      words.push(ofWords.ids, 0, ofWords.count);
      grams.push(ofGrams.ids, 0, ofGrams.count);
      numbers.push(cutter.numberOf(cell));
    }
    return value;
  });
  return { texts, values, words: words.build(), grams: grams.build(), numbers };
}

function cutCodes(cells: readonly (readonly string[])[], cutter: TextCutter, codes: Newcomers): Ragged {
  const lists = new RaggedBuilder();
  const found = new Distinct();
  for (const row of cells) {
    found.clear();
    for (const cell of row) {
      cutter.codesOf(cell, (items, end) => found.add(codes.idOf(items, 0, end)));
    }
    lists.push(found.ids, 0, found.count);
  }
  return lists.build();
}

function appendColumn(column: RecordColumn, cut: CutColumn, wordIds: Int32Array, gramIds: Int32Array): RecordColumn {
  const { ids, added } = cut.texts.among(column.texts);
  const value = sharedInts(column.value.length + cut.values.length);
  value.set(column.value);
  value.set(
    cut.values.map((text) => ids[text] ?? 0),
    column.value.length,
  );
  const known = column.numbers.length;
  const isNew = (text: number): boolean => (ids[text] ?? 0) >= known;
  const numbers = cut.numbers.filter((_, text) => isNew(text));
  const allNumbers = sharedDoubles(known + numbers.length);
  allNumbers.set(column.numbers);
  allNumbers.set(numbers, known);
  return {
    ...column,
    value,
    texts: join(column.texts, added),
    words: join(column.words, renumber(only(cut.words, isNew), wordIds)),
    grams: join(column.grams, renumber(only(cut.grams, isNew), gramIds)),
    numbers: allNumbers,
    rarity: extend(column.rarity, sharedFloats(known + numbers.length), 1),
  };
}

function extendItems(items: Items, lists: Ragged, names: Ragged, weight: number): Items {
  const count = items.weights.length + names.offsets.length - 1;
  return {
    lists: join(items.lists, lists),
    names: join(items.names, names),
    weights: extend(items.weights, sharedInts(count), weight),
    frequencies: extend(items.frequencies, sharedInts(count), 0),
  };
}

function extend<T extends Int32Array | Float32Array>(from: T, to: T, rest: number): T {
  to.set(from);
  to.fill(rest, from.length);
  return to;
}

/** The lists that are wanted, in their order. */
function only({ offsets, items }: Ragged, wanted: (list: number) => boolean): Ragged {
  const builder = new RaggedBuilder();
  for (let list = 0; list + 1 < offsets.length; list++) {
    if (wanted(list)) {
      builder.push(items, offsets[list] ?? 0, offsets[list + 1] ?? 0);
    }
  }
  return builder.build();
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
