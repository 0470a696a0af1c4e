import { countItems, listAt, type Ragged, RaggedBuilder } from './ragged';
import type { Table } from './table';
import { codesOf, normalize, numberOf, trigramsOf, wordsOf } from './text';

/** How many characters of a value take part in character-wise comparisons; longer texts are told apart by their words. */
export const comparedCharacters = 48;

/** One compared column, its equal cells stored once. Value 0 is "missing". */
export interface RecordColumn {
  readonly name: string;
  /** Record to value. */
  readonly value: Int32Array;
  /** Value to character codes of the normalized text, at most `comparedCharacters`. */
  readonly characters: Ragged;
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

/** All records to compare, in a packed form: the table's rows first, then records that only labels know. */
export interface Records {
  readonly count: number;
  readonly tableRows: number;
  readonly columns: readonly RecordColumn[];
  /** Record to word ids over all columns; ascending, without repeats. The same for trigrams and codes. */
  readonly words: Ragged;
  readonly grams: Ragged;
  readonly codes: Ragged;
  /** Inverse document frequency, ln((1 + N) / (1 + df)) + 1, by word, trigram and code id. */
  readonly wordIdf: Float32Array;
  readonly gramIdf: Float32Array;
  readonly codeIdf: Float32Array;
}

/** Numbers distinct texts in order of appearance. */
class Dictionary {
  private readonly ids = new Map<string, number>();

  get size(): number {
    return this.ids.size;
  }

  idOf(text: string): number {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.ids.size;
      this.ids.set(text, id);
    }
    return id;
  }
}

/** Words and their trigrams, shared by all columns. */
class Vocabulary {
  readonly words = new Dictionary();
  readonly grams = new Dictionary();
  private readonly gramsByWord: Int32Array[] = [];

  wordIds(words: readonly string[]): Int32Array {
    return sortedUnique(
      words.map((word) => {
        const id = this.words.idOf(word);
        this.gramsByWord[id] ??= Int32Array.from(trigramsOf(word), (gram) => this.grams.idOf(gram));
        return id;
      }),
    );
  }

  gramsOf(wordIds: Int32Array): Int32Array {
    const all: number[] = [];
    for (const word of wordIds) {
      for (const gram of this.gramsByWord[word] ?? []) {
        all.push(gram);
      }
    }
    return sortedUnique(all);
  }
}

/** Ascending, without repeats. */
function sortedUnique(ids: readonly number[]): Int32Array {
  const sorted = Int32Array.from(ids).sort();
  let kept = 0;
  for (const [i, id] of sorted.entries()) {
    if (i === 0 || id !== sorted[kept - 1]) {
      sorted[kept++] = id;
    }
  }
  return sorted.subarray(0, kept);
}

function packColumn(name: string, cells: readonly string[], vocabulary: Vocabulary): RecordColumn {
  const ids = new Map<string, number>([['', 0]]);
  const rawIds = new Map<string, number>();
  const value = new Int32Array(cells.length);
  const counts: number[] = [0];
  const numbers: number[] = [Number.NaN];
  const characters = new RaggedBuilder();
  const words = new RaggedBuilder();
  const grams = new RaggedBuilder();
  for (const builder of [characters, words, grams]) {
    builder.push([]);
  }
  let totalLength = 0;
  for (const [record, cell] of cells.entries()) {
    let id = rawIds.get(cell);
    if (id === undefined) {
      const text = normalize(cell);
      id = ids.get(text);
      if (id === undefined) {
        id = ids.size;
        ids.set(text, id);
        numbers.push(numberOf(cell));
        counts.push(0);
        characters.push(Array.from(text.slice(0, comparedCharacters), (character) => character.charCodeAt(0)));
        const wordIds = vocabulary.wordIds(wordsOf(text));
        words.push(wordIds);
        grams.push(vocabulary.gramsOf(wordIds));
        totalLength += text.length;
      }
      rawIds.set(cell, id);
    }
    value[record] = id;
    counts[id] = (counts[id] ?? 0) + 1;
  }
  const distinct = ids.size - 1;
  const present = cells.length - (counts[0] ?? 0);
  const scale = Math.log(present + 1) || 1;
  return {
    name,
    value,
    characters: characters.build(),
    words: words.build(),
    grams: grams.build(),
    numbers: Float64Array.from(numbers),
    rarity: Float32Array.from(counts, (count) => Math.log((present + 1) / Math.max(1, count)) / scale),
    distinct,
    numeric: distinct > 0 && numbers.filter((number) => !Number.isNaN(number)).length >= 0.8 * distinct,
    meanLength: distinct === 0 ? 0 : totalLength / distinct,
  };
}

/** Per record, the union over all columns of its values' items. */
function unite(columns: readonly RecordColumn[], count: number, items: (column: RecordColumn) => Ragged): Ragged {
  const builder = new RaggedBuilder();
  for (let record = 0; record < count; record++) {
    const all: number[] = [];
    for (const column of columns) {
      for (const item of listAt(items(column), column.value[record] ?? 0)) {
        all.push(item);
      }
    }
    builder.push(sortedUnique(all));
  }
  return builder.build();
}

function inverseFrequency(lists: Ragged, itemCount: number, count: number): Float32Array {
  return Float32Array.from(countItems(lists, itemCount), (df) => Math.log((1 + count) / (1 + df)) + 1);
}

/**
 * Packs a table for comparison. The primary key takes no part, as in Glue: it says which record, not what it is like.
 * @param extra cells of records that labels name but the table does not hold, in table column order.
 */
export function packRecords(table: Table, extra: readonly (readonly string[])[]): Records {
  const vocabulary = new Vocabulary();
  const count = table.rows + extra.length;
  const compared = table.columns.map((name, index) => ({ name, index })).filter(({ index }) => index !== table.key);
  const cellsOf = (index: number): readonly string[] =>
    extra.length === 0
      ? (table.cells[index] ?? [])
      : [...(table.cells[index] ?? []), ...extra.map((cells) => cells[index] ?? '')];
  const columns = compared.map(({ name, index }) => packColumn(name, cellsOf(index), vocabulary));
  const codeNames = new Dictionary();
  const codes = new RaggedBuilder();
  const sources = compared.map(({ index }) => cellsOf(index));
  for (let record = 0; record < count; record++) {
    codes.push(
      sortedUnique(sources.flatMap((cells) => codesOf(cells[record] ?? '').map((code) => codeNames.idOf(code)))),
    );
  }
  const words = unite(columns, count, (column) => column.words);
  const grams = unite(columns, count, (column) => column.grams);
  const codeLists = codes.build();
  return {
    count,
    tableRows: table.rows,
    columns,
    words,
    grams,
    codes: codeLists,
    wordIdf: inverseFrequency(words, vocabulary.words.size, count),
    gramIdf: inverseFrequency(grams, vocabulary.grams.size, count),
    codeIdf: inverseFrequency(codeLists, codeNames.size, count),
  };
}
