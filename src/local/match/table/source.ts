/** One object of a table. */
export interface TableFile {
  /** A local copy of the object, which nobody's writing changes. */
  readonly path: string;
  /** What messages call it: its full S3 path, or the file's name where it is none. */
  readonly name: string;
  /** Values of the partition columns, in their order, as the object's path tells them. */
  readonly partition?: readonly string[];
}

interface TextFormat {
  /** Lines at the beginning and at the end of each file that are no data. */
  readonly headerLines: number;
  readonly footerLines?: number;
}

/** How the objects of a table are written. Delimiters, quotes and escapes are one character each. */
export type TableFormat =
  /** Hive's LazySimpleSerDe: no quotes. */
  | (TextFormat & {
      readonly kind: 'lazy';
      readonly delimiter: string;
      readonly escape?: string;
      readonly nullText: string;
      /** The last column takes what follows it, delimiters and all. */
      readonly lastTakesRest?: boolean;
    })
  /** OpenCSVSerde. Without an escape of its own a quote inside quotes is doubled, and that is all. */
  | (TextFormat & {
      readonly kind: 'csv';
      readonly delimiter: string;
      readonly quote: string;
      readonly escape?: string;
    })
  /** One JSON object a line. */
  | (Partial<TextFormat> & {
      readonly kind: 'json';
      /** Keys and column names are the same whatever their case. */
      readonly foldCase?: boolean;
      /** A dot in a key is an underscore in its column. */
      readonly dotsInKeys?: boolean;
      /** Column to key, where they differ. */
      readonly mapping?: Readonly<Record<string, string>>;
      /** Only changes the words for a malformed line. */
      readonly ignoreMalformed?: boolean;
    })
  | { readonly kind: 'parquet' };

/** How to read the objects of a table. */
export interface TableSource {
  readonly files: readonly TableFile[];
  readonly format: TableFormat;
  /** Columns in catalog order with their catalog (Hive) types; partition columns are the last. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** How many of the columns are partition columns. */
  readonly partitionColumns?: number;
}
