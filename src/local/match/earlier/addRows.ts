import { blockingBudget } from '../compare/candidates';
import { MatchInputError } from '../errors';
import type { Clusters } from '../group/clusters';
import type { Link } from '../group/input';
import { withAddedRows } from '../index/addedRows';
import { type Fold, foldedTable, foldRows, recordIn } from '../index/fold';
import { indexOf } from '../index/indexOf';
import type { OrderedTable } from '../index/keyOrder';
import { compared, type TableIndex, withStrangers } from '../index/tableIndex';
import type { LabeledRow } from '../learn/labels';
import { type Labels, labeledPairs, resolveLabels } from '../learn/labels';
import { Matcher, type MatcherSetting } from '../matcher';
import type { Difference } from './difference';
import { extendClusters } from './extend';
import type { Earlier } from './readEarlier';

/** With more new rows than this part of the earlier ones, the table is indexed anew: its words weigh otherwise now. */
const manyRows = 0.1;

/** Clusters of a table, found on top of an earlier output. */
export interface AddedRows {
  readonly clusters: Clusters;
  /** Rows that were compared, though the earlier output has them as they are. */
  readonly comparedAgain: number;
}

/**
 * Matches only what an earlier output of the table does not tell: rows that are new or changed, and the rest of clusters that lost a row
 * or that enforced labels contradict. All other rows stay together as they were; clusters come together where these rows prove it.
 */
export async function matchAddedRows(
  table: OrderedTable,
  earlier: Earlier,
  difference: Difference,
  rows: readonly LabeledRow[],
  setting: MatcherSetting,
  withScores: boolean,
): Promise<AddedRows> {
  if (withScores && !earlier.confidence && earlier.table.rows > 0) {
    throw new MatchInputError(
      'The earlier output has no match_confidence_score to go on from. Set --COMPUTE_MATCH_CONFIDENCE_SCORES to false, or give an output that was written with scores.',
    );
  }
  const anew = difference.added.length > manyRows * difference.base.rows;
  const recordOf = numberRecords(table, difference, anew);
  const count = anew ? table.rows : difference.base.rows + difference.added.length;
  const labels = resolveLabels(rows, {
    key: table.key,
    rows: count,
    rowOf: (key) => {
      const row = table.rowOf(key);
      return row === undefined ? undefined : recordOf[row];
    },
  });
  const links = setting.settings.enforceProvidedLabels
    ? labeledPairs(labels).filter(({ a, b }) => a < count && b < count)
    : [];
  const stays = stayingClusters(table, difference, earlier, recordOf, count, links);
  const fresh = Uint8Array.from(stays, (cluster) => (cluster === -1 ? 1 : 0));
  const confidence = earlier.confidence ?? new Float32Array(earlier.ids.length);
  const comparedAgain = fresh.reduce((sum, is) => sum + is, 0) - difference.added.length;
  if (!fresh.includes(1) && !links.some(({ a, b, match }) => match && stays[a] !== stays[b])) {
    return { clusters: byRow({ clusterOf: stays, count: confidence.length, confidence }, recordOf), comparedAgain };
  }
  const slots = anew ? table : behind(difference.base, table, difference.added);
  const fold = foldRows(slots);
  const index = await (anew ? indexAnew : indexAdded)({ table, slots, fold, difference, labels, setting });
  const matcher = new Matcher(fold, labels, index, setting);
  const forest = matcher.train();
  const marked = new Uint8Array(fold.count);
  for (const [slot, is] of fresh.entries()) {
    if (is === 1) {
      marked[recordIn(fold, slot)] = 1;
    }
  }
  const pairs = matcher.candidates(marked);
  const clusters = await extendClusters({
    clusterOf: stays,
    confidence,
    fold,
    pairs,
    scores: await matcher.score(pairs, forest),
    threshold: await matcher.threshold(forest),
    links,
    scoreAll: (more) => matcher.score(more, forest),
    score: matcher.scorer(forest),
  });
  return { clusters: byRow(clusters, recordOf), comparedAgain };
}

/** The record of each row of the table: the one it was, or one behind them all; with all indexed anew, its own. */
function numberRecords(table: OrderedTable, { base, before, added, left }: Difference, anew: boolean): Int32Array {
  if (anew) {
    return Int32Array.from({ length: table.rows }, (_, row) => row);
  }
  const recordOf = before.map((old) => (old >= 0 && left[old] === 1 ? -1 : old));
  for (const [at, row] of added.entries()) {
    recordOf[row] = base.rows + at;
  }
  return recordOf;
}

/** For each record the cluster that it stays in, -1 where it is to be compared, -2 where it is no more. */
function stayingClusters(
  table: OrderedTable,
  { before, added, left }: Difference,
  { clusterOf, ids }: Earlier,
  recordOf: Int32Array,
  count: number,
  links: readonly Link[],
): Int32Array {
  const broken = new Uint8Array(ids.length);
  for (let old = 0; old < left.length; old++) {
    if (left[old] === 1) {
      broken[clusterOf[old] ?? 0] = 1;
    }
  }
  const stays = new Int32Array(count).fill(-2);
  for (let row = 0; row < table.rows; row++) {
    const old = before[row] ?? -1;
    stays[recordOf[row] ?? 0] = old < 0 ? -1 : (clusterOf[old] ?? 0);
  }
  for (const { a, b, match } of links) {
    if (!match && stays[a] === stays[b] && (stays[a] ?? -1) >= 0) {
      broken[stays[a] ?? 0] = 1;
    }
  }
  for (const row of added) {
    stays[recordOf[row] ?? 0] = -1;
  }
  return stays.map((cluster) => (cluster >= 0 && broken[cluster] === 1 ? -1 : cluster));
}

/** The rows of the earlier output, and behind them those of the table that were added. */
function behind(base: OrderedTable, table: OrderedTable, added: Int32Array): OrderedTable {
  const cells = base.cells.map((column, at) => [
    ...column,
    ...Array.from(added, (row) => table.cells[at]?.[row] ?? ''),
  ]);
  return { ...base, rows: base.rows + added.length, cells };
}

/** What an index is made for. */
interface Wanted {
  readonly table: OrderedTable;
  /** The rows of the table, or those of the earlier output with what was added behind. */
  readonly slots: OrderedTable;
  readonly fold: Fold;
  readonly difference: Difference;
  readonly labels: Labels;
  readonly setting: MatcherSetting;
}

async function indexAnew({ table, fold, labels, setting }: Wanted): Promise<TableIndex> {
  const budget = blockingBudget(setting.settings.accuracyCostTradeoff, fold.count);
  const index = await indexOf(foldedTable(table, fold), budget, setting.keeping, setting.team, setting.report);
  return withStrangers(index, table, labels.extra, budget);
}

async function indexAdded({ table, slots, fold, difference, labels, setting }: Wanted): Promise<TableIndex> {
  const { settings, keeping, team, report } = setting;
  const { base, left } = difference;
  // Records are numbered by their first row, so that those of the earlier output come first here, as they do there.
  const recordsBefore = foldRows(base);
  const budget = blockingBudget(settings.accuracyCostTradeoff, recordsBefore.count);
  const index = await indexOf(foldedTable(base, recordsBefore), budget, keeping, team, report);
  const folded = foldedTable(slots, fold);
  const cells = folded.cells.map((column) => column.slice(recordsBefore.count));
  const rows = { ...table, rows: fold.count - recordsBefore.count, cells };
  const strangers = labels.extra.map((row) => compared(table, row));
  return withAddedRows(
    index,
    { rows, strangers, left: leftRecords(fold, left, recordsBefore.count) },
    budget,
    team,
    report,
  );
}

/** 1 for records of the earlier output all of whose rows are no more. */
function leftRecords({ recordOf }: Fold, left: Uint8Array, count: number): Uint8Array {
  const gone = new Uint8Array(count).fill(1);
  for (const [row, record] of recordOf.entries()) {
    if (left[row] !== 1 && record < count) {
      gone[record] = 0;
    }
  }
  return gone;
}

/** Clusters of the table's rows, numbered in order of their first one. */
function byRow({ clusterOf, confidence }: Clusters, recordOf: Int32Array): Clusters {
  const numbers = new Int32Array(confidence.length).fill(-1);
  const kept: number[] = [];
  const rows = recordOf.map((record) => {
    const cluster = clusterOf[record] ?? 0;
    const held = numbers[cluster] ?? -1;
    if (held >= 0) {
      return held;
    }
    numbers[cluster] = kept.length;
    return kept.push(confidence[cluster] ?? 0) - 1;
  });
  return { clusterOf: rows, count: kept.length, confidence: Float32Array.from(kept) };
}
