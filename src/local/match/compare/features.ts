import { type Layout, valueHead } from './layout';
import { Marks } from './marks';
import { bestCosine, cosineOf, cosineUnit, type Neighbours, rankOf } from './neighbours';
import { comparedCharacters, type RecordColumn, type Records } from './records';
import {
  containment,
  EditSimilarity,
  JaroWinkler,
  jaccard,
  numericCloseness,
  type Overlap,
  Places,
} from './similarity';

/** What a similarity is when a cell is missing on either side. */
const unknown = -1;

/** Longer values are compared by words; the distance between long texts says little and costs much. */
const shortText = 24;

interface FeatureName {
  /** Index into Records.columns, or -1 for a feature of the whole record. */
  readonly column: number;
  readonly name: string;
}

const columnFeatures = ['missing', 'equal', 'jaroWinkler', 'words', 'wordsContained', 'trigrams', 'rarity'];
const recordFeatures = [
  'cosine',
  'cosineToBest',
  'cosineToBetter',
  'rank',
  'rankBack',
  'words',
  'wordsContained',
  'codesShared',
  'codesContained',
  'meanTrigrams',
  'leastTrigrams',
  'equalRarity',
];

/**
 * Computes the similarity features of record pairs. One instance holds scratch memory and serves one thread.
 * Features of a pair do not depend on the order of its records.
 */
export class Features {
  readonly names: readonly FeatureName[];
  private readonly places = new Places();
  private readonly jaroWinkler = new JaroWinkler(comparedCharacters, this.places);
  private readonly edits = new EditSimilarity(comparedCharacters, this.places);
  private readonly marks: Marks;
  private readonly overlap: Overlap = { shared: 0, a: 0, b: 0 };

  constructor(
    private readonly records: Records,
    private readonly neighbours: Neighbours,
    readonly layout: Layout,
  ) {
    this.marks = new Marks(records, layout);
    this.names = [
      ...records.columns.flatMap((column, index) =>
        [
          ...columnFeatures,
          ...(column.meanLength <= shortText ? ['edits'] : []),
          ...(column.numeric ? ['closeness'] : []),
        ].map((name) => ({ column: index, name })),
      ),
      ...recordFeatures.map((name) => ({ column: -1, name })),
    ];
  }

  /**
   * Per feature, whether more of it can only speak for a match. That holds for similarities, but not of columns with few
   * different values: two records of the same source may match less often than two of different sources.
   */
  get increasing(): boolean[] {
    const { columns, count } = this.records;
    return this.names.map(
      ({ column, name }) =>
        !['missing', 'rank', 'rankBack'].includes(name) &&
        (column < 0 || (columns[column]?.distinct ?? 0) ** 2 > count),
    );
  }

  /** How many features a pair has. */
  get width(): number {
    return this.names.length;
  }

  /** Writes the features of pair (a, b) to `into` from `start`. */
  compute(a: number, b: number, into: Float32Array, start: number): void {
    let at = start;
    let sum = 0;
    let least = 1;
    let present = 0;
    let equalRarity = 0;
    const { columns } = this.records;
    const { places, width } = this.layout;
    this.marks.set(a);
    for (let number = 0; number < columns.length; number++) {
      const column = columns[number] as RecordColumn;
      const x = places[a * width + number] ?? 0;
      const y = places[b * width + number] ?? 0;
      const trigrams = this.compareValues(number, x, y, into, at);
      if (trigrams !== unknown) {
        sum += trigrams;
        least = Math.min(least, trigrams);
        present++;
        equalRarity += x === y ? (column.rarity[this.layout.items[x] ?? 0] ?? 0) : 0;
      }
      at += columnFeatures.length + (column.meanLength <= shortText ? 1 : 0) + (column.numeric ? 1 : 0);
    }
    at = this.compareRecords(a, b, into, at);
    into[at++] = present === 0 ? unknown : sum / present;
    into[at++] = present === 0 ? unknown : least;
    into[at++] = equalRarity;
  }

  /** Writes one column's features of the values at two places; returns the trigram similarity, or `unknown`. */
  private compareValues(number: number, x: number, y: number, into: Float32Array, start: number): number {
    const column = this.records.columns[number] as RecordColumn;
    const { items } = this.layout;
    let at = start;
    if (x === 0 || y === 0) {
      into[at++] = (x === 0 ? 1 : 0) + (y === 0 ? 1 : 0);
      const end = start + columnFeatures.length + (column.meanLength <= shortText ? 1 : 0) + (column.numeric ? 1 : 0);
      while (at < end) {
        into[at++] = unknown;
      }
      return unknown;
    }
    into[at++] = 0;
    if (x === y) {
      for (const end = at + 5; at < end; ) {
        into[at++] = 1;
      }
      into[at++] = column.rarity[items[x] ?? 0] ?? 0;
      if (column.meanLength <= shortText) {
        into[at++] = 1;
      }
      if (column.numeric) {
        into[at++] = 1;
      }
      return 1;
    }
    into[at++] = 0;
    const startX = charactersOf(items, x);
    const endX = startX + (items[x + 3] ?? 0);
    const startY = charactersOf(items, y);
    const endY = startY + (items[y + 3] ?? 0);
    into[at++] = this.jaroWinkler.of(items, startX, endX, startY, endY);
    this.marks.wordsOf(number, y, this.overlap);
    into[at++] = jaccard(this.overlap);
    into[at++] = containment(this.overlap);
    this.marks.gramsOf(number, y, this.overlap);
    const trigrams = jaccard(this.overlap);
    into[at++] = trigrams;
    into[at++] = 0;
    if (column.meanLength <= shortText) {
      into[at++] = this.edits.of(items, startX, endX, startY, endY);
    }
    if (column.numeric) {
      into[at++] = numericCloseness(numberOf(column, items, x), numberOf(column, items, y)) || 0;
    }
    return trigrams;
  }

  /** Writes the whole-record features up to the aggregated ones; returns the next place. */
  private compareRecords(a: number, b: number, into: Float32Array, start: number): number {
    const { neighbours } = this;
    let at = start;
    const rankA = this.rank(a, b);
    const rankB = this.rank(b, a);
    const cosine = this.cosine(a, b, rankA, rankB);
    const bestA = bestCosine(neighbours, a);
    const bestB = bestCosine(neighbours, b);
    into[at++] = cosine / cosineUnit;
    into[at++] = cosine / Math.max(bestA, bestB, 1);
    into[at++] = cosine / Math.max(Math.min(bestA, bestB), 1);
    into[at++] = Math.min(rankA, rankB);
    into[at++] = Math.max(rankA, rankB);
    this.marks.wordsOfRecord(b, this.overlap);
    into[at++] = jaccard(this.overlap);
    into[at++] = containment(this.overlap);
    this.marks.codesOfRecord(b, this.overlap);
    const noCodes = this.overlap.a === 0 || this.overlap.b === 0;
    into[at++] = noCodes ? unknown : this.overlap.shared;
    into[at++] = noCodes ? unknown : containment(this.overlap);
    return at;
  }

  /** The place of `b` among the neighbours of `a`; a record that only labels know has the place that it would take. */
  private rank(a: number, b: number): number {
    const { neighbours, records } = this;
    const { k, cosines } = neighbours;
    if (b < records.tableRows) {
      return rankOf(neighbours, a, b);
    }
    const cosine = cosineOf(records, neighbours.norms, a, b);
    let rank = 0;
    while (rank < k && (cosines[a * k + rank] ?? 0) > cosine) {
      rank++;
    }
    return rank;
  }

  private cosine(a: number, b: number, rankA: number, rankB: number): number {
    const { k, ids, cosines, norms } = this.neighbours;
    if (rankA < k && ids[a * k + rankA] === b) {
      return cosines[a * k + rankA] ?? 0;
    }
    if (rankB < k && ids[b * k + rankB] === a) {
      return cosines[b * k + rankB] ?? 0;
    }
    return cosineOf(this.records, norms, a, b);
  }
}

function charactersOf(items: Int32Array, place: number): number {
  return place + valueHead + 2 * (items[place + 1] ?? 0) + (items[place + 2] ?? 0);
}

function numberOf(column: RecordColumn, items: Int32Array, place: number): number {
  return column.numbers[items[place] ?? 0] ?? Number.NaN;
}
