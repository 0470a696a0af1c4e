import type { Pairs } from '../compare/candidates';
import { Features } from '../compare/features';
import type { Layout } from '../compare/layout';
import { NeighbourFinder } from '../compare/neighbourFinder';
import type { NeighbourSearch, Neighbours, SearchIndex } from '../compare/neighbours';
import type { Records } from '../compare/records';
import { Forest } from '../learn/forest';
import { scorePairs } from '../learn/model';
import type { Tree } from '../learn/tree';

/**
 * Work that can be cut into parts, as plain data over shared memory. What a part writes depends on its place alone, so that the result
 * is the same for any number of threads.
 */
export type SharedWork =
  /** Writes the neighbours of records. */
  | {
      readonly kind: 'neighbours';
      readonly records: Records;
      readonly index: SearchIndex;
      readonly search: NeighbourSearch;
      readonly into: Neighbours;
    }
  /** Writes the scores of pairs. */
  | {
      readonly kind: 'scores';
      readonly records: Records;
      readonly neighbours: Neighbours;
      readonly layout: Layout;
      readonly trees: readonly Tree[];
      readonly pairs: Pairs;
      readonly into: Uint16Array;
    };

/** Does the items from `from` up to `to`. */
export type DoPart = (from: number, to: number) => void;

/** Makes what one thread needs for its parts of a work. */
export function partsOf(work: SharedWork): DoPart {
  switch (work.kind) {
    case 'neighbours': {
      const finder = new NeighbourFinder(work.records, work.index, work.search, work.into);
      return (from, to) => finder.find(from, to);
    }
    case 'scores': {
      const features = new Features(work.records, work.neighbours, work.layout);
      const forest = Forest.of(work.trees, features.width);
      return (from, to) => scorePairs(work.pairs, features, forest, work.into, from, to);
    }
  }
}

/** What a thread is told. */
export interface PartsOrder {
  readonly work: SharedWork;
  /** Where the next part begins; whoever takes one moves it on. */
  readonly next: Int32Array;
  readonly count: number;
  readonly grain: number;
}

/** Takes part after part until none is left. */
export function takeParts({ work, next, count, grain }: PartsOrder, onPart: (begun: number) => void): void {
  const doPart = partsOf(work);
  for (let from = Atomics.add(next, 0, grain); from < count; from = Atomics.add(next, 0, grain)) {
    doPart(from, Math.min(count, from + grain));
    onPart(Math.min(count, Atomics.load(next, 0)));
  }
}
