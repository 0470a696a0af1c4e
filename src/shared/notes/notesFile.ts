import type { LabelingFile, LabelingSet } from '../file/labelingFile';

/** What is kept of one row beside its file. The row is found by what it holds, not by its number. */
export interface RowNote {
  /** Id of the row's labeling set. */
  readonly set: string;
  /** Digest of all that the row holds but its label; with a number for all but the first of those that hold the same. */
  readonly record: string;
  /** It was set aside: decided, but without a label. */
  readonly unsure: boolean;
  readonly note: string;
}

export interface SetNote {
  readonly set: string;
  readonly note: string;
}

/** What is kept beside a labeling file: rows that were set aside, and notes. */
export interface FileNotes {
  readonly rows: readonly RowNote[];
  readonly sets: readonly SetNote[];
}

export type DigestOf = (file: LabelingFile, row: number) => string;

export const noNotes: FileNotes = { rows: [], sets: [] };

/** In characters; a longer note is refused, never cut. */
export const longestNote = 500;

/** What is kept of what was typed: a note is one line. */
export function noteOf(typed: string): string {
  return typed.replace(/\s+/g, ' ').trim();
}

const format = 1;

/** The name of the file of notes: hidden as Spark and Glue see it, and no CSV, so that no import takes it for labels. */
export function notesName(fileName: string): string {
  return `.${fileName}.notes.json`;
}

/** The same for a path, or a key, with folders. */
export function notesPath(path: string): string {
  const at = path.lastIndexOf('/') + 1;
  return path.slice(0, at) + notesName(path.slice(at));
}

/** Reads a file of notes. @throws Error if it is none, or of another format: what it holds must not be written over */
export function parseNotes(text: string): FileNotes {
  const value: unknown = JSON.parse(text);
  if (!isFields(value) || value.format !== format || !Array.isArray(value.rows) || !Array.isArray(value.sets)) {
    throw new Error(`The notes are not of format ${format}.`);
  }
  return { rows: value.rows.map(rowNote), sets: value.sets.map(setNote) };
}

/** The text of a file of notes. Sorted, so that equal notes are equal texts. */
export function notesText({ rows, sets }: FileNotes): string {
  const sorted = {
    format,
    rows: rows
      .filter(({ unsure, note }) => unsure || note !== '')
      .sort((a, b) => compare(a.set, b.set) || compare(a.record, b.record))
      .map(({ set, record, unsure, note }) => ({ set, record, ...(unsure && { unsure }), ...(note && { note }) })),
    sets: sets.filter(({ note }) => note !== '').sort((a, b) => compare(a.set, b.set)),
  };
  return `${JSON.stringify(sorted, undefined, 2)}\n`;
}

/** The rows of the file that were set aside. A row that has a label is none of them, whatever the notes say. */
export function unsureRows(file: LabelingFile, keys: readonly string[], digestOf: DigestOf): number[] {
  return matching(file, keys, digestOf)
    .map(([row]) => row)
    .filter((row) => file.canLabel(row) && file.storedLabel(row) === '');
}

/** Stands for a row wherever it is in the file. */
export function rowKey({ set, record }: Pick<RowNote, 'set' | 'record'>): string {
  return `${record} ${set}`;
}

/** The keys of rows of this file, in the order of the rows. */
export function keysOfRows(file: LabelingFile, rows: readonly number[], digestOf: DigestOf): readonly string[] {
  const keys = new Map<number, ReadonlyMap<number, string>>();
  return rows.map((row) => {
    const index = file.setOf(row);
    const set = file.sets[index];
    const ofSet = keys.get(index) ?? (set ? keysOfSet(file, set, digestOf) : new Map<number, string>());
    keys.set(index, ofSet);
    return ofSet.get(row) ?? '';
  });
}

/** Rows of a set that hold the same are told apart by which of them they are. */
function keysOfSet(file: LabelingFile, { id, rows }: LabelingSet, digestOf: DigestOf): ReadonlyMap<number, string> {
  const alike = new Map<string, number>();
  return new Map(
    rows.map((row) => {
      const record = digestOf(file, row);
      const which = (alike.get(record) ?? 0) + 1;
      alike.set(record, which);
      return [row, rowKey({ set: id, record: which === 1 ? record : `${record}#${which}` })];
    }),
  );
}

/** Keys of the rows that were set aside, sorted. */
export function unsureKeys({ rows }: FileNotes): readonly string[] {
  return rows
    .filter(({ unsure }) => unsure)
    .map(rowKey)
    .sort();
}

/** The same notes with just these rows set aside. */
export function withUnsure(notes: FileNotes, keys: readonly string[]): FileNotes {
  const open = new Set(keys);
  const rows = notes.rows.map((row) => ({ ...row, unsure: open.delete(rowKey(row)) }));
  const added = [...open].map((key) => ({ ...partsOfKey(key), unsure: true, note: '' }));
  return { ...notes, rows: [...rows, ...added] };
}

/** The same notes with another one on a row. What someone else wrote there meanwhile stays. */
export function withRowNote(notes: FileNotes, key: string, before: string, note: string): FileNotes {
  const known = notes.rows.find((row) => rowKey(row) === key);
  const text = joined(known?.note ?? '', before, note);
  const others = notes.rows.filter((row) => row !== known);
  return { ...notes, rows: [...others, { ...partsOfKey(key), unsure: known?.unsure ?? false, note: text }] };
}

/** The same notes with another one on a set. What someone else wrote there meanwhile stays. */
export function withSetNote(notes: FileNotes, set: string, before: string, note: string): FileNotes {
  const known = notes.sets.find((other) => other.set === set);
  const others = notes.sets.filter((other) => other !== known);
  return { ...notes, sets: [...others, { set, note: joined(known?.note ?? '', before, note) }] };
}

/** The notes by row and by set of a file. */
export function notesOn(
  file: LabelingFile,
  { rows, sets }: FileNotes,
  digestOf: DigestOf,
): { readonly rows: readonly (readonly [number, string])[]; readonly sets: readonly (readonly [number, string])[] } {
  const byKey = new Map(rows.filter(({ note }) => note !== '').map((row) => [rowKey(row), row.note]));
  const found = matching(file, [...byKey.keys()], digestOf);
  const bySet = new Map(sets.map(({ set, note }) => [set, note]));
  return {
    rows: found.map(([row, key]) => [row, byKey.get(key) ?? '']),
    sets: file.sets.flatMap(({ id, index }) => {
      const note = bySet.get(id) ?? '';
      return note === '' ? [] : [[index, note] as const];
    }),
  };
}

/** The rows that the keys stand for, with their keys. Only rows of sets that the keys name are digested. */
function matching(
  file: LabelingFile,
  keys: readonly string[],
  digestOf: DigestOf,
): readonly (readonly [row: number, key: string])[] {
  const wanted = new Set(keys);
  const sets = new Set(keys.map((key) => partsOfKey(key).set));
  return file.sets
    .filter(({ id }) => sets.has(id))
    .flatMap((set) => [...keysOfSet(file, set, digestOf)])
    .filter(([, key]) => wanted.has(key));
}

function partsOfKey(key: string): { readonly set: string; readonly record: string } {
  const at = key.indexOf(' ');
  return { record: key.slice(0, at), set: key.slice(at + 1) };
}

/** `now` is what is stored, `before` what the writer saw. */
function joined(now: string, before: string, note: string): string {
  return now === before || now === '' || now === note ? note : note === '' ? now : `${now} / ${note}`;
}

function rowNote(value: unknown): RowNote {
  if (!isFields(value) || typeof value.set !== 'string' || typeof value.record !== 'string') {
    throw new Error('A note on a row is damaged.');
  }
  const { set, record, unsure, note } = value;
  return { set, record, unsure: unsure === true, note: typeof note === 'string' ? note : '' };
}

function setNote(value: unknown): SetNote {
  if (!isFields(value) || typeof value.set !== 'string' || typeof value.note !== 'string') {
    throw new Error('A note on a set is damaged.');
  }
  return { set: value.set, note: value.note };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
