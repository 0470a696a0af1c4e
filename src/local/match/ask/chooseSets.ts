import type { Pairs } from '../compare/candidates';
import { areMutualNearest, cosineUnit, foundCosine, type Neighbours } from '../compare/neighbours';
import { MatchInputError } from '../errors';
import { probabilityUnit } from '../learn/forest';
import type { Random } from '../random';
import { pairsOfLargeGroups } from './groups';
import { AnchorQueue, inTurn, merge } from './orders';

/** What the choice of questions depends on. */
export interface AskInput {
  /** Records of the table; only they are asked about. */
  readonly count: number;
  readonly pairs: Pairs;
  /** Match probability of each pair in units of 1/65535, or undefined as long as there is no model to go by. */
  readonly scores: Uint16Array | undefined;
  /** Where there is no model: pairs in several orders, each with those first that most likely match in its view. */
  readonly views: readonly (readonly number[])[];
  /** Pairs of records that are asked about in any case, as far as they fit. */
  readonly drawn: readonly (readonly [number, number])[];
  readonly neighbours: Neighbours;
  /** Groups of records that were shown together before; no two of them are shown together again. */
  readonly shown: readonly (readonly number[])[];
  readonly sets: number;
  readonly rowsPerSet: number;
  readonly random: Random;
}

/** Rows that one neighbourhood takes on average: a pair in question and the records most like it. */
const neighbourhoodSize = 3.3;
/** One anchor in so many is about the groups in which the model joins most. */
const groupEvery = 8;
/** Without a model, one anchor in so many comes from other views: more of them, when a first round has found too few matches. */
const viewEvery = { first: 4, later: 2 };
/** How much more uncertain a pair must be to be asked about a record that was shown before. */
const shownPenalty = 0.15;

/**
 * Chooses labeling sets. A set is made of three or four neighbourhoods, each a pair in question (its anchor) with the
 * records nearest to it. First come the pairs that were drawn. Without a model, the other anchors are mutual nearest neighbours over
 * the whole range of similarity (Primpeli et al. 2020 call this the cold start) in turn with the first ones of other views. With one,
 * half of them are predicted matches and half predicted non-matches, most uncertain first ("Partition-2" of DIAL, Jain et al. 2021),
 * and one in eight is from a group in which the model joins many pairs.
 * @returns record numbers per set; fewer sets than wanted when few pairs are left
 * @throws MatchInputError when not a single pair is left to ask about
 */
export function chooseSets(input: AskInput): number[][] {
  const chooser = new SetChooser(input);
  const sets: number[][] = [];
  while (sets.length < input.sets) {
    const set = chooser.nextSet();
    if (set.length < 2) {
      break;
    }
    sets.push(set);
  }
  if (sets.length === 0) {
    // Before anything was asked it can only be that no two rows are alike.
    throw new MatchInputError(
      input.shown.length === 0
        ? 'No two rows of the table are alike enough to be asked about. Check that the table has columns that tell its rows apart, or raise the accuracy-cost tradeoff to consider more pairs.'
        : 'There is nothing left to ask: no pair of rows that may match is left that has not been in a labeling set. Import the labels and estimate the quality, or raise the accuracy-cost tradeoff to consider more pairs.',
    );
  }
  return sets;
}

/** How many neighbourhoods a set is made of. */
export function neighbourhoodsOf(rowsPerSet: number): number {
  return Math.max(1, Math.floor(rowsPerSet / neighbourhoodSize + 0.5));
}

class SetChooser {
  private readonly known: Set<number>;
  /** Records in an earlier set. */
  private readonly shownBefore: Uint8Array;
  /** Records in a set of this round. */
  private readonly used: Uint8Array;
  private readonly partners: Map<number, number[]> = new Map();
  private readonly queues: AnchorQueue[];
  private readonly drawn: (readonly [number, number])[];
  /** Records of drawn pairs, kept from all other questions. */
  private readonly reserved: Uint8Array;
  private turn = 0;

  constructor(private readonly input: AskInput) {
    const { count, shown, pairs } = input;
    this.known = new Set();
    this.shownBefore = new Uint8Array(count);
    this.used = new Uint8Array(count);
    for (const set of shown) {
      for (const [i, a] of set.entries()) {
        if (a < count) {
          this.shownBefore[a] = 1;
        }
        for (const b of set.slice(i + 1)) {
          this.known.add(this.pairKey(a, b));
        }
      }
    }
    for (let pair = 0; pair < pairs.left.length; pair++) {
      for (const record of [pairs.left[pair] ?? 0, pairs.right[pair] ?? 0]) {
        const list = this.partners.get(record);
        if (list) {
          list.push(pair);
        } else {
          this.partners.set(record, [pair]);
        }
      }
    }
    this.queues = this.makeQueues();
    this.drawn = input.drawn.filter(([a, b]) => !this.known.has(this.pairKey(a, b)));
    this.reserved = new Uint8Array(count);
    for (const record of this.drawn.flat()) {
      this.reserved[record] = 1;
    }
  }

  /** The next set's records, in the order chosen; empty when nothing is left. */
  nextSet(): number[] {
    const { rowsPerSet } = this.input;
    const set: number[] = [];
    const neighbourhoods = neighbourhoodsOf(rowsPerSet);
    for (let made = 0; set.length <= rowsPerSet - 2; made++) {
      const drawn = made === 0 ? this.nextDrawn(set) : undefined;
      const anchor = drawn ?? this.nextAnchor(set) ?? this.nextDrawn(set);
      if (!anchor) {
        break;
      }
      const room = Math.ceil((rowsPerSet - set.length) / Math.max(1, neighbourhoods - made));
      for (const record of anchor.filter((end) => !set.includes(end))) {
        this.take(record, set);
      }
      this.addNeighbours(anchor, Math.min(Math.max(0, room - 2), rowsPerSet - set.length), set);
    }
    for (const record of [...set]) {
      if (set.length < rowsPerSet) {
        this.addNeighbours([record, record], rowsPerSet - set.length, set);
      }
    }
    return set;
  }

  private take(record: number, set: number[]): void {
    this.used[record] = 1;
    set.push(record);
  }

  private pairKey(a: number, b: number): number {
    const base = 2 ** 26;
    return Math.min(a, b) * base + Math.max(a, b);
  }

  /** Whether a record may join a set: not asked in this round, and never shown together with any row of the set. */
  private fits(record: number, set: readonly number[]): boolean {
    return this.reserved[record] === 0 && this.isFree(record, set);
  }

  private isFree(record: number, set: readonly number[]): boolean {
    return this.used[record] === 0 && set.every((other) => !this.known.has(this.pairKey(record, other)));
  }

  /** Takes the next drawn pair that fits; one of its records may be in the set already. */
  private nextDrawn(set: readonly number[]): readonly [number, number] | undefined {
    const fits = (record: number): boolean => set.includes(record) || this.isFree(record, set);
    const at = this.drawn.findIndex(([a, b]) => fits(a) && fits(b) && !(set.includes(a) && set.includes(b)));
    return at < 0 ? undefined : this.drawn.splice(at, 1)[0];
  }

  /** Takes the next fitting anchor: of a large group every eighth time, else from the two sides in turn. */
  private nextAnchor(set: readonly number[]): [number, number] | undefined {
    const { pairs } = this.input;
    const turn = this.turn++;
    const [matches, others, groups, rest] = this.queues;
    const bySide = turn % 2 === 0 ? [matches, others] : [others, matches];
    const order = turn % groupEvery === groupEvery - 1 ? [groups, ...bySide, rest] : [...bySide, rest];
    for (const queue of order) {
      const pair = queue?.next((candidate) => {
        const a = pairs.left[candidate] ?? 0;
        const b = pairs.right[candidate] ?? 0;
        return this.fits(a, set) && this.fits(b, set) && !this.known.has(this.pairKey(a, b));
      });
      if (pair !== undefined) {
        return [pairs.left[pair] ?? 0, pairs.right[pair] ?? 0];
      }
    }
    return undefined;
  }

  /** Adds up to `room` records near an anchor: likely partners and doubtful ones in turn. */
  private addNeighbours(anchor: readonly [number, number], room: number, set: number[]): void {
    const { pairs } = this.input;
    const near = [...new Set([...(this.partners.get(anchor[0]) ?? []), ...(this.partners.get(anchor[1]) ?? [])])];
    const likely = [...near].sort((x, y) => this.likeness(y) - this.likeness(x) || x - y);
    const doubtful = [...near].sort((x, y) => this.doubt(x) - this.doubt(y) || x - y);
    for (let added = 0, turn = 0; added < room && (likely.length > 0 || doubtful.length > 0); turn++) {
      const pair = (turn % 2 === 0 ? likely : doubtful).shift();
      if (pair === undefined) {
        continue;
      }
      const record = [pairs.left[pair] ?? 0, pairs.right[pair] ?? 0].find((end) => !anchor.includes(end));
      if (record !== undefined && this.fits(record, set)) {
        this.take(record, set);
        added++;
      }
    }
  }

  private likeness(pair: number): number {
    return this.input.scores ? (this.input.scores[pair] ?? 0) / probabilityUnit : this.cosine(pair);
  }

  /** Distance from certainty, with a penalty for records that were shown before. */
  private doubt(pair: number): number {
    const { pairs } = this.input;
    const seen = (this.shownBefore[pairs.left[pair] ?? 0] ?? 0) + (this.shownBefore[pairs.right[pair] ?? 0] ?? 0);
    return Math.abs(this.likeness(pair) - 0.5) + shownPenalty * seen;
  }

  private cosine(pair: number): number {
    const { neighbours, pairs } = this.input;
    const a = pairs.left[pair] ?? 0;
    const b = pairs.right[pair] ?? 0;
    return (foundCosine(neighbours, a, b) ?? foundCosine(neighbours, b, a) ?? 0) / cosineUnit;
  }

  /** Anchors in the order they are asked: predicted matches, predicted non-matches, those of large groups, and the rest. */
  private makeQueues(): AnchorQueue[] {
    const { scores, views, pairs, random } = this.input;
    const all = Array.from({ length: pairs.left.length }, (_, pair) => pair);
    const mutual = all.filter((pair) => this.isMutualNearest(pair));
    if (!scores) {
      const first = merge(
        this.spread(mutual),
        inTurn(views),
        this.input.shown.length === 0 ? viewEvery.first : viewEvery.later,
      );
      return [new AnchorQueue(first), new AnchorQueue([]), new AnchorQueue([]), new AnchorQueue(random.shuffle(all))];
    }
    const noise = Float32Array.from(all, () => random.next() * 0.05);
    const byDoubt = (list: number[]): number[] =>
      list.sort((x, y) => this.doubt(x) + (noise[x] ?? 0) - this.doubt(y) - (noise[y] ?? 0) || x - y);
    return [
      new AnchorQueue(byDoubt(all.filter((pair) => (scores[pair] ?? 0) * 2 >= probabilityUnit))),
      new AnchorQueue(byDoubt(all.filter((pair) => (scores[pair] ?? 0) * 2 < probabilityUnit))),
      new AnchorQueue(pairsOfLargeGroups(this.input, scores, (a, b) => this.known.has(this.pairKey(a, b)))),
      new AnchorQueue(random.shuffle(mutual)),
    ];
  }

  private isMutualNearest(pair: number): boolean {
    const { neighbours, pairs } = this.input;
    const a = pairs.left[pair] ?? 0;
    const b = pairs.right[pair] ?? 0;
    return areMutualNearest(neighbours, a, b);
  }

  /** Orders pairs so that every stretch covers the range of cosines evenly: one of each of ten bands in turn. */
  private spread(list: readonly number[]): number[] {
    const bands: number[][] = Array.from({ length: 10 }, () => []);
    const fresh = [...list].sort((x, y) => this.cosine(y) - this.cosine(x) || x - y);
    const top = this.cosine(fresh[0] ?? -1);
    const bottom = this.cosine(fresh.at(-1) ?? -1);
    for (const pair of fresh) {
      const band = Math.min(9, Math.floor(((top - this.cosine(pair)) / Math.max(1e-6, top - bottom)) * 10));
      bands[band]?.push(pair);
    }
    for (const band of bands) {
      this.input.random.shuffle(band);
    }
    const order: number[] = [];
    while (order.length < list.length) {
      for (const band of bands) {
        const pair = band.pop();
        if (pair !== undefined) {
          order.push(pair);
        }
      }
    }
    return order;
  }
}
