import type { TableFormat } from '../match/table/source';
import type { TableRecord } from '../state/records';
import { hiveCharacter } from './characters';
import { jsonKeys, mappingPrefix } from './jsonKeys';
import { refusalOf } from './refusals';
import { effectOf, inTableParameters, type SerdeRules, serdeRules } from './serdes';
import { TableError } from './tableError';

/**
 * How the files of a table are read, by what the catalog declares: every parameter that would change a cell is applied.
 * @throws TableError naming the table and whatever of its declaration Local Glue can't follow
 */
export function tableFormat(table: TableRecord): TableFormat {
  return new Declaration(table).format();
}

/** Whether a table declares a format at all; without one it is unfinished rather than wrong. */
export function declaresFormat({ input }: TableRecord): boolean {
  const { SerdeInfo, InputFormat } = input.StorageDescriptor ?? {};
  return Boolean(SerdeInfo?.SerializationLibrary || InputFormat || input.Parameters?.classification);
}

/** Classifications that say a format by their name; others are names of people's own. */
const knownClassifications = /^(csv|json|parquet|orc|avro|xml|ion|grok|regex|cloudtrail)/i;

/** What holds under any SerDe for JSON that is not told otherwise. */
const idleOfJson: Readonly<Record<string, string>> = {
  'case.insensitive': 'true',
  'dots.in.keys': 'false',
  'ignore.malformed.json': 'false',
};

class Declaration {
  private readonly named: string;
  private readonly rules: SerdeRules;
  private readonly parameters: ReadonlyMap<string, string>;
  private readonly library: string;

  constructor(private readonly table: TableRecord) {
    this.named = `${table.database}.${table.name}`;
    const refusal = refusalOf(table);
    if (refusal !== undefined) {
      throw new TableError(`Table ${this.named} ${refusal}`);
    }
    const { SerdeInfo, InputFormat = '' } = table.input.StorageDescriptor ?? {};
    this.library = SerdeInfo?.SerializationLibrary ?? '';
    const classification = this.everyParameter().classification ?? (/parquet/i.test(InputFormat) ? 'parquet' : '');
    const rules = serdeRules(this.library, classification);
    if (!rules) {
      throw new TableError(
        `Local Glue can't read table ${this.named}: its SerDe is ${this.library || classification || 'none'}. It reads CSV (LazySimpleSerDe, OpenCSVSerde), JSON lines (JsonSerDe) and Parquet (ParquetHiveSerDe).`,
      );
    }
    this.rules = rules;
    this.checkInputFormat(InputFormat);
    const said = rules.kind === 'lazy' ? 'csv' : rules.kind;
    if (knownClassifications.test(classification) && classification.toLowerCase() !== said) {
      throw this.refuse(
        'classification',
        classification,
        `its SerDe ${this.library} reads ${said}. Correct one of the two`,
      );
    }
    this.checkColumns();
    this.parameters = this.readParameters();
  }

  /** Input formats that are not read at all were refused before. */
  private checkInputFormat(inputFormat: string): void {
    if (inputFormat !== '' && /parquet/i.test(inputFormat) !== (this.rules.kind === 'parquet')) {
      throw new TableError(
        `Table ${this.named} has the input format ${inputFormat}, which does not go with its SerDe ${this.library || this.rules.kind}. Correct one of the two.`,
      );
    }
  }

  private checkColumns(): void {
    const { StorageDescriptor, PartitionKeys } = this.table.input;
    const names = [...(StorageDescriptor?.Columns ?? []), ...(PartitionKeys ?? [])].map(({ Name }) => Name);
    const twice = names.find((name, at) => names.indexOf(name) < at);
    if (twice !== undefined) {
      throw new TableError(
        `Table ${this.named} has the column "${twice}" twice (partition keys are columns, too). Give each its own name.`,
      );
    }
  }

  format(): TableFormat {
    switch (this.rules.kind) {
      case 'parquet':
        return this.parquet();
      case 'json':
        return this.json();
      case 'csv':
        return this.csv();
      case 'lazy':
        return this.lazy();
    }
  }

  private everyParameter(): Readonly<Record<string, string>> {
    const { Parameters, SerdeInfo } = this.table.input.StorageDescriptor ?? {};
    return { ...this.table.input.Parameters, ...Parameters, ...SerdeInfo?.Parameters };
  }

  /** The parameters that count, from wherever the table has them. */
  private readParameters(): ReadonlyMap<string, string> {
    const { Parameters = {}, SerdeInfo } = this.table.input.StorageDescriptor ?? {};
    const found = new Map<string, string>();
    for (const [name, value] of Object.entries(SerdeInfo?.Parameters ?? {})) {
      this.add(found, name, value);
    }
    for (const [name, value] of Object.entries({ ...this.table.input.Parameters, ...Parameters })) {
      if (name === 'areColumnsQuoted' && value === 'true' && this.rules.kind === 'lazy') {
        throw this.refuse(name, value, 'LazySimpleSerDe knows no quotes. Use OpenCSVSerde for the table');
      }
      if (inTableParameters.has(name) || name.startsWith(mappingPrefix)) {
        this.add(found, name, value);
      }
    }
    this.addRemarked(found);
    return found;
  }

  /** Glue's crawlers remark the delimiter they saw; it counts where the SerDe is told none. */
  private addRemarked(found: Map<string, string>): void {
    const own = this.rules.kind === 'lazy' ? 'field.delim' : 'separatorChar';
    const { delimiter } = this.everyParameter();
    if (delimiter !== undefined && !found.has(own)) {
      found.set(own, delimiter);
    }
  }

  private add(found: Map<string, string>, name: string, value: string): void {
    const known = name === 'delimiter' || this.isIdle(name, value);
    const effect = this.library === '' && name === 'field.delim' ? 'honored' : effectOf(this.rules, name);
    if (effect === undefined && known) {
      return;
    }
    if (effect === undefined) {
      throw this.refuse(
        name,
        value,
        'Local Glue does not apply it, so it may read other cells than AWS. Remove it, or use another SerDe',
      );
    }
    const own = this.rules.kind === 'csv' && name === 'field.delim' ? 'separatorChar' : name;
    const other = found.get(own);
    if (effect === 'honored' && other !== undefined && other !== value) {
      throw this.refuse(
        name,
        value,
        `the table has it a second time as ${JSON.stringify(other)}. Leave one of the two`,
      );
    }
    found.set(own, value);
  }

  /** Whether a parameter of another SerDe says what holds anyway. */
  private isIdle(name: string, value: string): boolean {
    const { separatorChar = ',' } = this.everyParameter();
    return (
      (name === 'field.delim' && value === separatorChar) ||
      (name === 'serialization.null.format' && value === '') ||
      (name === 'escapeChar' && value === '') ||
      (this.rules.kind === 'json' && idleOfJson[name] === value.trim().toLowerCase()) ||
      /^(collection|colelction|mapkey)\.delim$/.test(name)
    );
  }

  private lazy(): TableFormat {
    const given = this.parameters.get('field.delim') ?? this.parameters.get('serialization.format');
    const delimiter = given === undefined ? '\u0001' : hiveCharacter(given, true);
    if (delimiter === undefined) {
      const name = this.parameters.has('field.delim') ? 'field.delim' : 'serialization.format';
      throw this.refuse(name, given ?? '', 'LazySimpleSerDe cuts fields at one character. Give one');
    }
    const mark = this.parameters.get('escape.delim');
    const escaping = mark === undefined ? undefined : this.character('escape.delim', mark);
    if (escaping === delimiter) {
      throw this.refuse('escape.delim', delimiter, 'it is the delimiter of fields, too. Give each its own');
    }
    return {
      kind: 'lazy',
      delimiter,
      ...(escaping === undefined ? {} : { escape: escaping }),
      nullText: this.parameters.get('serialization.null.format') ?? '\\N',
      lastTakesRest: this.flag('serialization.last.column.takes.rest'),
      ...this.lines(),
    };
  }

  private csv(): TableFormat {
    const delimiter = this.character('separatorChar', this.parameters.get('separatorChar') ?? ',');
    const quote = this.character('quoteChar', this.parameters.get('quoteChar') ?? '"');
    // A table that is only classified as CSV is read by Glue's own reader, which knows doubled quotes only.
    const mark = this.parameters.get('escapeChar') ?? (this.library === '' ? quote : '\\');
    const escaping = this.character('escapeChar', mark);
    if (delimiter === quote || delimiter === escaping) {
      throw this.refuse('separatorChar', delimiter, 'quoteChar or escapeChar is the same character. Give each its own');
    }
    return { kind: 'csv', delimiter, quote, ...(escaping === quote ? {} : { escape: escaping }), ...this.lines() };
  }

  private json(): TableFormat {
    const columns = (this.table.input.StorageDescriptor?.Columns ?? []).map(({ Name }) => Name);
    const mapping = jsonKeys(this.parameters, columns, (name, value, reason) => this.refuse(name, value, reason));
    return {
      kind: 'json',
      foldCase: this.parameters.get('case.insensitive')?.toLowerCase() !== 'false',
      dotsInKeys: this.flag('dots.in.keys'),
      mapping,
      ignoreMalformed: this.flag('ignore.malformed.json'),
      ...this.lines(),
    };
  }

  private parquet(): TableFormat {
    if (this.flag('parquet.column.index.access')) {
      throw this.refuse(
        'parquet.column.index.access',
        'true',
        'Local Glue finds columns by their names. Name the columns as the files do, and remove it',
      );
    }
    return { kind: 'parquet' };
  }

  private lines(): { readonly headerLines: number; readonly footerLines: number } {
    const encoding = this.parameters.get('serialization.encoding') ?? 'UTF-8';
    if (!/^(utf-?8|us-ascii|ascii)$/i.test(encoding)) {
      throw this.refuse(
        'serialization.encoding',
        encoding,
        'Local Glue reads UTF-8. Store the objects as UTF-8, and remove it',
      );
    }
    const line = this.parameters.get('line.delim') ?? '\n';
    if (line !== '\r\n' && line !== '\\r\\n' && !/^[\r\n]$/.test(hiveCharacter(line, true) ?? '')) {
      throw this.refuse(
        'line.delim',
        line,
        'Local Glue ends lines at line breaks only. Write the objects so, and remove it',
      );
    }
    return { headerLines: this.count('skip.header.line.count'), footerLines: this.count('skip.footer.line.count') };
  }

  private count(name: string): number {
    const text = this.parameters.get(name)?.trim() ?? '0';
    if (!/^\d{1,9}$/.test(text)) {
      throw this.refuse(name, text, 'it is no whole number of lines. Correct it');
    }
    return Number(text);
  }

  private flag(name: string): boolean {
    return this.parameters.get(name)?.trim().toLowerCase() === 'true';
  }

  private character(name: string, text: string): string {
    const character = hiveCharacter(text, name === 'escape.delim');
    if (character === undefined) {
      throw this.refuse(name, text, 'it must be one character. Correct it');
    }
    return character;
  }

  private refuse(name: string, value: string, reason: string): TableError {
    return new TableError(
      `Table ${this.named} has the parameter ${name} with the value ${JSON.stringify(value)}: ${reason}.`,
    );
  }
}
