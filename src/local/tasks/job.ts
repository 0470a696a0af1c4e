import type { KeyReport, TableRows } from '../../shared/tableDescription';
import type { MatchJob, MatchResult } from '../match/job';
import type { FileDescription } from '../match/table/description';
import type { TableFile, TableSource } from '../match/table/source';

/** What the worker process does: the matcher's jobs, and those on labeling files. All of it is plain JSON; files go by path. */
export type TaskJob = MatchJob | ImportJob | ExportJob | DescribeJob | CheckKeyJob | FirstRowsJob | CountJob;
export type TaskResult =
  | MatchResult
  | ImportResult
  | ExportResult
  | DescribeResult
  | CheckKeyResult
  | FirstRowsResult
  | CountResult;

/** Checks a labeling file and joins its labels to those imported before. */
export interface ImportJob {
  readonly kind: 'import';
  readonly file: string;
  /** Column names of the transform's schema, in order. */
  readonly columns: readonly string[];
  readonly primaryKey: string;
  /** JSON file holding LabeledRow[], or undefined when there are no labels yet or all are to be replaced. */
  readonly previousFile: string | undefined;
  /** The table, to look up the keys of the labels in it; undefined where it can't be located. */
  readonly table: TableSource | undefined;
  /** A folder of the job's own for temporary files; the caller deletes it. */
  readonly scratch: string;
  /** Where all labels that then count are written, as LabeledRow[]. */
  readonly outputFile: string;
}

export interface ImportResult {
  readonly kind: 'import';
  readonly labelCount: number;
  /** What the importer should know though all is imported. */
  readonly note?: string | undefined;
}

/** Writes all labels as one labeling file. */
export interface ExportJob {
  readonly kind: 'export';
  readonly labelsFile: string;
  readonly columns: readonly string[];
  readonly outputFile: string;
}

export interface ExportResult {
  readonly kind: 'export';
  readonly rows: number;
}

/** Finds out how to read a file as a table. */
export interface DescribeJob {
  readonly kind: 'describe';
  readonly file: TableFile;
  /** A folder for temporary files. */
  readonly scratch: string;
}

export interface DescribeResult {
  readonly kind: 'describe';
  readonly description: FileDescription;
}

/** Looks at a column of a table as a primary key. */
export interface CheckKeyJob {
  readonly kind: 'checkKey';
  readonly table: TableSource;
  readonly column: string;
  readonly scratch: string;
}

export interface CheckKeyResult {
  readonly kind: 'checkKey';
  readonly report: KeyReport;
}

/** Reads the first rows of a table. */
export interface FirstRowsJob {
  readonly kind: 'firstRows';
  readonly table: TableSource;
  readonly limit: number;
  readonly scratch: string;
}

export interface FirstRowsResult {
  readonly kind: 'firstRows';
  readonly found: TableRows;
}

/** Counts the rows of an object that a task run wrote, so that none is lost on the way without a word. */
export interface CountJob {
  readonly kind: 'count';
  readonly file: string;
  readonly format: 'csv' | 'parquet';
  /** A folder of the job's own for temporary files; the caller deletes it. */
  readonly scratch: string;
}

export interface CountResult {
  readonly kind: 'count';
  readonly rows: number;
}

/** What the worker process sends to its parent, one JSON message each. */
export type WorkerReport =
  | { readonly type: 'progress'; readonly step: string; readonly fraction: number }
  | { readonly type: 'done'; readonly result: TaskResult }
  | { readonly type: 'failed'; readonly reason: string };
