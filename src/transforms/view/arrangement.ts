import type { Memento } from 'vscode';
import { type Disposable, Emitter } from '../../shared/events';
import type { TransformEntry } from '../model/store';

export type TransformOrder = 'name' | 'status' | 'modified' | 'labels';

export const statusFilters = ['NOT_READY', 'READY', 'DELETING'] as const;

/** How the transforms are shown. Both filters are off when undefined. */
export interface Arrangement {
  readonly order: TransformOrder;
  readonly name: string | undefined;
  readonly status: (typeof statusFilters)[number] | undefined;
}

const key = 'glueLabeling.arrangement';
const initial: Arrangement = { order: 'name', name: undefined, status: undefined };

/** The arrangement of this workspace's view. */
export class ArrangementMemory implements Disposable {
  private readonly changed = new Emitter<void>();

  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: Memento) {}

  get value(): Arrangement {
    return { ...initial, ...this.memory.get<Partial<Arrangement>>(key) };
  }

  get isFiltered(): boolean {
    const { name, status } = this.value;
    return name !== undefined || status !== undefined;
  }

  async set(arrangement: Arrangement): Promise<void> {
    await this.memory.update(key, arrangement);
    this.changed.fire();
  }

  async clearFilter(): Promise<void> {
    await this.set({ ...initial, order: this.value.order });
  }

  dispose(): void {
    this.changed.dispose();
  }
}

const statusRank: Readonly<Record<string, number>> = { NOT_READY: 0, READY: 1, DELETING: 2 };

/** @returns the entries that pass the filters, in order; equal ones by name. */
export function arrange(entries: readonly TransformEntry[], { order, name, status }: Arrangement): TransformEntry[] {
  const part = name?.toLowerCase();
  return entries
    .filter(({ transform }) => status === undefined || transform.Status === status)
    .filter(({ transform, id }) => part === undefined || (transform.Name ?? id).toLowerCase().includes(part))
    .sort((a, b) => compare(a, b, order) || byName(a, b));
}

function compare({ transform: a }: TransformEntry, { transform: b }: TransformEntry, order: TransformOrder): number {
  switch (order) {
    case 'status':
      return (statusRank[a.Status ?? ''] ?? 3) - (statusRank[b.Status ?? ''] ?? 3);
    case 'modified':
      return (b.LastModifiedOn?.getTime() ?? 0) - (a.LastModifiedOn?.getTime() ?? 0);
    case 'labels':
      return (a.LabelCount ?? 0) - (b.LabelCount ?? 0);
    case 'name':
      return 0;
  }
}

function byName(a: TransformEntry, b: TransformEntry): number {
  return (a.transform.Name ?? a.id).localeCompare(b.transform.Name ?? b.id, undefined, { numeric: true });
}
