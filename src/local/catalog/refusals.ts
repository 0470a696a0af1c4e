import type { TableRecord } from '../state/records';

/** What makes a table one that is more than its files, or less; the words go behind "Table x.y". */
export function refusalOf({ input }: TableRecord): string | undefined {
  const storage = input.StorageDescriptor ?? {};
  const parameters = { ...storage.SerdeInfo?.Parameters, ...storage.Parameters, ...input.Parameters };
  const { TargetTable, TableType, ViewOriginalText, ViewDefinition } = input;
  if (TargetTable !== undefined && TargetTable !== null) {
    return 'is a resource link to a table elsewhere. Create a table with the data itself.';
  }
  const isView = /VIEW/i.test(String(TableType ?? '')) || parameters.presto_view === 'true' || Boolean(ViewDefinition);
  if (isView || (typeof ViewOriginalText === 'string' && ViewOriginalText !== '')) {
    return 'is a view, which has no data of its own. Store the rows of the view in S3 and create a table on them.';
  }
  const said = [
    parameters.table_type,
    parameters['spark.sql.sources.provider'],
    parameters.classification,
    storage.InputFormat,
    storage.SerdeInfo?.SerializationLibrary,
  ];
  const open = openFormats.find(({ word }) => said.some((text) => text !== undefined && word.test(text)));
  if (open || parameters.metadata_location !== undefined) {
    return openFormatWords(open?.name ?? 'Iceberg');
  }
  return inputFormatRefusal(storage.InputFormat ?? '') ?? parameterRefusal(parameters);
}

const openFormats = [
  { name: 'Iceberg', word: /iceberg/i },
  { name: 'Delta Lake', word: /\bdelta\b|delta\.(hive|catalog)|DeltaInputFormat/i },
  { name: 'Hudi', word: /hudi|hoodie/i },
];

/** Marks of an open table format among the keys below a table's location, and what it is. */
const openFormatMarks: readonly (readonly [mark: RegExp, name: string])[] = [
  [/(^|\/)_delta_log\//, 'Delta Lake'],
  [/(^|\/)\.hoodie\//, 'Hudi'],
  [/(^|\/)metadata\/[^/]+\.metadata\.json$/, 'Iceberg'],
];

/** @param key of an object, from the table's location on */
export function openFormatOf(key: string): string | undefined {
  return openFormatMarks.find(([mark]) => mark.test(key))?.[1];
}

export function openFormatWords(name: string): string {
  return `is a table of ${name}, whose log says which files and rows count. Local Glue does not read it. Write the table's rows as plain Parquet, and create a table on them.`;
}

/** Where files are not what is read, or not read as lines. */
function inputFormatRefusal(inputFormat: string): string | undefined {
  const name = inputFormat.slice(inputFormat.lastIndexOf('.') + 1);
  if (name === '' || /^(Combine)?(TextInputFormat|MapredParquetInputFormat|ParquetInputFormat)$/.test(name)) {
    return undefined;
  }
  return name === 'SymlinkTextInputFormat'
    ? 'is a list of other files (SymlinkTextInputFormat), which Local Glue does not follow. Create a table on the files themselves.'
    : `has the input format ${name}, which Local Glue does not read. It reads TextInputFormat and MapredParquetInputFormat.`;
}

function parameterRefusal(parameters: Readonly<Record<string, string>>): string | undefined {
  const provider = parameters['spark.sql.sources.provider'];
  if (provider !== undefined && !/^(parquet|hive)$/i.test(provider)) {
    return `is a data source table of Spark (spark.sql.sources.provider is ${provider}), whose options Local Glue does not read. Create a table with a SerDe on its files.`;
  }
  if (parameters.transactional === 'true') {
    return 'is transactional (Hive ACID): its files tell changes, not rows. Write its rows to a plain table.';
  }
  if (parameters.has_encrypted_data === 'true') {
    return 'holds encrypted data (has_encrypted_data is true). Store it decrypted.';
  }
  const { exclusions } = parameters;
  return exclusions === undefined || /^\s*(\[\s*\])?\s*$/.test(exclusions)
    ? undefined
    : `leaves objects out by its parameter exclusions (${exclusions}), which Local Glue does not apply. Remove them, or the parameter.`;
}
