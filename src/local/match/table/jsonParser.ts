import { MatchInputError } from '../errors';
import { type JsonCell, JsonFault, readMembers } from './jsonMembers';
import { takeLines } from './lineEnds';
import type { ParserInput, RecordParser } from './recordParser';
import type { TableFormat } from './source';

type JsonFormat = Extract<TableFormat, { readonly kind: 'json' }>;

/** How many keys are remembered. */
const mostKeys = 1000;

/** Reads JSON lines: one object a line. A key that is missing is a null, a key that is no column is passed over. */
export class JsonParser implements RecordParser {
  line = 1;
  /** The keys met, each as it is first written; those that are a column, by their number. */
  private readonly columnOf = new Map<string, number>();
  private readonly seen: boolean[];
  private readonly exact: ReadonlyMap<string, number>;
  /** By folded names; those of several columns are left out, which only exact keys tell apart. */
  private readonly folded: ReadonlyMap<string, number>;

  constructor(private readonly input: ParserInput<JsonFormat>) {
    const { format, columns } = input;
    this.seen = columns.map(() => false);
    const keys = columns.map((name) => keyOf(name, format));
    const folded = keys.map((key) => (format.foldCase ? key.toLowerCase() : key));
    this.exact = new Map(keys.map((key, column) => [key, column]));
    this.folded = new Map(
      folded.flatMap((key, column) =>
        folded.indexOf(key) === folded.lastIndexOf(key) ? [[key, column] as const] : [],
      ),
    );
  }

  /** The columns, by number, that no object read so far has. */
  missing(): readonly number[] {
    return this.seen.flatMap((seen, column) => (seen ? [] : [column]));
  }

  /** The keys met that are no columns. */
  strangers(): readonly string[] {
    return [...this.columnOf].flatMap(([key, column]) => (column < 0 ? [key] : []));
  }

  take(text: string, last: boolean): number {
    return takeLines(this, text, last, (line, number) => {
      if (line.trim() !== '') {
        this.input.sink(this.cells(line), number);
      }
    });
  }

  private cells(line: string): string[] {
    const cells: (JsonCell | null)[] = this.seen.map(() => null);
    try {
      readMembers(line, (key, value) => {
        const column = this.columnFor(key);
        if (column < 0) {
          return;
        }
        if (cells[column] !== null && cells[column] !== value) {
          throw this.fault(
            `has two values for the column "${this.input.columns[column]}" (the key ${JSON.stringify(key)} again, perhaps in other case). Leave one of them.`,
          );
        }
        cells[column] = value;
        this.seen[column] = true;
      });
    } catch (error) {
      throw error instanceof JsonFault ? this.malformed(line, error) : error;
    }
    return cells.map((cell) => cell ?? '');
  }

  private columnFor(key: string): number {
    let column = this.columnOf.get(key);
    if (column === undefined) {
      column = this.lookUp(key) ?? (this.input.format.dotsInKeys ? this.lookUp(key.replaceAll('.', '_')) : -1) ?? -1;
      // Objects that are used as maps may have any number of keys.
      if (column >= 0 || this.columnOf.size < mostKeys) {
        this.columnOf.set(key, column);
      }
    }
    return column;
  }

  private lookUp(key: string): number | undefined {
    return this.exact.get(key) ?? this.folded.get(this.input.format.foldCase ? key.toLowerCase() : key);
  }

  private malformed(line: string, fault: JsonFault): MatchInputError {
    const lenient = this.input.format.ignoreMalformed
      ? ' (ignore.malformed.json would make it a record of nulls, which has no primary key)'
      : '';
    return this.fault(`${malformedLine(line, fault)}${lenient}.`);
  }

  private fault(words: string): MatchInputError {
    return new MatchInputError(`Line ${this.line} of ${this.input.file.name} ${words}`);
  }
}

/** The key that a column's values are under. */
function keyOf(column: string, { mapping }: JsonFormat): string {
  return mapping?.[column] ?? column;
}

/** What is wrong with a line of JSON lines, in words that follow the line's number. */
export function malformedLine(line: string, { message, at }: JsonFault): string {
  const start = line.trimStart()[0];
  if (start === '[') {
    return 'begins a JSON array. Each line must hold one object: write the array as JSON lines, for instance with jq -c ".[]"';
  }
  if (start === '{' && at >= line.trimEnd().length) {
    return 'holds only a part of a JSON object. Each line must hold a whole one: write the file as JSON lines, for instance with jq -c "."';
  }
  return `is not a JSON object: ${message} at character ${at + 1}. Each line must hold one object: correct the line`;
}
