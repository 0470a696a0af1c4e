/** How a file is read as a table, as Local Glue tells it: the answer to `LocalGlue.DescribeFile`. */
export interface TableDescription {
  /** In words: "CSV, separated by ;", "JSON lines", "Parquet, …". */
  readonly format: string;
  /** With Hive types. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: number;
  /** The first rows, cell by cell as task runs read them. */
  readonly sample: readonly (readonly string[])[];
  /** The catalog's entry under which it is read so, but for its name and its location. */
  readonly table: {
    readonly TableType: string;
    readonly Parameters: Record<string, string>;
    readonly StorageDescriptor: {
      readonly Columns: { readonly Name: string; readonly Type: string }[];
      readonly InputFormat: string;
      readonly OutputFormat: string;
      readonly SerdeInfo: { readonly SerializationLibrary: string; readonly Parameters: Record<string, string> };
    };
  };
}

/** The first rows of a table: the answer to `LocalGlue.ReadTable`. */
export interface TableRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many rows the table has. */
  readonly total: number;
}

/** What a primary key would be like: the answer to `LocalGlue.CheckPrimaryKey`. */
export interface KeyReport {
  readonly rows: number;
  /** Rows that repeat the value of an earlier one, and rows without a value. */
  readonly repeated: number;
  readonly empty: number;
}
