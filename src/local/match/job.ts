import type { Keeping } from './index/keptIndex';
import type { TableFile, TableSource } from './table/source';

/**
 * The seam between task runs and the matcher. A job runs in a process of its own (see worker.ts), so everything here is
 * plain JSON: files come and go by path.
 */

/** Algorithm settings of a transform. Tradeoffs are 0 to 1; see the Glue API's FindMatchesParameters. */
export interface MatchSettings {
  readonly primaryKey: string;
  readonly precisionRecallTradeoff: number;
  readonly accuracyCostTradeoff: number;
  readonly enforceProvidedLabels: boolean;
  /** For measurements over several streams of random numbers; without it, equal input gives equal output. */
  readonly seed?: string;
}

interface JobInput {
  readonly table: TableSource;
  readonly settings: MatchSettings;
  /** A JSON file holding LabeledRow[]: all labels imported so far. */
  readonly labelsFile: string;
  /** A folder of the job's own for temporary files (DuckDB spills there); the caller deletes it. */
  readonly scratch: string;
  /** Where what depends only on the table is kept for later jobs. */
  readonly keeping?: Keeping;
  /** How many work at the same time; all processors unless told. The result is the same for any number. */
  readonly threads?: number;
}

export type MatchJob =
  /** Writes a labeling file (CSV, UTF-8, LF, header labeling_set_id,label,<columns>) to `outputFile`. */
  | (JobInput & {
      readonly kind: 'generate';
      readonly outputFile: string;
      /** JSON file with string[][]: primary keys of each labeling set generated before, so that no pair is asked twice. */
      readonly askedFile: string;
      readonly sets: number;
      readonly rowsPerSet: number;
    })
  | (JobInput & { readonly kind: 'evaluate' })
  /** Tells the quality over the whole table. */
  | (JobInput & {
      readonly kind: 'quality';
      /** JSON file with DrawnPair[]: the pairs that all generations so far drew at random. */
      readonly drawnFile: string;
    })
  /** Writes the table plus `match_id` (and `match_confidence_score` when asked) to `outputFile`; see matchColumns. */
  | (JobInput & {
      readonly kind: 'findMatches';
      readonly outputFile: string;
      readonly outputFormat: 'csv' | 'parquet';
      readonly confidenceScores: boolean;
      readonly earlier?: EarlierOutput;
    });

/** An output that an earlier job wrote for the table as it was then. */
export interface EarlierOutput {
  readonly files: readonly TableFile[];
  /** Whether all rows are matched anew, so that it only gives its ids; else only what it does not tell is. */
  readonly matchAllRows: boolean;
  /** Where it is told what became of it, as JSON. */
  readonly reportFile: string;
}

/** As the Glue API's FindMatchesMetrics; counts are row pairs of held-out labels. */
export interface MatchMetrics {
  readonly areaUnderPrecisionRecallCurve: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly confusionMatrix: {
    readonly truePositives: number;
    readonly falsePositives: number;
    readonly trueNegatives: number;
    readonly falseNegatives: number;
  };
  /** Importance 0 to 1, highest first. */
  readonly columnImportances: readonly { readonly column: string; readonly importance: number }[];
}

/** A share with its interval of 95 %. */
export interface TableEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What FindMatches would come to over all pairs of rows of the table. */
export interface TableQuality {
  readonly precision: TableEstimate;
  readonly recall: TableEstimate;
  readonly f1: TableEstimate;
  /** How many labeled pairs that were drawn at random speak for it. */
  readonly drawnPairs: number;
}

export type MatchResult =
  /** `sets` are the primary keys of each set written, in file order. */
  | {
      readonly kind: 'generate';
      readonly rows: number;
      readonly sets: readonly (readonly string[])[];
      /** The pairs among what is asked, and among what was asked before, that were drawn at random. */
      readonly drawn: readonly DrawnPair[];
    }
  | { readonly kind: 'evaluate'; readonly metrics: MatchMetrics }
  | { readonly kind: 'quality'; readonly quality: TableQuality }
  | {
      readonly kind: 'findMatches';
      readonly rows: number;
      readonly clusters: number;
      readonly matchedPairs: number;
      /** Columns that are text in Parquet though the catalog has another type, for one value would change. */
      readonly keptAsText: readonly KeptAsText[];
      /** What became of an earlier output, in a few words. */
      readonly note?: string;
    };

/** Primary keys of a pair of rows that was drawn at random, to tell the quality of the whole table by. */
export interface DrawnPair {
  readonly a: string;
  readonly b: string;
  /** The probability with which each draw of its round took this pair. */
  readonly chance: number;
  /** How many draws its round had. */
  readonly draws: number;
}

/** A column written as text, its catalog type, and the first value that the type would change, with its row from 0. */
export interface KeptAsText {
  readonly column: string;
  readonly type: string;
  readonly row: number;
  readonly value: string;
}
