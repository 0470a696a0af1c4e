import type { Pairs } from '../compare/candidates';
import { UnionFind } from '../group/unionFind';
import { probabilityUnit } from '../learn/forest';
import type { Random } from '../random';

/** Groups of fewer records are not worth a question of their own. */
const leastRecords = 8;

/** Records that hang together by predicted matches, and the candidate pairs among them. */
interface Group {
  readonly pairs: number[];
  readonly records: number;
  /** How many of its pairs were shown before. */
  shown: number;
}

/**
 * Pairs of the groups in which the model joins most, in the order to ask about them: the group first that joins the most pairs for
 * each pair that was asked about. A model can be wrong about thousands of pairs at once, and sure enough of it that none of them is
 * ever near the threshold.
 */
export function pairsOfLargeGroups(
  { count, pairs, random }: { readonly count: number; readonly pairs: Pairs; readonly random: Random },
  scores: Uint16Array,
  isKnown: (a: number, b: number) => boolean,
): number[] {
  const groups = largeGroups(count, pairs, scores);
  for (const group of groups) {
    const open: number[] = [];
    for (const pair of group.pairs) {
      if (isKnown(pairs.left[pair] ?? 0, pairs.right[pair] ?? 0)) {
        group.shown++;
      } else {
        open.push(pair);
      }
    }
    group.pairs.splice(0, group.pairs.length, ...random.shuffle(open));
  }
  const order: number[] = [];
  const weight = ({ records, shown }: Group): number => (records * (records - 1)) / (1 + shown);
  for (let asked = 0; asked < mostAsked; asked++) {
    const best = groups.reduce<Group | undefined>(
      (found, group) => (group.pairs.length > 0 && (!found || weight(group) > weight(found)) ? group : found),
      undefined,
    );
    const pair = best?.pairs.pop();
    if (!best || pair === undefined) {
      break;
    }
    order.push(pair);
    best.shown++;
  }
  return order;
}

/** More than a round asks about. */
const mostAsked = 200;

function largeGroups(count: number, pairs: Pairs, scores: Uint16Array): Group[] {
  const joined = new UnionFind(count);
  const isMatch = (pair: number): boolean => (scores[pair] ?? 0) * 2 >= probabilityUnit;
  for (let pair = 0; pair < scores.length; pair++) {
    if (isMatch(pair)) {
      joined.union(pairs.left[pair] ?? 0, pairs.right[pair] ?? 0);
    }
  }
  const groups = new Map<number, Group>();
  for (let pair = 0; pair < scores.length; pair++) {
    const left = pairs.left[pair] ?? 0;
    if (isMatch(pair) && joined.size(left) >= leastRecords) {
      const root = joined.find(left);
      const group = groups.get(root) ?? { pairs: [], records: joined.size(left), shown: 0 };
      groups.set(root, group);
      group.pairs.push(pair);
    }
  }
  return [...groups.values()];
}
