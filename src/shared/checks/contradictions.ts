import type { LabelingFile } from '../file/labelingFile';
import type { Labels } from '../labels/edits';
import { identifyingColumns, RecordIdentity } from '../labels/recordIdentity';
import { asStored } from '../labels/unsure';
import { GroupCircles } from './groupCircles';
import type { Decision } from './problems';

/** Labels of another file of the same transform. They are taken as given: only this file's labels change. */
export interface OtherFileDecisions {
  /** As shown to the user. */
  readonly name: string;
  readonly file: LabelingFile;
  readonly labels: Pick<Labels, 'get'>;
}

/** Sets of one file, this or another one, whose labels have changed. */
export interface ChangedSets {
  readonly file: LabelingFile;
  readonly sets: Iterable<number>;
}

/** Two rows that one set keeps apart although decisions elsewhere make their records one. */
export interface Contradiction {
  readonly set: number;
  readonly rows: readonly [number, number];
  /** The decisions that join the two records, in order, then the one that keeps them apart. */
  readonly chain: readonly Decision[];
}

interface Source {
  readonly name: string | undefined;
  readonly file: LabelingFile;
  readonly labels: Pick<Labels, 'get'>;
  /** Global number of its first row. */
  readonly offset: number;
}

/** How a search came to a record: from another record, by two rows in one group. */
interface Link {
  readonly record: number;
  readonly from: number;
  readonly to: number;
}

/** What a search for a chain found. */
interface Route {
  readonly links: ReadonlyMap<number, Link | undefined>;
  readonly reached: number | undefined;
}

/**
 * Contradictions by transitivity. Records are joined by the groups they share, over all sets and files, into
 * components; a set contradicts the rest where two of its groups lie in one component. After an edit only the
 * components that the edited sets touch are searched again.
 *
 * Rows are numbered through all files here ("global"), this file's first, so that its row numbers are the same.
 */
export class Contradictions {
  /** Sets and records looked at so far; tests count the work of an edit with it. */
  readonly work = { sets: 0, records: 0 };
  readonly #sources: readonly Source[];
  readonly #identity: RecordIdentity;
  readonly #groups: GroupCircles;
  readonly #component: Uint32Array;
  /** Records of each component of more than one. */
  readonly #members = new Map<number, number[]>();
  /** Number of the search that last came by, of each row and each record. */
  readonly #visited: Uint32Array;
  readonly #seen: Uint32Array;
  #visit = 0;
  readonly #bySet = new Map<number, readonly Contradiction[]>();

  constructor(
    file: LabelingFile,
    labels: Pick<Labels, 'get'>,
    primaryKey: string | undefined,
    others: readonly OtherFileDecisions[],
  ) {
    const all = [{ name: undefined, file, labels }, ...others];
    this.#identity = new RecordIdentity(
      all.map((source) => source.file),
      identifyingColumns(file, primaryKey),
    );
    this.#sources = all.map((source, at) => ({ ...source, offset: this.#identity.offsets[at] ?? 0 }));
    const rowCount = this.#identity.recordOf.length;
    this.#groups = new GroupCircles(rowCount);
    this.#visited = new Uint32Array(rowCount);
    this.#seen = new Uint32Array(this.#identity.recordCount);
    this.#component = Uint32Array.from({ length: this.#identity.recordCount }, (_, record) => record);
    for (const source of this.#sources) {
      for (const set of source.file.sets) {
        this.#link(source, set.index);
      }
    }
    this.#join(this.#component.keys());
    for (const set of file.sets) {
      this.#check(set.index);
    }
  }

  /** The contradictions of one set of this file. */
  of(set: number): readonly Contradiction[] {
    return this.#bySet.get(set) ?? [];
  }

  /** The contradictions of all sets, in file order. */
  get all(): Contradiction[] {
    const sets = Array.from(this.#bySet.keys()).sort((a, b) => a - b);
    return sets.flatMap((set) => this.of(set));
  }

  /**
   * To be called when labels have changed, of this file or of others; answers all sets of this file that were looked at
   * again.
   */
  update(changed: Iterable<ChangedSets>): Set<number> {
    const places = Array.from(changed).flatMap(({ file, sets }) => {
      const source = this.#sources.find((each) => each.file === file);
      return source ? Array.from(sets, (set) => ({ source, set })) : [];
    });
    const records = this.#take(places.flatMap(({ source, set }) => this.#rowsIn(source, set)));
    for (const { source, set } of places) {
      this.#link(source, set);
    }
    this.#join(records);
    const [own] = this.#sources;
    const looked = new Set(places.flatMap(({ source, set }) => (source === own ? [set] : [])));
    for (const record of records) {
      for (const row of this.#identity.rowsOf(record)) {
        if (own && row < own.file.rowCount) {
          looked.add(own.file.setOf(row));
        }
      }
    }
    for (const set of looked) {
      this.#check(set);
    }
    return looked;
  }

  /** Takes the components of the rows apart; answers all records that were in them. */
  #take(rows: Iterable<number>): Set<number> {
    const records = new Set<number>();
    for (const row of rows) {
      const component = this.#component[this.#record(row)] ?? 0;
      for (const record of this.#members.get(component) ?? [this.#record(row)]) {
        records.add(record);
      }
      this.#members.delete(component);
    }
    return records;
  }

  #rowsIn({ file, offset }: Source, set: number): number[] {
    return file.sets[set]?.rows.map((row) => offset + row) ?? [];
  }

  #link({ file, labels, offset }: Source, set: number): void {
    this.#groups.link(file.sets[set]?.rows ?? [], labels, offset);
  }

  #record(row: number): number {
    return this.#identity.recordOf[row] ?? 0;
  }

  /** Finds the components that `records`, all members of some whole components, make up now. */
  #join(records: Iterable<number>): void {
    this.#visit += 1;
    for (const start of records) {
      if (this.#seen[start] === this.#visit) {
        continue;
      }
      this.#component[start] = start;
      this.work.records += 1;
      if (this.#identity.rowsOf(start).some((row) => !this.#groups.isAlone(row))) {
        this.#search(start);
      }
    }
  }

  /** Finds all records that groups join with `start`, breadth first. */
  #search(start: number): void {
    const members = [start];
    this.#seen[start] = this.#visit;
    // The list grows while it is walked.
    for (const record of members) {
      this.#component[record] = start;
      for (const row of this.#identity.rowsOf(record)) {
        for (const next of this.#unvisitedGroup(row)) {
          if (this.#seen[next] !== this.#visit) {
            this.#seen[next] = this.#visit;
            members.push(next);
          }
        }
      }
    }
    this.work.records += members.length - 1;
    if (members.length > 1) {
      this.#members.set(start, members);
    }
  }

  /** Records of the row's group, the first time that a row of it is met in this visit. */
  #unvisitedGroup(row: number): number[] {
    if (this.#visited[row] === this.#visit || this.#groups.isAlone(row)) {
      return [];
    }
    const rows = this.#groups.rowsWith(row);
    for (const member of rows) {
      this.#visited[member] = this.#visit;
    }
    return rows.map((member) => this.#record(member));
  }

  #check(set: number): void {
    this.work.sets += 1;
    const [source] = this.#sources;
    const heads = new Map<string, number>();
    const previous = new Map<number, number>();
    const found: Contradiction[] = [];
    for (const row of source?.file.sets[set]?.rows ?? []) {
      const label = asStored(source?.labels.get(row) ?? '');
      if (label === '' || heads.has(label)) {
        continue;
      }
      heads.set(label, row);
      const component = this.#component[this.#record(row)] ?? 0;
      const other = previous.get(component);
      previous.set(component, row);
      if (other !== undefined) {
        found.push(this.#prove(set, other, row));
      }
    }
    if (found.length > 0) {
      this.#bySet.set(set, found);
    } else {
      this.#bySet.delete(set);
    }
  }

  /**
   * The shortest chain of groups from a record of the group of row `a` to one of the group of row `b`: within this file
   * if there is one, for that can be looked at at once.
   */
  #prove(set: number, a: number, b: number): Contradiction {
    const starts = new Map(this.#groups.rowsWith(a).map((row) => [this.#record(row), row]));
    const targets = new Map(this.#groups.rowsWith(b).map((row) => [this.#record(row), row]));
    const ownRows = this.#sources[1]?.offset;
    const within = ownRows === undefined ? undefined : this.#route(starts, targets, ownRows);
    const { links, reached } =
      within?.reached === undefined ? this.#route(starts, targets, this.#visited.length) : within;
    const chain: Decision[] = [];
    let record = reached ?? 0;
    for (let link = links.get(record); link; link = links.get(record)) {
      chain.unshift(this.#decision(link.from, link.to, true));
      record = link.record;
    }
    const rows: readonly [number, number] = [starts.get(record) ?? a, targets.get(reached ?? -1) ?? b];
    return { set, rows, chain: [...chain, this.#decision(rows[0], rows[1], false)] };
  }

  /** The shortest way by groups of the first `rows` rows, told backwards by the links that led to each record. */
  #route(starts: ReadonlyMap<number, number>, targets: ReadonlyMap<number, number>, rows: number): Route {
    const links = new Map<number, Link | undefined>(Array.from(starts.keys(), (record) => [record, undefined]));
    const queue = Array.from(starts.keys());
    this.#visit += 1;
    let reached = queue.find((record) => targets.has(record));
    for (let at = 0; at < queue.length && reached === undefined; at++) {
      const ways = this.#identity.rowsOf(queue[at] ?? 0).filter((row) => row < rows);
      reached = this.#step(queue[at] ?? 0, ways, links, queue, targets);
    }
    return { links, reached };
  }

  /** Goes on from one record, which `ways` show, to all that share a group with it; answers the target among them. */
  #step(
    record: number,
    ways: Uint32Array,
    links: Map<number, Link | undefined>,
    queue: number[],
    targets: ReadonlyMap<number, number>,
  ): number | undefined {
    for (const from of ways) {
      if (this.#visited[from] === this.#visit) {
        continue;
      }
      for (const to of this.#groups.rowsWith(from)) {
        this.#visited[to] = this.#visit;
        const next = this.#record(to);
        if (!links.has(next)) {
          links.set(next, { record, from, to });
          queue.push(next);
          if (targets.has(next)) {
            return next;
          }
        }
      }
    }
    return undefined;
  }

  #decision(from: number, to: number, same: boolean): Decision {
    const source = this.#sources.findLast(({ offset }) => from >= offset);
    const [a, b] = [from - (source?.offset ?? 0), to - (source?.offset ?? 0)];
    const set = source?.file.setOf(a) ?? 0;
    return { file: source?.name, set, setId: source?.file.sets[set]?.id ?? '', rows: [a, b], same };
  }
}
