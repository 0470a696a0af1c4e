import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { damaged, readRecord } from '../root/records';
import type { SetAside } from '../root/setAside';
import { hasCode } from '../systemError';
import type { RunRecord, TransformRecord } from './records';

/** What the labels of a transform are held against. */
export interface LabelFiles {
  /** One file of labels per import that counts or counted, named by its task run. */
  readonly folder: string;
  readonly transform: TransformRecord;
  /** The last import that there is a record of. */
  readonly last: RunRecord | undefined;
  readonly known: (runId: string) => boolean;
  readonly setAside: SetAside;
  /** The next number in the order of runs. */
  readonly next: () => number;
}

/**
 * The record that labels have lost which no later import has replaced: every import keeps all labels there are, so the newest file
 * counts. Older ones are set aside.
 */
export async function lostImports({
  folder,
  transform,
  last,
  known,
  setAside,
  next,
}: LabelFiles): Promise<RunRecord[]> {
  const files = await labelFiles(folder);
  const newest = files.findLast(({ id }) => id === last?.id || !known(id));
  const lost: RunRecord[] = [];
  for (const { id, file, time } of files.filter((one) => !known(one.id))) {
    const labels = id === newest?.id ? await readRecord(file) : undefined;
    if (Array.isArray(labels)) {
      lost.push(importOf(id, transform, { labelCount: labels.length, time, next }));
    } else {
      const why =
        labels === damaged ? 'The labels of an import are damaged.' : 'Labels have lost the record of their import.';
      await setAside.take(file, why);
    }
  }
  return lost;
}

/** Oldest first. */
async function labelFiles(folder: string) {
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) {
      return [];
    }
    throw error;
  });
  const found = names
    .filter((name) => /^tsk-[\da-f]+\.json$/.test(name))
    .map(async (name) => {
      const file = path.join(folder, name);
      return { id: path.basename(name, '.json'), file, time: Math.round((await stat(file)).mtimeMs) };
    });
  return (await Promise.all(found)).sort((a, b) => a.time - b.time);
}

function importOf(
  id: string,
  { id: transformId, timeout, maxRetries }: TransformRecord,
  { labelCount, time, next }: { readonly labelCount: number; readonly time: number; readonly next: () => number },
): RunRecord {
  const times = { started: time, running: time, modified: time, completed: time };
  const work = { type: 'IMPORT_LABELS', input: '', replace: false } as const;
  const order = { sequence: next(), finished: next() };
  return {
    id,
    transformId,
    work,
    status: 'SUCCEEDED',
    ...order,
    ...times,
    outcome: { labelCount },
    timeout,
    retries: maxRetries,
  };
}
