import type { LabelingFile } from '../file/labelingFile';
import type { Say } from '../say';
import { quoted } from '../visible';
import type { Contradiction } from './contradictions';
import type { Decision } from './problems';
import { placesIn } from './setChecks';

const longestName = 40;

/** Tells contradictions: which rows, seen from which set, and the chain of decisions that proves it. */
export class ContradictionText {
  readonly #file: LabelingFile;
  readonly #others: ReadonlyMap<string, LabelingFile>;
  readonly #primaryKey: string | undefined;
  readonly #say: Say;

  constructor(
    file: LabelingFile,
    others: readonly { readonly name: string; readonly file: LabelingFile }[],
    primaryKey: string | undefined,
    say: Say,
  ) {
    this.#file = file;
    this.#others = new Map(others.map((other) => [other.name, other.file]));
    this.#primaryKey = primaryKey;
    this.#say = say;
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
      const [one, other] = this.#places(here);
      return this.#say(
        'Rows {0} and {1} are in the same group here, which contradicts set {2}: {3}.',
        one,
        other,
        set + 1,
        proof,
      );
    }
    const [one, other] = this.#places(apart);
    return links.length === 0
      ? this.#say(
          'Rows {0} and {1} are the same record ({2}) but in different groups.',
          one,
          other,
          this.#name(apart, 0),
        )
      : this.#say(
          'Rows {0} and {1} are in different groups here, but decisions elsewhere make them one: {2}.',
          one,
          other,
          links.join(', '),
        );
  }

  #places({ set, rows }: Decision): [number, number] {
    const { rows: all = [] } = this.#file.sets[set] ?? {};
    const [one = 0, other = 0] = placesIn({ rows: all }, rows).sort((a, b) => a - b);
    return [one, other];
  }

  #decision(decision: Decision): string {
    const place =
      decision.file === undefined
        ? this.#say('set {0}', decision.set + 1)
        : this.#say('set {0} of “{1}”', decision.set + 1, decision.file);
    return `${this.#name(decision, 0)} ${decision.same ? '=' : '≠'} ${this.#name(decision, 1)} (${place})`;
  }

  /** What a user knows the record by: its primary key, else its first cell that is not empty. */
  #name({ file: name, rows }: Decision, at: 0 | 1): string {
    const file = name === undefined ? this.#file : (this.#others.get(name) ?? this.#file);
    const key = this.#primaryKey === undefined ? -1 : file.dataColumnNamed(this.#primaryKey);
    for (const column of [key, ...file.dataColumns]) {
      const cell = file.cell(rows[at], column).trim().replace(/\s+/g, ' ');
      if (cell !== '') {
        return quoted(cell, longestName);
      }
    }
    return this.#say('line {0}', file.lineOf(rows[at]));
  }
}
