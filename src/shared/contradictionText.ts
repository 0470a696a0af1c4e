import type { Contradiction } from './contradictions';
import { columnNamed, type LabelingFile } from './labelingFile';
import type { Decision } from './problems';
import { placesIn } from './setChecks';

const longestName = 40;

/** Tells contradictions: which rows, seen from which set, and the chain of decisions that proves it. */
export class ContradictionText {
  readonly #file: LabelingFile;
  readonly #others: ReadonlyMap<string, LabelingFile>;
  readonly #primaryKey: string | undefined;

  constructor(
    file: LabelingFile,
    others: readonly { readonly name: string; readonly file: LabelingFile }[],
    primaryKey: string | undefined,
  ) {
    this.#file = file;
    this.#others = new Map(others.map((other) => [other.name, other.file]));
    this.#primaryKey = primaryKey;
  }

  /** The contradiction as set `from` of this file meets it, which may keep the rows apart or have helped to join them. */
  tell({ set, chain }: Contradiction, from: number): string {
    const apart = chain.at(-1);
    const here = chain.find((decision) => decision.file === undefined && decision.set === from);
    if (!here || !apart) {
      return '';
    }
    const links = chain.slice(0, -1).map((decision) => this.#decision(decision));
    if (here.same) {
      const proof = [...links, this.#decision(apart)].join(', ');
      return `${this.#rows(here)} are in one group here, which contradicts set ${set + 1}: ${proof}.`;
    }
    return links.length === 0
      ? `${this.#rows(apart)} are the same record (${this.#name(apart, 0)}) but in different groups.`
      : `${this.#rows(apart)} are in different groups here, but decisions elsewhere make them one: ${links.join(', ')}.`;
  }

  #rows({ set, rows }: Decision): string {
    const { rows: all = [] } = this.#file.sets[set] ?? {};
    const places = placesIn({ rows: all }, rows).sort((a, b) => a - b);
    return `Rows ${places.join(' and ')}`;
  }

  #decision(decision: Decision): string {
    const place = `set ${decision.set + 1}${decision.file === undefined ? '' : ` of ${decision.file}`}`;
    return `${this.#name(decision, 0)} ${decision.same ? '=' : '≠'} ${this.#name(decision, 1)} (${place})`;
  }

  /** What a user knows the record by: its primary key, else its first cell that is not empty. */
  #name({ file: name, rows }: Decision, at: 0 | 1): string {
    const file = name === undefined ? this.#file : (this.#others.get(name) ?? this.#file);
    const key = this.#primaryKey === undefined ? -1 : columnNamed(file.columns, this.#primaryKey);
    const data = Array.from(file.columns.keys()).filter(
      (column) => column !== file.setIdColumn && column !== file.labelColumn,
    );
    for (const column of [key, ...data]) {
      const cell = file.cell(rows[at], column).trim().replace(/\s+/g, ' ');
      if (cell !== '') {
        return cell.length > longestName ? `${cell.slice(0, longestName)}…` : cell;
      }
    }
    return `line ${file.lineOf(rows[at])}`;
  }
}
