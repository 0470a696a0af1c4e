import { NeighbourFinder } from './neighbourFinder';
import { cosineUnit, foundCosine, type Neighbours, noNeighbours, searchIndex } from './neighbours';
import { countItems } from './ragged';
import type { Items, RecordColumn, Records } from './records';
import { idfWeight, squaredIdfWeight } from './weights';

/** Values near to each value of a column. */
export interface ColumnNeighbours {
  /** Its place among the compared columns. */
  readonly column: number;
  readonly neighbours: Neighbours;
}

/** Values kept near to each. */
const nearValues = 3;
/** How alike two values must be, at least, in units of cosines. */
const leastAlike = 0.3 * cosineUnit;
/** Of the records that have a value, so many next to a record are taken. */
const nextRecords = 3;
/** A column this long, in characters, can drown others; those at most half as long can be drowned. */
const long = 40;

/**
 * The columns whose likeness a longer one hides: a record is compared as a whole when its neighbours are looked up, and a long
 * description says so much that a short title counts for nothing. Columns with few values tell too little to go by alone.
 */
export function drownedColumns({ columns, count }: Records): number[] {
  const longest = Math.max(0, ...columns.map(({ meanLength }) => meanLength));
  return [...columns.keys()].filter((at) => {
    const { meanLength, distinct, numeric } = columns[at] as RecordColumn;
    return longest >= long && 2 * meanLength <= longest && 2 * distinct > count && !numeric;
  });
}

/** What there is to find for a column: its values as if each were a record. */
export interface ColumnSearch {
  readonly records: Records;
  readonly into: Neighbours;
  readonly index: ReturnType<typeof searchIndex>;
  readonly search: { readonly k: number; readonly visits: number };
}

/** Sets out to find the near values of a column. @param visits how many entries of the index one value may visit */
export function columnSearch(records: Records, column: number, visits: number): ColumnSearch {
  const values = valuesAsRecords(records, column);
  return {
    records: values,
    into: noNeighbours(values, nearValues),
    index: searchIndex(values),
    search: { k: nearValues, visits: Math.ceil(visits / 4) },
  };
}

function valuesAsRecords(records: Records, column: number): Records {
  const { words, grams } = records.columns[column] as RecordColumn;
  const count = words.offsets.length - 1;
  const itemsOf = (items: Items, lists: Items['lists'], weigh: typeof idfWeight): Items => {
    const frequencies = countItems(lists, items.weights.length);
    return { ...items, lists, frequencies, weights: frequencies.map((frequency) => weigh(count, frequency)) };
  };
  return {
    ...records,
    count,
    tableRows: count,
    columns: [],
    words: itemsOf(records.words, words, idfWeight),
    grams: itemsOf(records.grams, grams, squaredIdfWeight),
  };
}

/** Looks up the values that only added records have. @param before the column's values when its neighbours were found */
export function withNewValues(
  { column, neighbours }: ColumnNeighbours,
  before: Records,
  after: Records,
  visits: number,
): ColumnNeighbours {
  const known = columnSearch(before, column, visits);
  const values = after.columns[column] as RecordColumn;
  const records: Records = {
    ...known.records,
    count: values.words.offsets.length - 1,
    words: extended(known.records.words, values.words, after.words.weights.length, idfWeight(known.records.count, 0)),
    grams: extended(
      known.records.grams,
      values.grams,
      after.grams.weights.length,
      squaredIdfWeight(known.records.count, 0),
    ),
  };
  const into = noNeighbours(records, neighbours.k);
  into.ids.set(neighbours.ids);
  into.cosines.set(neighbours.cosines);
  const finder = new NeighbourFinder(records, known.index, known.search, into);
  finder.find(known.records.count, records.count);
  return { column, neighbours: into };
}

/** The items with the lists of more values; what they did not have before has no frequency, and weighs as much as items can. */
function extended(items: Items, lists: Items['lists'], count: number, weight: number): Items {
  const known = items.frequencies.length;
  const frequencies = new Int32Array(count);
  frequencies.set(items.frequencies);
  const weights = new Int32Array(count).fill(weight, known);
  weights.set(items.weights);
  return { ...items, lists, frequencies, weights };
}

/** Proposes pairs of records by what single columns say. */
export class ColumnPairs {
  /** Per column: the records of each value, ascending. */
  private readonly holders: readonly { readonly starts: Int32Array; readonly records: Int32Array }[];

  /** @param limit records from here on are not proposed */
  constructor(
    private readonly records: Records,
    private readonly columns: readonly ColumnNeighbours[],
    limit: number,
  ) {
    this.holders = columns.map(({ column }) => {
      const { value } = records.columns[column] as RecordColumn;
      const values = 1 + value.reduce((most, at) => Math.max(most, at), 0);
      const starts = new Int32Array(values + 1);
      for (let record = 0; record < limit; record++) {
        const at = (value[record] ?? 0) + 1;
        starts[at] = (starts[at] ?? 0) + 1;
      }
      for (let at = 0; at < values; at++) {
        starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0);
      }
      const next = starts.slice(0, values);
      const held = new Int32Array(limit);
      for (let record = 0; record < limit; record++) {
        const at = value[record] ?? 0;
        const slot = next[at] ?? 0;
        held[slot] = record;
        next[at] = slot + 1;
      }
      return { starts, records: held };
    });
  }

  /** Calls `use` with the records to hold a record against, some more than once. */
  each(record: number, use: (other: number) => void): void {
    for (const [at, { column, neighbours }] of this.columns.entries()) {
      const own = this.records.columns[column]?.value[record] ?? 0;
      if (own === 0) {
        continue;
      }
      this.next(at, own, record, use);
      for (let rank = 0; rank < neighbours.k; rank++) {
        const near = neighbours.ids[own * neighbours.k + rank] ?? -1;
        if (near > 0 && (neighbours.cosines[own * neighbours.k + rank] ?? 0) >= leastAlike) {
          this.next(at, near, record, use);
        }
      }
    }
  }

  /** Of the records that have a value, those next to a record by number, going round. */
  private next(at: number, value: number, record: number, use: (other: number) => void): void {
    const { starts, records } = this.holders[at] as (typeof this.holders)[number];
    const from = starts[value] ?? 0;
    const size = (starts[value + 1] ?? 0) - from;
    let first = 0;
    while (first < size && (records[from + first] ?? 0) <= record) {
      first++;
    }
    for (let step = 0; step < Math.min(size, nextRecords); step++) {
      const other = records[from + ((first + step) % size)] ?? record;
      if (other !== record) {
        use(other);
      }
    }
  }
}

/** Whether a column says that two records are to be held against each other, as far as values go. */
export function isNearByColumn(records: Records, columns: readonly ColumnNeighbours[], a: number, b: number): boolean {
  return columns.some(({ column, neighbours }) => {
    const { value } = records.columns[column] as RecordColumn;
    const [x, y] = [value[a] ?? 0, value[b] ?? 0];
    const isNear = (from: number, to: number): boolean => (foundCosine(neighbours, from, to) ?? -1) >= leastAlike;
    return x > 0 && y > 0 && (x === y || isNear(x, y) || isNear(y, x));
  });
}
