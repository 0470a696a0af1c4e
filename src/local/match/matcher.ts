import { blockingBudget, choosePairs, type Pairs } from './compare/candidates';
import { Features } from './compare/features';
import type { Neighbours } from './compare/neighbours';
import type { Records } from './compare/records';
import { MatchInputError } from './errors';
import { type Clusters, clusterRecords } from './group/clusters';
import type { Keeping } from './index/keptIndex';
import type { OrderedTable } from './index/keyOrder';
import { indexOf, type Report, type TableIndex, withStrangers } from './index/tableIndex';
import type { LabeledRow, MatchMetrics, MatchSettings } from './job';
import { estimateQuality } from './learn/estimate';
import type { Forest } from './learn/forest';
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

  private constructor(
    readonly table: OrderedTable,
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
    return new Matcher(table, labels, withStrangers(index, table, labels.extra, budget), setting);
  }

  /** The pairs that may match. */
  candidates(): Pairs {
    const budget = blockingBudget(this.setting.settings.accuracyCostTradeoff, this.table.rows);
    return choosePairs(this.neighbours, this.table.rows, budget);
  }

  /** Labeled pairs with their features. Where no non-match was labeled, random pairs stand in. */
  training(): Training {
    const matches = this.labeled.filter(({ match }) => match).length;
    const random = this.random('non-matches');
    const stand =
      matches === this.labeled.length ? randomNonMatches(this.records, Math.max(50, 2 * matches), random) : [];
    const far = farNonMatches(this.labeled, this.table.rows, this.neighbours, random);
    return prepareTraining([...this.labeled, ...stand, ...far], this.features, this.neighbours);
  }

  /** A forest trained on all labels. */
  train(): Forest {
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
      matchThreshold(this.setting.settings.precisionRecallTradeoff),
      (name) => this.random(name),
      (fraction) => this.setting.report('Testing on held-out labels', fraction),
    );
  }

  /** Groups all rows of the table into clusters of matching rows. */
  async match(): Promise<Clusters> {
    if (this.labeled.length === 0) {
      throw new MatchInputError(
        'The transform has no labels to match by. Generate a labeling set, label it and import the labels first.',
      );
    }
    const forest = this.train();
    const pairs = this.candidates();
    const scores = await this.score(pairs, forest);
    this.setting.report('Grouping rows', 0);
    return clusterRecords({
      count: this.table.rows,
      pairs,
      scores,
      threshold: matchThreshold(this.setting.settings.precisionRecallTradeoff),
      links: this.setting.settings.enforceProvidedLabels
        ? this.labeled.filter(({ a, b }) => a < this.table.rows && b < this.table.rows)
        : [],
      score: (left, right) => {
        const missing = new Uint16Array(left.length);
        scorePairs({ left, right }, this.features, forest, missing, 0, left.length);
        return missing;
      },
    });
  }
}

/** The probability from which a pair matches: 0.1 (everything that may be) to 0.9 (only what is nearly sure). */
export function matchThreshold(precisionRecallTradeoff: number): number {
  return 0.1 + 0.8 * precisionRecallTradeoff;
}
