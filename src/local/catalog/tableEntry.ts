import type { FileDescription } from '../match/table/description';
import type { TableFormat } from '../match/table/source';

/** A TableInput for a file: format and columns as they were found in it. */
export interface TableEntry {
  readonly Name: string;
  readonly TableType: string;
  readonly Parameters: Record<string, string>;
  readonly StorageDescriptor: {
    readonly Columns: { readonly Name: string; readonly Type: string }[];
    readonly Location: string;
    readonly InputFormat: string;
    readonly OutputFormat: string;
    readonly SerdeInfo: {
      readonly SerializationLibrary: string;
      readonly Parameters: Record<string, string>;
    };
  };
}

const text = {
  InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
};

const parquet = {
  InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
};

/** What Glue's crawlers write for each format. */
const libraries: Readonly<Record<TableFormat['kind'], string>> = {
  csv: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
  lazy: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
  json: 'org.openx.data.jsonserde.JsonSerDe',
  parquet: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
};

/** The catalog's entry under which a file is read as it was described. */
export function tableEntry(name: string, location: string, { format, columns }: FileDescription): TableEntry {
  const header: Record<string, string> =
    'delimiter' in format ? { 'skip.header.line.count': String(format.headerLines) } : {};
  return {
    Name: name,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { classification: format.kind === 'lazy' ? 'csv' : format.kind, ...header },
    StorageDescriptor: {
      Columns: columns.map((column) => ({ Name: column.name, Type: column.type })),
      Location: location,
      ...(format.kind === 'parquet' ? parquet : text),
      SerdeInfo: { SerializationLibrary: libraries[format.kind], Parameters: serdeParameters(format) },
    },
  };
}

function serdeParameters(format: TableFormat): Record<string, string> {
  switch (format.kind) {
    case 'csv':
      // Left out, the backslash would escape, which in most files is a character like any other.
      return { separatorChar: format.delimiter, quoteChar: format.quote, escapeChar: format.escape ?? format.quote };
    case 'lazy':
      return { 'field.delim': format.delimiter, 'serialization.format': format.delimiter };
    default:
      return { 'serialization.format': '1' };
  }
}
