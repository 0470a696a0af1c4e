import { sharedFloats, sharedInts } from '../threads/memory';
import type { PackedColumn } from './packColumn';
import { countItems, Distinct, type Ragged, RaggedBuilder, renumber } from './ragged';
import type { Items, RecordColumn, Records } from './records';
import { Sequences } from './sequences';
import { eachGram, eachWord } from './text';
import type { Unicode } from './unicode';
import { idfWeight, rarityOf, squaredIdfWeight, weigh } from './weights';

/** Packs columns for comparison: numbers their words and trigrams, the rarest first, and weighs them. */
export function packRecords(columns: readonly PackedColumn[], rows: number, unicode: Unicode): Records {
  const vocabulary = new Vocabulary(unicode);
  const cut = columns.map((column) => vocabulary.cut(column));
  const grams = rank(
    unite(
      columns,
      cut.map(({ grams: lists }) => lists),
      rows,
    ),
    vocabulary.grams,
  );
  const words = rank(
    unite(
      columns,
      cut.map(({ words: lists }) => lists),
      rows,
    ),
    vocabulary.words,
  );
  const codeNames = new Sequences();
  const codes = rank(uniteCodes(columns, rows, codeNames), codeNames);
  return {
    count: rows,
    tableRows: rows,
    columns: columns.map((column, i) =>
      finishColumn(column, rows, renumbered(cut[i]?.words, words.ids), renumbered(cut[i]?.grams, grams.ids)),
    ),
    words: weighed(words, (frequency) => idfWeight(rows, frequency)),
    grams: weighed(grams, (frequency) => squaredIdfWeight(rows, frequency)),
    codes: weighed(codes, (frequency) => idfWeight(rows, frequency)),
  };
}

function renumbered(lists: Ragged | undefined, ids: Int32Array): Ragged {
  return renumber(lists ?? new RaggedBuilder().build(), ids);
}

/** Words and their trigrams, shared by all columns, in order of appearance. */
class Vocabulary {
  readonly words = new Sequences();
  readonly grams = new Sequences();
  private readonly gramsOfWord = new RaggedBuilder();
  private readonly found = new Distinct();
  private readonly gram = new Int32Array(3);

  constructor(private readonly unicode: Unicode) {}

  /** A column's values as lists of words and trigrams. */
  cut({ texts }: PackedColumn): { words: Ragged; grams: Ragged } {
    const { offsets, items } = texts;
    const words = new RaggedBuilder();
    const found = new Distinct();
    for (let value = 0; value + 1 < offsets.length; value++) {
      found.clear();
      eachWord(this.unicode, items, offsets[value] ?? 0, offsets[value + 1] ?? 0, (start, end) => {
        found.add(this.wordOf(items, start, end));
      });
      words.push(found.ids, 0, found.count);
    }
    const lists = words.build();
    return { words: lists, grams: expand(lists, this.gramsOfWord.build()) };
  }

  private wordOf(items: Int32Array, start: number, end: number): number {
    const word = this.words.idOf(items, start, end);
    if (word === this.gramsOfWord.count) {
      const grams = this.found;
      grams.clear();
      const add = (gram: Int32Array, length: number): void => grams.add(this.grams.idOf(gram, 0, length));
      eachGram(this.unicode, items, start, end, add, this.gram);
      this.gramsOfWord.push(grams.ids, 0, grams.count);
    }
    return word;
  }
}

/** Replaces each item of each list by the items it stands for. */
function expand(lists: Ragged, itemsOf: Ragged): Ragged {
  const builder = new RaggedBuilder();
  const found = new Distinct();
  for (let list = 0; list + 1 < lists.offsets.length; list++) {
    found.clear();
    for (let at = lists.offsets[list] ?? 0; at < (lists.offsets[list + 1] ?? 0); at++) {
      found.addList(itemsOf, lists.items[at] ?? 0);
    }
    builder.push(found.ids, 0, found.count);
  }
  return builder.build();
}

/** Per record, the union over all columns of its values' items. */
function unite(columns: readonly PackedColumn[], lists: readonly Ragged[], rows: number): Ragged {
  const builder = new RaggedBuilder();
  const found = new Distinct();
  for (let record = 0; record < rows; record++) {
    found.clear();
    for (let column = 0; column < columns.length; column++) {
      const list = lists[column];
      if (list) {
        found.addList(list, columns[column]?.value[record] ?? 0);
      }
    }
    builder.push(found.ids, 0, found.count);
  }
  return builder.build();
}

/** Per record, the codes of its cells, numbered over all columns. */
function uniteCodes(columns: readonly PackedColumn[], rows: number, names: Sequences): Ragged {
  const lists = columns.map(({ codeLists, codeNames }) => {
    const { offsets, items } = codeNames;
    const ids = new Int32Array(Math.max(0, offsets.length - 1));
    for (let code = 0; code < ids.length; code++) {
      ids[code] = names.idOf(items, offsets[code] ?? 0, offsets[code + 1] ?? 0);
    }
    return renumber(codeLists, ids);
  });
  const builder = new RaggedBuilder();
  const found = new Distinct();
  for (let record = 0; record < rows; record++) {
    found.clear();
    for (const [column, list] of lists.entries()) {
      found.addList(list, columns[column]?.codeList[record] ?? 0);
    }
    builder.push(found.ids, 0, found.count);
  }
  return builder.build();
}

interface Ranked {
  readonly lists: Ragged;
  readonly names: Ragged;
  readonly frequencies: Int32Array;
  /** Number in order of appearance to number in order of rank. */
  readonly ids: Int32Array;
}

/** Numbers items by the number of records that have them, then by text, in order of code points. */
function rank(lists: Ragged, sequences: Sequences): Ranked {
  const names = sequences.build();
  const appearance = countItems(lists, sequences.count);
  const order = byFrequency(appearance, lists.offsets.length);
  for (let start = 0; start < order.length; ) {
    const frequency = appearance[order[start] ?? 0] ?? 0;
    let end = start + 1;
    while (end < order.length && appearance[order[end] ?? 0] === frequency) {
      end++;
    }
    // What a single record has is never looked up, and there is much of it.
    if (frequency > 1 && end - start > 1) {
      order.subarray(start, end).sort((x, y) => compareLists(names, x, y));
    }
    start = end;
  }
  const ids = sharedInts(order.length);
  const frequencies = sharedInts(order.length);
  const named = new RaggedBuilder();
  for (let id = 0; id < order.length; id++) {
    const before = order[id] ?? 0;
    ids[before] = id;
    frequencies[id] = appearance[before] ?? 0;
    named.push(names.items, names.offsets[before] ?? 0, names.offsets[before + 1] ?? 0);
  }
  return { lists: renumber(lists, ids), names: named.build(), frequencies, ids };
}

/** All items in order of frequency, equal ones in order of number (a counting sort). */
function byFrequency(frequencies: Int32Array, most: number): Int32Array {
  const starts = new Uint32Array(most + 2);
  for (let item = 0; item < frequencies.length; item++) {
    const after = (frequencies[item] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let frequency = 0; frequency + 1 < starts.length; frequency++) {
    starts[frequency + 1] = (starts[frequency + 1] ?? 0) + (starts[frequency] ?? 0);
  }
  const order = new Int32Array(frequencies.length);
  for (let item = 0; item < frequencies.length; item++) {
    const at = starts[frequencies[item] ?? 0] ?? 0;
    order[at] = item;
    starts[frequencies[item] ?? 0] = at + 1;
  }
  return order;
}

function compareLists({ offsets, items }: Ragged, x: number, y: number): number {
  const [startX = 0, endX = 0, startY = 0, endY = 0] = [offsets[x], offsets[x + 1], offsets[y], offsets[y + 1]];
  const length = Math.min(endX - startX, endY - startY);
  for (let i = 0; i < length; i++) {
    const difference = (items[startX + i] ?? 0) - (items[startY + i] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return endX - startX - (endY - startY);
}

function weighed({ lists, names, frequencies }: Ranked, weight: (frequency: number) => number): Items {
  return { lists, names, frequencies, weights: weigh(sharedInts(frequencies.length), frequencies, weight) };
}

function finishColumn(column: PackedColumn, rows: number, words: Ragged, grams: Ragged): RecordColumn {
  const { name, value, texts, numbers, counts } = column;
  const distinct = counts.length - 1;
  const present = rows - (counts[0] ?? 0);
  const rarity = sharedFloats(counts.length);
  let numerals = 0;
  for (let i = 0; i < counts.length; i++) {
    rarity[i] = rarityOf(present, counts[i] ?? 0);
    numerals += Number.isNaN(numbers[i]) ? 0 : 1;
  }
  return {
    name,
    value,
    texts,
    words,
    grams,
    numbers,
    rarity,
    distinct,
    numeric: distinct > 0 && numerals * 5 >= distinct * 4,
    meanLength: distinct === 0 ? 0 : texts.items.length / distinct,
  };
}
