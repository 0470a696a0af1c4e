import { type Filter, noFilter, type Opened } from './state';

/** The place in the list and how it is arranged, kept while the tab is hidden. Never data. */
export interface Place {
  /** Of the document. */
  readonly name: string;
  readonly row: number;
  readonly filter: Filter;
  /** Indexes of the sets that are sorted by similarity. */
  readonly sorted: readonly number[];
  /** Texts of the file's problems that were put aside. */
  readonly dismissed: readonly string[];
}

/** What is to be remembered of the state. */
export function placeOf({ name, selection, filter, sorted, dismissed }: Opened): Place {
  return { name, row: selection.cursor, filter, sorted: [...sorted.keys()], dismissed };
}

/** True if both states have the same place. */
export function isSamePlace(a: Opened, b: Opened): boolean {
  return (
    a.name === b.name &&
    a.selection.cursor === b.selection.cursor &&
    a.filter === b.filter &&
    a.sorted === b.sorted &&
    a.dismissed === b.dismissed
  );
}

/** Reads what was remembered, perhaps by another version of this page. Undefined if it is no place in `name`. */
export function parsePlace(value: unknown, name: string): Place | undefined {
  if (!isFields(value) || value.name !== name || !isCount(value.row)) {
    return undefined;
  }
  const { row, filter, sorted, dismissed } = value;
  return {
    name,
    row,
    filter: parseFilter(filter),
    sorted: Array.isArray(sorted) ? sorted.filter(isCount) : [],
    dismissed: Array.isArray(dismissed) ? dismissed.filter((text) => typeof text === 'string') : [],
  };
}

function parseFilter(value: unknown): Filter {
  if (!isFields(value) || typeof value.text !== 'string') {
    return noFilter;
  }
  return { text: value.text, unlabeled: value.unlabeled === true, problems: value.problems === true };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
