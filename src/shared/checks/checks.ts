import type { LabelingFile } from '../file/labelingFile';
import type { Labels } from '../labels/edits';
import { type Say, sayEnglish } from '../say';
import { type ChangedSets, type Contradiction, Contradictions, type OtherFileDecisions } from './contradictions';
import { ContradictionText } from './contradictionText';
import { checkFile, checkSize, largestFile, problem } from './fileChecks';
import { fixesOf } from './fixes';
import type { Fix, Problem, Schema } from './problems';
import { checkSet, type SetFindings } from './setChecks';

export interface CheckOptions {
  readonly schema?: Schema | undefined;
  /** Decisions of other files of the same transform, against which this file's are checked too. */
  readonly otherFiles?: readonly OtherFileDecisions[] | undefined;
  /** In bytes; AWS Glue's default quota of 10 MB unless told. */
  readonly sizeLimit?: number | undefined;
  /** Problems and fixes are told in its language; English unless told. */
  readonly say?: Say | undefined;
}

/** All checks of a labeling file. After an edit only the sets are checked again that it can concern. */
export class Checks {
  readonly #labels: Labels;
  readonly #contradictions: Contradictions;
  readonly #text: ContradictionText;
  readonly #say: Say;
  readonly #fileProblems: readonly Problem[];
  readonly #staticOfSet = new Map<number, Problem[]>();
  readonly #findings: SetFindings[];
  readonly #told = new WeakMap<Contradiction, Problem>();
  readonly #totals = { unlabeled: 0, matched: 0, apart: 0, growth: 0 };
  readonly #sizeLimit: number;
  readonly #setsWithProblems = new Set<number>();
  #setsChecked = 0;
  #cache: readonly Problem[] | undefined;
  #throughSet: ReadonlyMap<number, readonly Contradiction[]> | undefined;

  constructor(labels: Labels, options: CheckOptions = {}) {
    const { schema = {}, otherFiles = [], sizeLimit = largestFile, say = sayEnglish } = options;
    this.#sizeLimit = sizeLimit;
    this.#labels = labels;
    this.#say = say;
    const found = checkFile(labels.file, schema, say);
    this.#fileProblems = found.filter(({ set }) => set === undefined);
    for (const { set, ...rest } of found) {
      if (set !== undefined) {
        const list = this.#staticOfSet.get(set) ?? [];
        list.push({ set, ...rest });
        this.#staticOfSet.set(set, list);
      }
    }
    this.#findings = this.file.sets.map((set) => this.#count(checkSet(set, labels, say), 1));
    this.#setsChecked = this.file.sets.length;
    this.#contradictions = new Contradictions(this.file, labels, schema.primaryKey, otherFiles);
    this.#text = new ContradictionText(this.file, otherFiles, schema.primaryKey, say);
    this.#noteProblems(this.file.sets.keys());
  }

  get file(): LabelingFile {
    return this.#labels.file;
  }

  /** How much has been looked at since the beginning; the difference over an edit is the edit's cost. */
  get work(): { readonly sets: number; readonly records: number } {
    return { sets: this.#setsChecked + this.#contradictions.work.sets, records: this.#contradictions.work.records };
  }

  /**
   * To be called when labels of `rows` have changed, or labels of other files; answers the sets whose problems may have
   * changed.
   */
  update(rows: Iterable<number>, others: Iterable<ChangedSets> = []): number[] {
    const sets = new Set<number>();
    for (const row of rows) {
      sets.add(this.file.setOf(row));
    }
    const before = this.#contradictions.all;
    for (const index of sets) {
      const set = this.file.sets[index];
      const findings = this.#findings[index];
      if (set && findings) {
        this.#count(findings, -1);
        this.#findings[index] = this.#count(checkSet(set, this.#labels, this.#say), 1);
        this.#setsChecked += 1;
      }
    }
    const looked = this.#contradictions.update([{ file: this.file, sets }, ...others]);
    this.#noteProblems(looked);
    this.#cache = undefined;
    this.#throughSet = undefined;
    const changed = new Set(looked);
    for (const contradiction of [...before, ...this.#contradictions.all]) {
      if (looked.has(contradiction.set)) {
        setsOf(contradiction).forEach((set) => {
          changed.add(set);
        });
      }
    }
    return Array.from(changed).sort((a, b) => a - b);
  }

  /** Every problem once: the file's, then each set's in file order. */
  get problems(): readonly Problem[] {
    this.#cache ??= [
      ...this.#fileProblems,
      ...this.#totalProblems(),
      ...Array.from(this.#setsWithProblems)
        .sort((a, b) => a - b)
        .flatMap((set) => this.#ownProblems(set)),
    ];
    return this.#cache;
  }

  /**
   * What to show in the card of a set: its own problems, and the contradictions of other sets that its decisions
   * helped to prove, told from this set's side.
   */
  problemsIn(set: number): readonly Problem[] {
    const through = this.#through().get(set) ?? [];
    const others = through.filter((contradiction) => contradiction.set !== set);
    return [...this.#ownProblems(set), ...others.map((contradiction) => this.#tell(contradiction, set))];
  }

  /** Changes that put the problem right without guessing, against the labels as they are now. */
  fixes(problem: Problem): Fix[] {
    return fixesOf(problem, this.#labels, this.#say);
  }

  #noteProblems(sets: Iterable<number>): void {
    for (const set of sets) {
      const any =
        this.#staticOfSet.has(set) ||
        (this.#findings[set]?.problems.length ?? 0) > 0 ||
        this.#contradictions.of(set).length > 0;
      if (any) {
        this.#setsWithProblems.add(set);
      } else {
        this.#setsWithProblems.delete(set);
      }
    }
  }

  #ownProblems(set: number): Problem[] {
    return [
      ...(this.#staticOfSet.get(set) ?? []),
      ...(this.#findings[set]?.problems ?? []),
      ...this.#contradictions.of(set).map((contradiction) => this.#own(contradiction)),
    ];
  }

  /** Telling a contradiction reads cells, so each is told once. */
  #own(contradiction: Contradiction): Problem {
    const told = this.#told.get(contradiction) ?? this.#tell(contradiction, contradiction.set);
    this.#told.set(contradiction, told);
    return told;
  }

  #tell(contradiction: Contradiction, from: number): Problem {
    const here = contradiction.chain.find(({ file, set }) => file === undefined && set === from);
    return {
      code: 'contradiction',
      severity: 'error',
      set: from,
      rows: from === contradiction.set ? contradiction.rows : (here?.rows ?? []),
      column: undefined,
      text: this.#text.tell(contradiction, from),
      chain: contradiction.chain,
    };
  }

  /** Contradictions by every set of this file that takes part in them. */
  #through(): ReadonlyMap<number, readonly Contradiction[]> {
    if (!this.#throughSet) {
      const bySet = new Map<number, Contradiction[]>();
      for (const contradiction of this.#contradictions.all) {
        for (const set of setsOf(contradiction)) {
          bySet.set(set, [...(bySet.get(set) ?? []), contradiction]);
        }
      }
      this.#throughSet = bySet;
    }
    return this.#throughSet;
  }

  #count(findings: SetFindings, sign: 1 | -1): SetFindings {
    this.#totals.unlabeled += findings.unlabeled ? sign : 0;
    this.#totals.matched += sign * findings.matched;
    this.#totals.apart += sign * findings.apart;
    this.#totals.growth += sign * findings.growth;
    return findings;
  }

  #totalProblems(): Problem[] {
    const { unlabeled, matched, apart, growth } = this.#totals;
    const problems = checkSize(this.file.bytes.length + growth, this.#sizeLimit, this.#say);
    if (unlabeled > 0) {
      const first = this.file.sets.find(({ index }) => this.#findings[index]?.unlabeled === true);
      const text = this.#unlabeledText(unlabeled, this.file.sets.length);
      problems.push(problem('unlabeledSets', 'warning', text, first?.rows.slice(0, 1)));
    }
    // While sets are still to be labeled, the other kind may well come.
    if (unlabeled === 0 && matched > 0 && apart === 0) {
      const text = this.#say('All labeled rows match each other. Labels teach best when some records differ, too.');
      problems.push(problem('onlyMatches', 'warning', text));
    } else if (unlabeled === 0 && apart > 0 && matched === 0) {
      const text = this.#say(
        'No two labeled rows are in the same group. Labels teach best when some records match, too.',
      );
      problems.push(problem('onlyNonMatches', 'warning', text));
    }
    return problems;
  }

  #unlabeledText(unlabeled: number, sets: number): string {
    if (sets === 1) {
      return this.#say('The only set has no labels yet.');
    }
    return unlabeled === 1
      ? this.#say('1 of {0} sets has no labels yet.', sets)
      : this.#say('{0} of {1} sets have no labels yet.', unlabeled, sets);
  }
}

/** The sets of this file that take part in a contradiction. */
function setsOf({ chain }: Contradiction): Set<number> {
  return new Set(chain.filter(({ file }) => file === undefined).map(({ set }) => set));
}
