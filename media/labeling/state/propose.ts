import type { LabelingFile } from '../../../src/shared/file/labelingFile';
import type { Labels } from '../../../src/shared/labels/edits';
import { freeGroupNames } from '../../../src/shared/labels/groups';
import { asStored } from '../../../src/shared/labels/unsure';
import type { Suggester, Suggestion } from '../../../src/shared/suggest/suggest';
import type { Lazy } from '../parts/lazy';
import type { Proposal, ProposedGroup } from './proposal';

interface Proposing {
  readonly file: LabelingFile;
  readonly labels: Pick<Labels, 'get'>;
}

/**
 * Suggested groups for the unlabeled rows of a set, undefined if there are none. What the user has decided stands: rows
 * that look like labeled ones are suggested for their group.
 */
export function propose(
  state: Proposing & { readonly suggester: Lazy<Pick<Suggester, 'suggest'>> },
  index: number,
): Proposal | undefined {
  const rows = openRows(state, index);
  return rows.length === 0
    ? undefined
    : named(state, index, state.suggester.get().suggest(state.file.sets[index]?.rows ?? []), noNames);
}

/**
 * The proposals after labels of some sets have changed: they follow what the user decides, keep their names as long as
 * no group has them, and go when no row is left for them. The same map if none is concerned.
 */
export function adjusted(
  state: Proposing & { readonly proposals: ReadonlyMap<number, Proposal> },
  sets: Iterable<number>,
): ReadonlyMap<number, Proposal> {
  const concerned = [...sets].flatMap((index) => state.proposals.get(index) ?? []);
  if (concerned.length === 0) {
    return state.proposals;
  }
  const proposals = new Map(state.proposals);
  for (const { set, suggestion, labels } of concerned) {
    const next = named(state, set, suggestion, labels);
    if (next) {
      proposals.set(set, next);
    } else {
      proposals.delete(set);
    }
  }
  return proposals;
}

/**
 * The labels as they are on the screen: where a suggestion waits, unlabeled rows count as in their suggested group. Not
 * so `rows`, which are about to be labeled. A name that is free here is new to the eye, too.
 */
export function labelsAsShown(
  { labels, proposals, file }: { labels: Labels; file: LabelingFile; proposals: ReadonlyMap<number, Proposal> },
  rows: Iterable<number>,
): Pick<Labels, 'get' | 'file'> {
  const own = new Set(rows);
  return {
    file,
    get: (row) => labels.get(row) || (own.has(row) ? '' : (proposals.get(file.setOf(row))?.labels.get(row) ?? '')),
  };
}

const noNames: ReadonlyMap<number, string> = new Map();

/** What is suggested for the rows that are still open. `before` are the names that they had until now. */
function named(
  state: Proposing,
  index: number,
  suggestion: Suggestion,
  before: ReadonlyMap<number, string>,
): Proposal | undefined {
  const set = state.file.sets[index];
  const parts = set ? partsOf(state, index, suggestion) : [];
  if (!set || parts.length === 0) {
    return undefined;
  }
  const taken = new Set(set.rows.map((row) => state.labels.get(row).trim().toUpperCase()));
  const kept = parts.map(({ given, rows }) => {
    const name = given ?? rows.map((row) => before.get(row)).find((known) => known !== undefined);
    if (given === undefined && name !== undefined) {
      if (taken.has(name.toUpperCase())) {
        return undefined;
      }
      taken.add(name.toUpperCase());
    }
    return name;
  });
  const fresh = freeGroupNames(set, state.labels, 2 * parts.length).filter((name) => !taken.has(name));
  const groups = parts.map(({ rows, reason }, at) => ({ label: kept[at] ?? fresh.shift() ?? '', rows, reason }));
  const labels = new Map(groups.flatMap(({ label, rows }) => rows.map((row) => [row, label] as const)));
  return { set: index, suggestion, groups, labels, asked: false };
}

interface Part extends Omit<ProposedGroup, 'label'> {
  /** The label that rows which look like these have already. */
  readonly given: string | undefined;
}

/** The open rows of a set, those that look alike together. */
function partsOf(state: Proposing, index: number, { groups }: Suggestion): Part[] {
  const open = new Set(openRows(state, index));
  const parts: Part[] = [];
  for (const { rows, reason } of groups) {
    const given = commonest(rows.map((row) => asStored(state.labels.get(row))).filter((label) => label !== ''));
    const empty = rows.filter((row) => open.delete(row));
    if (empty.length > 0) {
      parts.push({ rows: empty, reason, given });
    }
  }
  return [...parts, ...[...open].map((row) => ({ rows: [row], reason: '', given: undefined }))];
}

function openRows({ file, labels }: Proposing, index: number): readonly number[] {
  return file.sets[index]?.rows.filter((row) => labels.get(row) === '' && file.canLabel(row)) ?? [];
}

function commonest(labels: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const label of labels) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
