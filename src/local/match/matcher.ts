import { blockingBudget, choosePairs, type Pairs } from './compare/candidates';
import { Features } from './compare/features';
import { layOut } from './compare/layout';
import { cosineOf, type Neighbours } from './compare/neighbours';
import type { Records } from './compare/records';
import { MatchInputError } from './errors';
import type { Clusters } from './group/clusters';
import { clusterRows } from './group/units';
import { type Fold, foldedTable, foldRows, recordIn } from './index/fold';
import { indexOf } from './index/indexOf';
import type { Keeping } from './index/keptIndex';
import type { OrderedTable } from './index/keyOrder';
import { type Report, type TableIndex, withStrangers } from './index/tableIndex';
import type { MatchMetrics, MatchSettings } from './job';
import { estimateQuality } from './learn/estimate';
import type { Forest } from './learn/forest';
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
import { Random } from './random';
import { sharedShorts } from './threads/memory';
import type { Team } from './threads/team';

/** Pairs between two reports of progress. */
const scoredAtOnce = 2048;

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
  private madeFeatures: Features | undefined;

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
    return choosePairs(this.neighbours, this.count, budget, marked);
  }

  /** Labeled pairs with their features. Where no non-match was labeled, random pairs stand in. */
  training(): Training {
    const { labeled, count, neighbours } = this;
    const matches = labeled.filter(({ match }) => match).length;
    const random = this.random('non-matches');
    const far = (): LabeledPair[] => farNonMatches(labeled, count, neighbours, random);
    if (matches < labeled.length) {
      return prepareTraining([...labeled, ...far()], this.features, neighbours);
    }
    const cosine = (a: number, b: number): number => cosineOf(this.records, neighbours.norms, a, b);
    const stand = believable(randomNonMatches(labeled, count, Math.max(50, 2 * matches), random), labeled, cosine);
    return prepareTraining([...labeled, ...stand, ...(stand.length > 0 ? far() : [])], this.features, neighbours);
  }

  /** A forest trained on all labels. @throws MatchInputError where there are none */
  train(): Forest {
    if (this.labeled.length + this.same.length === 0) {
      throw new MatchInputError(
        'The transform has no labels yet. Generate a labeling set, label it and import the labels first.',
      );
    }
    this.setting.report('Learning from labels', 0);
    return trainForest(this.training(), this.features, this.random('forest'));
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

  estimate(): MatchMetrics {
    return estimateQuality(
      this.training(),
      this.same,
      this.features,
      this.records,
      this.threshold,
      (name) => this.random(name),
      (fraction) => this.setting.report('Testing on held-out labels', fraction),
    );
  }

  /** The average probability from which records match. */
  get threshold(): number {
    return matchThreshold(this.setting.settings.precisionRecallTradeoff);
  }

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
    const scores = await this.score(pairs, forest);
    this.setting.report('Grouping rows', 0);
    const scored = { pairs, scores };
    return clusterRows(this.fold, scored, { threshold: this.threshold, links: this.links, score: this.scorer(forest) });
  }

  private recordsOf({ a, b }: LabeledPair): { readonly a: number; readonly b: number } {
    return { a: recordIn(this.fold, a), b: recordIn(this.fold, b) };
  }
}

/** The probability from which a pair matches: 0.1 (everything that may be) to 0.9 (only what is nearly sure). */
export function matchThreshold(precisionRecallTradeoff: number): number {
  return 0.1 + 0.8 * precisionRecallTradeoff;
}
