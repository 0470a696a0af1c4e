import { listed, type Schema } from '../checks/problems';
import type { LabelingFile } from '../file/labelingFile';
import { type Say, sayEnglish } from '../say';
import { named } from '../visible';
import { AgreementModel, type RowAgreement } from './agreementModel';
import { averageLinkage } from './averageLinkage';
import {
  type Agreement,
  type ColumnStatistics,
  type ComparedColumn,
  columnStatistics,
  compareColumn,
} from './evidence';

/** Rows that look like one record, and why. */
export interface SuggestedGroup {
  /** Two or more rows in file order. */
  readonly rows: readonly number[];
  /** Columns in which the rows agree but for case and punctuation; those that tell most first. */
  readonly agreeing: readonly string[];
  /** Columns whose values are not equal but alike enough to speak for a match. */
  readonly similar: readonly string[];
  readonly differing: readonly string[];
  /** "title and year agree; authors similar; venue differs" */
  readonly reason: string;
}

export interface Suggestion {
  readonly groups: readonly SuggestedGroup[];
  /** The rows so that alike ones stand next to each other, for sorting a card. */
  readonly order: readonly number[];
}

/** Larger sets are not compared pair by pair. AWS Glue advises against more than 50 rows. */
const mostRows = 200;
const sampledRows = 1000;
const sampledPairs = 1500;
const mostSampledOfSet = 15;
/** A group needs odds of 20 to 1, in bits: a wrong proposal costs the user more than none. */
const neededOdds = Math.log2(20);

/** Mean similarity from which values are called similar. */
const similarFrom = 0.5;

/**
 * Groups rows of a set by the evidence of their cells: agreement counts by how rarely it comes by chance in this file,
 * so a rare name says more than a year. Labels are not looked at.
 */
export class Suggester {
  readonly #file: LabelingFile;
  readonly #columns: readonly ColumnStatistics[];
  readonly #model: AgreementModel;
  readonly #say: Say;

  /**
   * Reads samples of the file once. The primary key is left out: it says which row it is, not which thing. Reasons are
   * told by `say`.
   */
  constructor(file: LabelingFile, schema: Schema = {}, say: Say = sayEnglish) {
    this.#file = file;
    this.#say = say;
    const key = schema.primaryKey === undefined ? -1 : file.dataColumnNamed(schema.primaryKey);
    const data = file.dataColumns.filter((column) => column !== key);
    const rows = everyFew(file.rowCount, sampledRows);
    this.#columns = data.map((column) => columnStatistics(file, column, rows));
    this.#model = new AgreementModel(this.#columns, this.#samplePairs());
  }

  /** Proposes groups among `rows`, which are rows of one set. Rows that look like no other are in none. */
  suggest(rows: readonly number[]): Suggestion {
    if (rows.length > mostRows) {
      return { groups: [], order: rows };
    }
    const compared = this.#compare(rows);
    const odds = (a: number, b: number): number => this.#model.odds(agreementOf(compared, a, b));
    const { clusters, order } = averageLinkage(rows.length, odds, neededOdds);
    const groups = clusters.filter((cluster) => cluster.length > 1);
    return {
      groups: groups.map((cluster) => ({
        rows: cluster.map((at) => rows[at] ?? 0).sort((a, b) => a - b),
        ...reasonOf(
          cluster.flatMap((a, at) => cluster.slice(at + 1).map((b) => agreementOf(compared, a, b))),
          this.#told(),
          this.#say,
        ),
      })),
      order: order.map((at) => rows[at] ?? 0),
    };
  }

  #told(): ToldColumn[] {
    return this.#columns.map(({ name }, at) => ({ name, bits: (agreement) => this.#model.bits(at, agreement) }));
  }

  #compare(rows: readonly number[]): ComparedColumn[] {
    return this.#columns.map((statistics) => compareColumn(statistics, this.#file, rows));
  }

  #samplePairs(): RowAgreement[] {
    const pairs: RowAgreement[] = [];
    const sets = this.#file.sets.filter(({ rows }) => rows.length > 1);
    for (const at of everyFew(sets.length, Math.ceil(sampledPairs / 45))) {
      const rows = sets[at]?.rows.slice(0, mostSampledOfSet) ?? [];
      const compared = this.#compare(rows);
      for (const a of rows.keys()) {
        for (let b = 0; b < a; b++) {
          pairs.push(agreementOf(compared, a, b));
        }
      }
    }
    return pairs;
  }
}

/** As `Suggester`, for one set only. */
export function suggestGroups(file: LabelingFile, rows: readonly number[], schema: Schema = {}): Suggestion {
  return new Suggester(file, schema).suggest(rows);
}

/** At most `wanted` numbers below `count`, evenly spread. */
function everyFew(count: number, wanted: number): number[] {
  const step = Math.max(1, Math.ceil(count / wanted));
  return Array.from({ length: Math.ceil(count / step) }, (_, at) => at * step);
}

function agreementOf(compared: readonly ComparedColumn[], a: number, b: number): RowAgreement {
  return compared.map((column) => column.agreement(a, b));
}

interface ToldColumn {
  readonly name: string;
  readonly bits: (agreement: Agreement) => number;
}

/** Says by which columns the pairs of a group belong together, as means over the pairs that have both cells. */
function reasonOf(
  pairs: readonly RowAgreement[],
  columns: readonly ToldColumn[],
  say: Say,
): Omit<SuggestedGroup, 'rows'> {
  const told = columns.flatMap(({ name, bits }, column) => {
    const agreements = pairs.flatMap((pair) => pair[column] ?? []);
    const mean = (of: (agreement: Agreement) => number): number =>
      agreements.reduce((sum, agreement) => sum + of(agreement), 0) / agreements.length;
    return agreements.length > 0 ? [{ name, alike: mean((each) => each.similarity), bits: mean(bits) }] : [];
  });
  told.sort((a, b) => b.bits - a.bits);
  const isSimilar = (column: { alike: number; bits: number }): boolean =>
    column.bits > 0 && column.alike >= similarFrom;
  const agreeing = told.filter(({ alike }) => alike === 1).map(({ name }) => name);
  const similar = told.filter((column) => column.alike < 1 && isSimilar(column)).map(({ name }) => name);
  const differing = told.filter((column) => column.alike < 1 && !isSimilar(column)).map(({ name }) => name);
  return { agreeing, similar, differing, reason: reasonText(agreeing, similar, differing, say) };
}

/** "title and year agree; authors similar; venue differs" */
function reasonText(
  agreeing: readonly string[],
  similar: readonly string[],
  differing: readonly string[],
  say: Say,
): string {
  const parts: string[] = [];
  if (agreeing.length > 0) {
    const names = listed(
      agreeing.map((name) => named(name)),
      say,
    );
    parts.push(agreeing.length === 1 ? say('{0} agrees', names) : say('{0} agree', names));
  }
  if (similar.length > 0) {
    parts.push(
      say(
        '{0} similar',
        listed(
          similar.map((name) => named(name)),
          say,
        ),
      ),
    );
  }
  if (differing.length > 0) {
    const names = listed(
      differing.map((name) => named(name)),
      say,
    );
    parts.push(differing.length === 1 ? say('{0} differs', names) : say('{0} differ', names));
  }
  return parts.join('; ');
}
