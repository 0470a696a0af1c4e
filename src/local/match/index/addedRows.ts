import { appendRecords } from '../compare/appendRecords';
import type { BlockingBudget } from '../compare/candidates';
import { withNewValues } from '../compare/columnNeighbours';
import { cosineOf, type Neighbours, noNeighbours, searchIndex } from '../compare/neighbours';
import type { Records } from '../compare/records';
import { Unicode } from '../compare/unicode';
import type { Team } from '../threads/team';
import type { OrderedTable } from './keyOrder';
import { comparedCells, indexTable, type Report, searchedAtOnce, type TableIndex } from './tableIndex';

/** What is to be added to an index. */
export interface Added {
  /** Rows that are new: they are found near each other, and near to the table's own. */
  readonly rows: OrderedTable;
  /** Cells of records that only labels know: near to something, but nothing is near to them. */
  readonly strangers: readonly (readonly string[])[];
  /** 1 for records of the index that are no more. */
  readonly left: Uint8Array;
}

/**
 * Adds rows to the index of a table without making it anew: their words and trigrams weigh what they weigh in the table as it was.
 * New rows are numbered on from the table's last record, then strangers.
 */
export async function withAddedRows(
  index: TableIndex,
  { rows, strangers, left }: Added,
  budget: BlockingBudget,
  team: Team,
  report: Report,
): Promise<TableIndex> {
  const cells = [
    ...comparedCells(
      rows,
      Array.from({ length: rows.rows }, (_, row) => row),
    ),
    ...strangers,
  ];
  const records = appendRecords(index.records, cells, new Unicode());
  const found = noNeighbours(records, budget.k);
  const first = index.records.count;
  const work = { kind: 'neighbours', records, index: searchIndex(index.records), search: budget, into: found } as const;
  await team.run(work, records.count, searchedAtOnce, (part) => report('Finding candidate pairs', part), first);
  const lists = new NeighbourLists(records, found, first + rows.rows);
  lists.copy(index.neighbours);
  lists.drop(left);
  if (rows.rows > 1) {
    lists.joinAmong((await indexTable(rows, budget, team, report)).neighbours, first);
  }
  lists.enterFrom(first);
  const columns = index.columns.map((column) => withNewValues(column, index.records, records, budget.visits));
  return { records, neighbours: found, columns };
}

/** Neighbour lists that records are put into and taken out of. */
class NeighbourLists {
  constructor(
    private readonly records: Records,
    private readonly into: Neighbours,
    /** The records that others may be near to are below this number. */
    private readonly limit: number,
  ) {}

  /** Takes over the lists of the records that were there before. */
  copy({ ids, cosines }: Neighbours): void {
    this.into.ids.set(ids);
    this.into.cosines.set(cosines);
  }

  /** Takes records that are no more out of all lists. */
  drop(left: Uint8Array): void {
    if (!left.includes(1)) {
      return;
    }
    const { k, ids, cosines } = this.into;
    for (let start = 0; start < ids.length; start += k) {
      let kept = left[start / k] === 1 ? start + k : start;
      const end = start + k;
      let to = start;
      for (; kept < end; kept++) {
        const id = ids[kept] ?? -1;
        if (id >= 0 && left[id] !== 1) {
          ids[to] = id;
          cosines[to++] = cosines[kept] ?? 0;
        }
      }
      ids.fill(-1, to, end);
      cosines.fill(0, to, end);
    }
  }

  /** Makes new rows neighbours of each other; `among` knows them by their place among the new ones. */
  joinAmong(among: Neighbours, first: number): void {
    const { k, ids } = among;
    for (let at = 0; at < ids.length; at++) {
      const other = ids[at] ?? -1;
      if (other >= 0) {
        this.enter(first + Math.floor(at / k), first + other);
      }
    }
  }

  /** Makes the new rows neighbours of the records that are near to them. */
  enterFrom(first: number): void {
    const { k, ids } = this.into;
    for (let at = first * k; at < this.limit * k; at++) {
      const other = ids[at] ?? -1;
      if (other >= 0) {
        this.enter(other, Math.floor(at / k));
      }
    }
  }

  /** Puts `other` into the list of `record` where it belongs: nearer ones come first, then those with a lower number. */
  private enter(record: number, other: number): void {
    const { k, ids, cosines, norms } = this.into;
    const cosine = cosineOf(this.records, norms, record, other);
    const start = record * k;
    for (let at = start; at < start + k; at++) {
      if (ids[at] === other) {
        return;
      }
    }
    const isBefore = (at: number): boolean => {
      const [id, held] = [ids[at] ?? -1, cosines[at] ?? 0];
      return id < 0 || cosine > held || (cosine === held && other < id);
    };
    let at = start + k;
    while (at > start && isBefore(at - 1)) {
      at--;
      if (at + 1 < start + k) {
        ids[at + 1] = ids[at] ?? -1;
        cosines[at + 1] = cosines[at] ?? 0;
      }
    }
    if (at < start + k) {
      ids[at] = other;
      cosines[at] = cosine;
    }
  }
}
