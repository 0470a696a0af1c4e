import { type Filter, noFilter, type Opened } from './state';

/** The place in the list and how it is arranged, kept while the tab is hidden. Never data. */
export interface Place {
  /** Of the document. */
  readonly name: string;
  readonly row: number;
  readonly filter: Filter;
  /** The rows of the set at hand as they stand: they are not to have moved when the tab is shown again. */
  readonly standing: readonly number[];
  /** Texts of the file's problems that were put aside. */
  readonly dismissed: readonly string[];
}

/** What is to be remembered of the state. */
export function placeOf({ name, selection, filter, dismissed, file, orders, settings }: Opened): Place {
  const set = file.sets[file.setOf(selection.cursor)];
  const standing = set && settings.order === 'similarity' ? orders.of(set) : [];
  return { name, row: selection.cursor, filter, standing, dismissed };
}

/** True if both states have the same place. */
export function isSamePlace(a: Opened, b: Opened): boolean {
  return (
    a.name === b.name &&
    a.selection.cursor === b.selection.cursor &&
    a.filter === b.filter &&
    a.dismissed === b.dismissed
  );
}

/** Reads what was remembered, perhaps by another version of this page. Undefined if it is no place in `name`. */
export function parsePlace(value: unknown, name: string): Place | undefined {
  if (!isFields(value) || value.name !== name || !isCount(value.row)) {
    return undefined;
  }
  const { row, filter, standing, dismissed } = value;
  return {
    name,
    row,
    filter: parseFilter(filter),
    standing: Array.isArray(standing) ? standing.filter(isCount) : [],
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
