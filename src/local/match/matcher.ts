import { blockingBudget, choosePairs, type Pairs, samplePairs } from './compare/candidates';
import { type ColumnNeighbours, ColumnPairs, isNearByColumn } from './compare/columnNeighbours';
import { Features } from './compare/features';
import { layOut } from './compare/layout';
import { cosineOf, type Neighbours, rankOf } from './compare/neighbours';
import type { Records } from './compare/records';
import { MatchInputError } from './errors';
import type { Clusters } from './group/clusters';
import { clusterRows, type ScoredPairs } from './group/units';
import { type Fold, foldedTable, foldRows, recordIn } from './index/fold';
import { indexOf } from './index/indexOf';
import type { Keeping } from './index/keptIndex';
import type { OrderedTable } from './index/keyOrder';
import { type Report, type TableIndex, withStrangers } from './index/tableIndex';
import type { DrawnPair, MatchMetrics, MatchSettings, TableQuality } from './job';
import { estimateQuality, labeledSetsOf } from './learn/estimate';
import type { Forest } from './learn/forest';
import { type HeldOutPair, scoreHeldOut } from './learn/heldOut';
import type { LabeledRow } from './learn/labels';
import { type LabeledPair, type Labels, labeledPairs, resolveLabels } from './learn/labels';
import {
  believable,
  farNonMatches,
  prepareTraining,
  randomNonMatches,
  scorePairs,
  type Training,
  trainForest,
} from './learn/model';
import { bestThreshold } from './learn/threshold';
import { countTable } from './measure/countTable';
import { tableQuality } from './measure/tableQuality';
import { Random } from './random';
import { sharedShorts } from './threads/memory';
import type { Team } from './threads/team';

/** Pairs between two reports of progress. */
const scoredAtOnce = 2048;

/** How labels are held out where only a threshold or a share is wanted. */
const quickly = { most: 5, trees: 30 };

/** Under what settings, with what help. */
export interface MatcherSetting {
  readonly settings: MatchSettings;
  readonly team: Team;
  /** Where the table's index is kept, if it is. */
  readonly keeping?: Keeping;
  readonly report: Report;
}

/** A table made ready for matching with a given set of labels. Rows whose compared cells are all equal are one record here. */
export class Matcher {
  readonly records: Records;
  /** Pairs of different records that were labeled. */
  readonly labeled: readonly LabeledPair[];
  /** Labeled pairs whose rows are one record: that they match is no question. */
  private readonly same: readonly LabeledPair[];
  readonly neighbours: Neighbours;
  private readonly columns: readonly ColumnNeighbours[];
  private madeFeatures: Features | undefined;
  private madeTraining: Training | undefined;
  private madeHeldOut: HeldOutPair[] | undefined;
  private madeForest: Forest | undefined;

  /**
   * @param fold the rows to match; behind their records come those that only labels know
   * @param labels of rows, and of what only labels know behind them
   * @param index of all records
   */
  constructor(
    readonly fold: Fold,
    private readonly labels: Labels,
    index: TableIndex,
    private readonly setting: MatcherSetting,
  ) {
    const pairs = labeledPairs(labels).map((pair) => ({ ...pair, ...this.recordsOf(pair) }));
    this.labeled = pairs.filter(({ a, b }) => a !== b);
    this.same = pairs.filter(({ a, b }) => a === b);
    this.records = index.records;
    this.neighbours = index.neighbours;
    this.columns = index.columns;
  }

  static async make(table: OrderedTable, rows: readonly LabeledRow[], setting: MatcherSetting): Promise<Matcher> {
    const labels = resolveLabels(rows, table);
    const fold = foldRows(table);
    const budget = blockingBudget(setting.settings.accuracyCostTradeoff, fold.count);
    const index = await indexOf(foldedTable(table, fold), budget, setting.keeping, setting.team, setting.report);
    return new Matcher(fold, labels, withStrangers(index, table, labels.extra, budget), setting);
  }

  /** How many different rows there are to match. */
  get count(): number {
    return this.fold.count;
  }

  /** The records of each labeling set that has labels. */
  get labeledSets(): number[][] {
    return this.labels.sets.map(({ records }) => [...new Set(records.map((row) => recordIn(this.fold, row)))]);
  }

  /** What tells pairs apart, made when it is first wanted: a first round of questions does without. */
  get features(): Features {
    this.madeFeatures ??= new Features(this.records, this.neighbours, layOut(this.records));
    return this.madeFeatures;
  }

  /** The pairs that may match; with `marked`, only those with a record that is marked in it. */
  candidates(marked?: Uint8Array): Pairs {
    const budget = blockingBudget(this.setting.settings.accuracyCostTradeoff, this.count);
    const byColumn = new ColumnPairs(this.records, this.columns, this.count);
    return choosePairs(this.neighbours, this.count, budget, marked, byColumn);
  }

  /** Labeled pairs with their features, made once. Where no non-match was labeled, random pairs stand in. */
  private get training(): Training {
    this.madeTraining ??= this.makeTraining();
    return this.madeTraining;
  }

  private makeTraining(): Training {
    const { labeled, count, neighbours } = this;
    const matches = labeled.filter(({ match }) => match).length;
    const random = this.random('non-matches');
    const far = (): LabeledPair[] => farNonMatches(labeled, count, neighbours, random);
    if (matches < labeled.length) {
      return prepareTraining([...labeled, ...far()], this.features, this.isNear);
    }
    const cosine = (a: number, b: number): number => cosineOf(this.records, neighbours.norms, a, b);
    const stand = believable(randomNonMatches(labeled, count, Math.max(50, 2 * matches), random), labeled, cosine);
    return prepareTraining([...labeled, ...stand, ...(stand.length > 0 ? far() : [])], this.features, this.isNear);
  }

  /** A forest trained on all labels, once. @throws MatchInputError where there are none */
  train(): Forest {
    if (this.labeled.length + this.same.length === 0) {
      throw new MatchInputError(
        'The transform has no labels yet. Generate a labeling set, label it and import the labels first.',
      );
    }
    if (this.madeForest === undefined) {
      this.setting.report('Learning from labels', 0);
      this.madeForest = trainForest(this.training, this.features, this.random('forest'));
    }
    return this.madeForest;
  }

  /** The match probability of pairs, in units of 1/65535. */
  async score(pairs: Pairs, forest: Forest): Promise<Uint16Array> {
    const { records, neighbours } = this;
    const { layout } = this.features;
    const { team, report } = this.setting;
    const into = sharedShorts(pairs.left.length);
    const work = { kind: 'scores', records, neighbours, layout, trees: forest.trees, pairs, into } as const;
    await team.run(work, into.length, scoredAtOnce, (fraction) => report('Comparing candidate pairs', fraction));
    return into;
  }

  /** A stream of random numbers that depends on its name alone, but for measurements over several streams. */
  random(name: string): Random {
    return new Random(`${this.setting.settings.seed ?? ''} ${name}`);
  }

  async estimate(): Promise<MatchMetrics> {
    return estimateQuality(
      this.training,
      this.same,
      this.features,
      this.records,
      this.labeled.length === 0 ? 0.5 : await this.threshold(this.train()),
      () => this.train(),
      (name) => this.random(name),
      (fraction) => this.setting.report('Testing on held-out labels', fraction),
    );
  }

  /**
   * The average probability from which records match: by the transform's tradeoff, moved as far as held-out labels tell that the forest
   * is too strict or too lax.
   * @param known scores of all candidate pairs, where they are at hand; else some pairs are scored
   */
  async threshold(forest: Forest, known?: Uint16Array): Promise<number> {
    const judged = this.heldOut.filter(({ near }) => near);
    const scores = known ?? (await this.score(samplePairs(this.candidates(), 0), forest));
    return matchThreshold(this.setting.settings.precisionRecallTradeoff, bestThreshold(judged, scores));
  }

  /** Labeled pairs with their probability by models that have not seen their sets, and whether blocking could propose them; made once. */
  private get heldOut(): readonly HeldOutPair[] {
    this.madeHeldOut ??= this.holdOut();
    return this.madeHeldOut;
  }

  private holdOut(): HeldOutPair[] {
    const { training } = this;
    const sets = labeledSetsOf(training.pairs);
    if (sets.length < 2) {
      return [];
    }
    const scores = scoreHeldOut(training, sets, this.features, quickly, (name) => this.random(name));
    return training.pairs.flatMap((pair, row) =>
      pair.set < 0 ? [] : [{ ...pair, near: this.isNear(pair.a, pair.b), score: scores[row] ?? 0 }],
    );
  }

  /** Whether blocking could propose a pair of records. */
  private readonly isNear = (a: number, b: number): boolean => {
    const { neighbours, records, columns } = this;
    return (
      rankOf(neighbours, a, b) < neighbours.k ||
      rankOf(neighbours, b, a) < neighbours.k ||
      isNearByColumn(records, columns, a, b)
    );
  };

  /** What labels say of rows, where it is to be heeded in any case. */
  private get links(): readonly LabeledPair[] {
    return this.setting.settings.enforceProvidedLabels
      ? labeledPairs(this.labels).filter(({ a, b }) => a < this.fold.recordOf.length && b < this.fold.recordOf.length)
      : [];
  }

  /** Scores pairs on this thread. */
  scorer(forest: Forest): (left: Int32Array, right: Int32Array) => Uint16Array {
    return (left, right) => {
      const scores = new Uint16Array(left.length);
      scorePairs({ left, right }, this.features, forest, scores, 0, left.length);
      return scores;
    };
  }

  /** Groups all rows of the table into clusters of matching rows. */
  async match(): Promise<Clusters> {
    const forest = this.train();
    const pairs = this.candidates();
    return this.group({ pairs, scores: await this.score(pairs, forest) }, forest);
  }

  private async group(scored: ScoredPairs, forest: Forest): Promise<Clusters> {
    this.setting.report('Grouping rows', 0);
    const threshold = await this.threshold(forest, scored.scores);
    return clusterRows(this.fold, scored, { threshold, links: this.links, score: this.scorer(forest) });
  }

  /**
   * The quality of the clusters over all pairs of rows.
   * @param drawn pairs that were drawn at random in all rounds so far
   * @throws MatchInputError where there is too little to tell it by
   */
  async quality(drawn: readonly DrawnPair[], rowOf: (key: string) => number | undefined): Promise<TableQuality> {
    const forest = this.train();
    const pairs = this.candidates();
    const candidates = { pairs, scores: await this.score(pairs, forest) };
    const clusters = await this.group(candidates, forest);
    const counted = await countTable({
      fold: this.fold,
      clusters,
      candidates,
      score: (more) => this.score(more, forest),
      heldOut: this.heldOut,
      drawn: drawn.flatMap(({ a, b, chance, draws }) => {
        const [x, y] = [rowOf(a), rowOf(b)];
        return x === undefined || y === undefined
          ? []
          : [{ a: recordIn(this.fold, x), b: recordIn(this.fold, y), weight: 1 / (chance * draws) }];
      }),
    });
    return tableQuality(counted);
  }

  private recordsOf({ a, b }: LabeledPair): { readonly a: number; readonly b: number } {
    return { a: recordIn(this.fold, a), b: recordIn(this.fold, b) };
  }
}

/**
 * The probability from which a pair matches, by the tradeoff: 0.1 (everything that may be) to 0.9 (only what is nearly sure).
 * @param best threshold for a balanced tradeoff
 */
export function matchThreshold(precisionRecallTradeoff: number, best: number): number {
  return Math.min(0.95, Math.max(0.05, best - 0.4 + 0.8 * precisionRecallTradeoff));
}
