import { freeGroupNames } from '../../src/shared/groups';
import type { Proposal, ProposedGroup } from './proposal';
import type { Opened } from './state';

/**
 * Suggested groups for the unlabeled rows of a set, undefined if there are none. What the user has decided stands: rows
 * that look like labeled ones are suggested for their group.
 */
export function propose({ file, labels, suggester }: Opened, index: number): Proposal | undefined {
  const set = file.sets[index];
  const open = set?.rows.filter((row) => labels.get(row) === '' && file.canLabel(row)) ?? [];
  if (!set || open.length === 0) {
    return undefined;
  }
  const suggestion = suggester.get().suggest(set.rows);
  const fresh = freeGroupNames(set, labels, open.length);
  const groups: ProposedGroup[] = [];
  const grouped = new Set<number>();
  for (const { rows, reason } of suggestion.groups) {
    const given = commonest(rows.map((row) => labels.get(row)).filter((label) => label !== ''));
    const empty = rows.filter((row) => open.includes(row));
    if (empty.length > 0) {
      groups.push({ label: given ?? fresh.shift() ?? '', rows: empty, reason });
      empty.forEach((row) => {
        grouped.add(row);
      });
    }
  }
  for (const row of open.filter((candidate) => !grouped.has(candidate))) {
    groups.push({ label: fresh.shift() ?? '', rows: [row], reason: '' });
  }
  const proposed = new Map(groups.flatMap(({ label, rows }) => rows.map((row) => [row, label] as const)));
  return { set: index, groups, labels: proposed };
}

/** The rows of a set, similar ones next to each other. */
export function similarityOrder({ file, suggester }: Opened, index: number): readonly number[] {
  const rows = file.sets[index]?.rows ?? [];
  return suggester.get().suggest(rows).order;
}

function commonest(labels: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const label of labels) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
