import { type Pairs, samplePairs } from '../compare/candidates';
import { areMutualNearest, cosineOf } from '../compare/neighbours';
import { firstRows, recordIn } from '../index/fold';
import type { OrderedTable } from '../index/keyOrder';
import type { DrawnPair, MatchJob } from '../job';
import { probabilityUnit } from '../learn/forest';
import type { Matcher } from '../matcher';
import { chooseSets, neighbourhoodsOf } from './chooseSets';
import { type Draw, drawPairs } from './draw';
import { viewsOf } from './views';

/** As long as fewer matches are known, a model has seen too little to say what to ask. */
const enoughMatches = 10;
/** One question in so many is drawn at random, so that quality can be told. */
const drawEvery = 4;
/** Pairs per view; more than a round asks about. */
const mostViewed = 2000;

/** What a round asks. */
export interface Asked {
  /** Row numbers of each set. */
  readonly sets: readonly (readonly number[])[];
  readonly drawn: readonly DrawnPair[];
}

/**
 * Chooses what to ask in a round of labeling.
 * @param asked primary keys of each labeling set of earlier rounds
 * @throws MatchInputError when nothing is left to ask
 */
export async function ask(
  job: Pick<Extract<MatchJob, { kind: 'generate' }>, 'sets' | 'rowsPerSet'>,
  table: OrderedTable,
  matcher: Matcher,
  asked: readonly (readonly string[])[],
): Promise<Asked> {
  const { fold, count, neighbours, labeled } = matcher;
  const name = `round ${asked.length}`;
  const pairs = samplePairs(matcher.candidates(), asked.length);
  const scores = labeled.length > 0 ? await matcher.score(pairs, matcher.train()) : undefined;
  const isCold = labeled.filter(({ match }) => match).length < enoughMatches;
  const draws = drawPairs(
    scores ?? likenesses(pairs, matcher),
    Math.ceil((job.sets * neighbourhoodsOf(job.rowsPerSet)) / drawEvery),
    matcher.random(`${name} drawn`),
    scores === undefined,
  );
  const recordsOf = (keys: readonly string[]): number[] => [
    ...new Set(keys.flatMap((key) => table.rowOf(key) ?? []).map((row) => recordIn(fold, row))),
  ];
  const sets = chooseSets({
    count,
    pairs,
    scores: isCold ? undefined : scores,
    views: isCold ? viewsOf(pairs, matcher.features, mostViewed) : [],
    drawn: draws.map(({ pair }) => [pairs.left[pair] ?? 0, pairs.right[pair] ?? 0]),
    neighbours,
    shown: [...asked.map(recordsOf), ...matcher.labeledSets],
    sets: job.sets,
    rowsPerSet: job.rowsPerSet,
    random: matcher.random(name),
  });
  const rows = firstRows(fold);
  const keys = table.cells[table.key] ?? [];
  const keyOf = (record: number | undefined): string => keys[rows[record ?? 0] ?? 0] ?? '';
  return {
    sets: sets.map((set) => set.map((record) => rows[record] ?? 0)),
    drawn: draws.map(({ pair, chance }: Draw) => ({
      a: keyOf(pairs.left[pair]),
      b: keyOf(pairs.right[pair]),
      chance,
      draws: draws.length,
    })),
  };
}

/**
 * What pairs are drawn by as long as nothing is learned, in the units of match probabilities: of two records that are nearest to each
 * other, how alike they are; all other pairs are drawn now and then.
 */
function likenesses({ left, right }: Pairs, { records, neighbours }: Matcher): Uint16Array {
  return Uint16Array.from(left, (a, pair) => {
    const b = right[pair] ?? 0;
    return areMutualNearest(neighbours, a, b)
      ? Math.floor((probabilityUnit + cosineOf(records, neighbours.norms, a, b)) / 2)
      : 0;
  });
}
