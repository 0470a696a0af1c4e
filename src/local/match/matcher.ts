import { blockingBudget, choosePairs, type Pairs } from './compare/candidates';
import { Features } from './compare/features';
import type { Neighbours } from './compare/neighbours';
import type { Records } from './compare/records';
import { MatchInputError } from './errors';
import { type Clusters, clusterRecords } from './group/clusters';
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

/** A table made ready for matching with a given set of labels. */
export class Matcher {
  readonly records: Records;
  readonly labeled: readonly LabeledPair[];
  readonly features: Features;
  readonly neighbours: Neighbours;

  /**
   * @param rows how many of the records are rows to match; those behind them only labels know
   * @param index of the rows and of what only labels know
   */
  constructor(
    readonly rows: number,
    readonly labels: Labels,
    index: TableIndex,
    private readonly setting: MatcherSetting,
  ) {
    this.labeled = labeledPairs(labels);
    this.records = index.records;
    this.neighbours = index.neighbours;
    this.features = new Features(this.records, this.neighbours);
  }

  static async make(table: OrderedTable, rows: readonly LabeledRow[], setting: MatcherSetting): Promise<Matcher> {
    const labels = resolveLabels(rows, table);
    const budget = blockingBudget(setting.settings.accuracyCostTradeoff, table.rows);
    const index = await indexOf(table, budget, setting.keeping, setting.team, setting.report);
    return new Matcher(table.rows, labels, withStrangers(index, table, labels.extra, budget), setting);
  }

  /** The pairs that may match; with `marked`, only those with a record that is marked in it. */
  candidates(marked?: Uint8Array): Pairs {
    const budget = blockingBudget(this.setting.settings.accuracyCostTradeoff, this.rows);
    return choosePairs(this.neighbours, this.rows, budget, marked);
  }

  /** Labeled pairs with their features. Where no non-match was labeled, random pairs stand in. */
  training(): Training {
    const matches = this.labeled.filter(({ match }) => match).length;
    const random = this.random('non-matches');
    const stand =
      matches === this.labeled.length ? randomNonMatches(this.records, Math.max(50, 2 * matches), random) : [];
    const far = farNonMatches(this.labeled, this.rows, this.neighbours, random);
    return prepareTraining([...this.labeled, ...stand, ...far], this.features, this.neighbours);
  }

  /** A forest trained on all labels. @throws MatchInputError where there are none */
  train(): Forest {
    if (this.labeled.length === 0) {
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
    const { team, report } = this.setting;
    const into = sharedShorts(pairs.left.length);
    const work = { kind: 'scores', records, neighbours, trees: forest.trees, pairs, into } as const;
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
  get links(): readonly LabeledPair[] {
    return this.setting.settings.enforceProvidedLabels
      ? this.labeled.filter(({ a, b }) => a < this.rows && b < this.rows)
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
    const { threshold, links } = this;
    return clusterRecords({ count: this.rows, pairs, scores, threshold, links, score: this.scorer(forest) });
  }
}

/** The probability from which a pair matches: 0.1 (everything that may be) to 0.9 (only what is nearly sure). */
export function matchThreshold(precisionRecallTradeoff: number): number {
  return 0.1 + 0.8 * precisionRecallTradeoff;
}
