import type { TableFormat } from '../match/table/source';

/** What Local Glue makes of a parameter: it reads by it, or it may leave it aside without a cell being another. */
type Effect = 'honored' | 'harmless';

/** How one kind of SerDe is read, and by which parameters. What is not listed is refused: it may change cells. */
export interface SerdeRules {
  readonly kind: TableFormat['kind'];
  /** The classes it goes for. */
  readonly libraries: readonly string[];
  readonly parameters: Readonly<Record<string, Effect>>;
  /** Families of parameters, by what their names begin with. */
  readonly families?: Readonly<Record<string, Effect>>;
}

/** Text files of any SerDe: what Hadoop and Hive do before the SerDe sees a record. */
const textFile = {
  'skip.header.line.count': 'honored',
  'skip.footer.line.count': 'honored',
  'serialization.encoding': 'honored',
  'line.delim': 'honored',
} as const;

/** Written beside a SerDe's own parameters by metastores; of no effect on cells. */
const metastore = {
  'serialization.ddl': 'harmless',
  'serialization.lib': 'harmless',
  path: 'harmless',
  columns: 'harmless',
  'columns.types': 'harmless',
  'columns.comments': 'harmless',
} as const;

/** Only tell how values become typed, which no cell here is: cells are text. */
const typing = { 'timestamp.formats': 'harmless', 'hive.lazysimple.extended_boolean_literal': 'harmless' } as const;

/** How values of lists, maps and structures are cut, which no column of a transform is. */
const nesting = {
  'collection.delim': 'harmless',
  'colelction.delim': 'harmless',
  'mapkey.delim': 'harmless',
  'serialization.extend.additional.nesting.levels': 'harmless',
  'hive.serialization.extend.nesting.levels': 'harmless',
} as const;

/** `paths` is for crawlers and the console: it names the keys that they met. */
const ofJson = { paths: 'harmless', 'serialization.format': 'harmless' } as const;

/** Parameters of text that tables of Parquet are met with; their files say all of it themselves. */
const ofText = {
  'skip.header.line.count': 'harmless',
  'skip.footer.line.count': 'harmless',
  'serialization.null.format': 'harmless',
  'field.delim': 'harmless',
  'line.delim': 'harmless',
  'escape.delim': 'harmless',
} as const;

/** The one table of what is read, and how: https://docs.aws.amazon.com/athena/latest/ug/supported-serdes.html and Hive's sources. */
export const serdes: readonly SerdeRules[] = [
  {
    kind: 'lazy',
    libraries: ['org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'],
    parameters: {
      ...textFile,
      ...metastore,
      ...typing,
      ...nesting,
      'field.delim': 'honored',
      'serialization.format': 'honored',
      'escape.delim': 'honored',
      'serialization.null.format': 'honored',
      'serialization.last.column.takes.rest': 'honored',
      'serialization.escape.crlf': 'harmless',
    },
  },
  {
    kind: 'csv',
    libraries: ['org.apache.hadoop.hive.serde2.OpenCSVSerde'],
    parameters: {
      ...textFile,
      ...metastore,
      separatorChar: 'honored',
      quoteChar: 'honored',
      escapeChar: 'honored',
      'serialization.format': 'harmless',
    },
  },
  {
    kind: 'json',
    libraries: ['org.openx.data.jsonserde.JsonSerDe'],
    parameters: {
      ...textFile,
      ...metastore,
      ...typing,
      ...ofJson,
      'case.insensitive': 'honored',
      'dots.in.keys': 'honored',
      'ignore.malformed.json': 'honored',
      'explicit.null': 'harmless',
    },
    families: { 'mapping.': 'honored' },
  },
  {
    // Hive's own knows none of OpenX's parameters.
    kind: 'json',
    libraries: ['org.apache.hive.hcatalog.data.JsonSerDe', 'org.apache.hadoop.hive.serde2.JsonSerDe'],
    parameters: { ...textFile, ...metastore, ...typing, ...ofJson },
  },
  {
    kind: 'parquet',
    libraries: ['org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe', 'parquet.hive.serde.ParquetHiveSerDe'],
    parameters: {
      ...metastore,
      ...ofText,
      'parquet.column.index.access': 'honored',
      'serialization.format': 'harmless',
      compression: 'harmless',
      mergeSchema: 'harmless',
    },
    families: { 'parquet.': 'harmless' },
  },
];

/** Parameters that SerDes read by and that tables may carry as their own, too; all others of a table are remarks. */
export const inTableParameters: ReadonlySet<string> = new Set(
  serdes.flatMap(({ parameters }) => Object.keys(parameters).filter((name) => parameters[name] === 'honored')),
);

/** The rules of a SerDe class, or of a format that a table without a class is classified as. */
export function serdeRules(library: string, classification: string): SerdeRules | undefined {
  if (library !== '') {
    return serdes.find(({ libraries }) => libraries.includes(library));
  }
  const kind = classification.toLowerCase();
  return kind === 'lazy' ? undefined : serdes.find((rules) => rules.kind === kind);
}

/** What a parameter does under a SerDe; undefined for one that Local Glue does not know. */
export function effectOf(rules: SerdeRules, name: string): Effect | undefined {
  const family = Object.entries(rules.families ?? {}).find(([start]) => name.startsWith(start));
  return rules.parameters[name] ?? family?.[1];
}
