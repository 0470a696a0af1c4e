import { type BlockingBudget, blockingBudget, choosePairs, type Pairs } from './candidates';
import { type Clusters, clusterRecords } from './clusters';
import { MatchInputError } from './errors';
import { estimateQuality } from './estimate';
import { Features } from './features';
import type { Forest } from './forest';
import type { LabeledRow, MatchMetrics, MatchSettings } from './job';
import { type LabeledPair, type Labels, labeledPairs, resolveLabels } from './labels';
import { farNonMatches, prepareTraining, randomNonMatches, scorePairs, type Training, trainForest } from './model';
import { findNeighbours, type Neighbours } from './neighbours';
import { Random } from './random';
import { packRecords, type Records } from './records';
import type { Table } from './table';

export type Report = (step: string, fraction: number) => void;

/** A table made ready for matching with a given set of labels. */
export class Matcher {
  readonly labels: Labels;
  readonly records: Records;
  readonly labeled: readonly LabeledPair[];
  readonly features: Features;
  readonly neighbours: Neighbours;
  private readonly budget: BlockingBudget;

  /** @param only 'labeled' finds neighbours for labeled records only: enough to train, not to match */
  constructor(
    readonly table: Table,
    labels: readonly LabeledRow[],
    private readonly settings: MatchSettings,
    only: 'labeled' | 'all',
    private readonly report: Report,
  ) {
    report('Comparing texts', 0);
    this.labels = resolveLabels(labels, table);
    this.labeled = labeledPairs(this.labels);
    this.records = packRecords(table, this.labels.extra);
    this.budget = blockingBudget(settings.accuracyCostTradeoff, table.rows);
    this.neighbours = findNeighbours(this.records, {
      ...this.budget,
      only: only === 'labeled' ? [...new Set(this.labels.sets.flatMap((set) => set.records))] : undefined,
      progress: (fraction) => report('Finding candidate pairs', fraction),
    });
    this.features = new Features(this.records, this.neighbours);
  }

  /** The pairs that may match. */
  candidates(): Pairs {
    return choosePairs(this.neighbours, this.table.rows, this.budget);
  }

  /** Labeled pairs with their features. Where no non-match was labeled, random pairs stand in. */
  training(): Training {
    const matches = this.labeled.filter(({ match }) => match).length;
    const random = new Random(`${this.settings.seed} non-matches`);
    const stand =
      matches === this.labeled.length ? randomNonMatches(this.records, Math.max(50, 2 * matches), random) : [];
    const far = farNonMatches(this.labeled, this.table.rows, this.neighbours, random);
    return prepareTraining([...this.labeled, ...stand, ...far], this.features, this.neighbours);
  }

  /** A forest trained on all labels. */
  train(): Forest {
    this.report('Learning from labels', 0);
    return trainForest(this.training(), this.features, new Random(`${this.settings.seed} forest`));
  }

  score(pairs: Pairs, forest: Forest): Float32Array {
    return scorePairs(pairs, this.features, forest, (fraction) => this.report('Comparing candidate pairs', fraction));
  }

  estimate(): MatchMetrics {
    return estimateQuality(
      this.training(),
      this.features,
      this.records,
      matchThreshold(this.settings.precisionRecallTradeoff),
      this.settings.seed,
      (fraction) => this.report('Testing on held-out labels', fraction),
    );
  }

  /** Groups all rows of the table into clusters of matching rows. */
  match(): Clusters {
    if (this.labeled.length === 0) {
      throw new MatchInputError(
        'The transform has no labels to match by. Generate a labeling set, label it and import the labels first.',
      );
    }
    const forest = this.train();
    const pairs = this.candidates();
    const scores = this.score(pairs, forest);
    this.report('Grouping rows', 0);
    return clusterRecords({
      count: this.table.rows,
      pairs,
      scores,
      threshold: matchThreshold(this.settings.precisionRecallTradeoff),
      links: this.settings.enforceProvidedLabels
        ? this.labeled.filter(({ a, b }) => a < this.table.rows && b < this.table.rows)
        : [],
      score: (left, right) => scorePairs({ left, right }, this.features, forest),
    });
  }
}

/** The probability from which a pair matches: 0.1 (everything that may be) to 0.9 (only what is nearly sure). */
export function matchThreshold(precisionRecallTradeoff: number): number {
  return 0.1 + 0.8 * precisionRecallTradeoff;
}
