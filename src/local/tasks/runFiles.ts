import { link, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DrawnPair } from '../match/job';
import { moveDurably } from '../objects/body';
import { removeFolder } from '../removeFolder';
import type { RunRecord } from '../state/records';
import type { State } from '../state/state';
import { hasCode } from '../systemError';
import { JobFailure } from './workerProcess';

const lostLabels = 'The file with the imported labels is missing. Import your labels again.';

/** What files go by: a task run, or other work on a transform that has an id of its own. */
export type RunOfTransform = Pick<RunRecord, 'id' | 'transformId'>;

/**
 * Files that belong to task runs: the labels that count since an import, the records a generation asked about, and a folder for the
 * time a run is live. A file is named by its run and counts only if the run succeeded.
 */
export class RunFiles {
  constructor(
    private readonly state: State,
    private readonly scratch: string,
  ) {}

  /** Removes what runs of an earlier process left in their scratch folders. */
  async clear(): Promise<void> {
    // A worker of the earlier process may be writing its last.
    await rm(this.scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    await mkdir(this.scratch, { recursive: true, mode: 0o700 });
  }

  scratchOf(run: RunOfTransform): string {
    return path.join(this.scratch, run.id);
  }

  /** A new folder for the time a run is live. */
  async makeScratch(run: RunOfTransform): Promise<string> {
    const folder = this.scratchOf(run);
    await mkdir(path.join(folder, 'table'), { recursive: true });
    await mkdir(path.join(folder, 'work'), { recursive: true });
    return folder;
  }

  /** What can't be removed now goes at the next start: it is no fault of the run. */
  async removeScratch(run: RunOfTransform): Promise<void> {
    await removeFolder(this.scratchOf(run)).catch(() => undefined);
  }

  /** A link in the run's scratch folder to the labels that count now, which a later import may remove; [] where there are none. */
  async labels(run: RunOfTransform): Promise<string> {
    const file = path.join(this.scratchOf(run), 'labels.json');
    while (!(await this.linkLabels(run.transformId, file))) {
      // A newer import has just replaced the file; its labels are the ones to take.
    }
    return file;
  }

  /**
   * A file in the scratch folder with the primary keys of all labeling sets that earlier runs asked about. `again` tells those of a run
   * whose record of it is gone or damaged.
   */
  async asked(run: RunRecord, again: (earlier: RunRecord) => Promise<readonly (readonly string[])[]>): Promise<string> {
    const sets: (readonly string[])[] = [];
    for (const earlier of this.state.runs(run.transformId)) {
      if (earlier.work.type === 'LABELING_SET_GENERATION' && earlier.status === 'SUCCEEDED') {
        sets.push(...((await readRecord(this.askedOf(earlier), isKeys)) ?? (await again(earlier))));
      }
    }
    const file = path.join(this.scratchOf(run), 'asked.json');
    await writeFile(file, JSON.stringify(sets));
    return file;
  }

  /** A file in the scratch folder with the pairs that all generations drew at random; those whose record is lost are missing. */
  async drawn(run: RunOfTransform): Promise<string> {
    const drawn: DrawnPair[] = [];
    for (const earlier of this.state.runs(run.transformId)) {
      if (earlier.work.type === 'LABELING_SET_GENERATION' && earlier.status === 'SUCCEEDED') {
        drawn.push(...((await readRecord(this.drawnOf(earlier), isDrawn)) ?? []));
      }
    }
    const file = path.join(this.scratchOf(run), 'drawn.json');
    await writeFile(file, JSON.stringify(drawn));
    return file;
  }

  async keepDrawn(run: RunRecord, drawn: readonly DrawnPair[]): Promise<void> {
    const file = path.join(this.scratchOf(run), 'drawn-now.json');
    await writeFile(file, JSON.stringify(drawn));
    await keep(file, this.drawnOf(run));
  }

  async keepLabels(run: RunRecord, file: string): Promise<void> {
    await keep(file, this.labelsOf(run));
  }

  async keepAsked(run: RunRecord, sets: readonly (readonly string[])[]): Promise<void> {
    const file = path.join(this.scratchOf(run), 'asked-now.json');
    await writeFile(file, JSON.stringify(sets));
    await keep(file, this.askedOf(run));
  }

  /** Removes what a run kept, when it did not succeed or when a later one replaced it. */
  async forget(run: RunRecord): Promise<void> {
    await rm(this.labelsOf(run), { force: true });
    await rm(this.askedOf(run), { force: true });
    await rm(this.drawnOf(run), { force: true });
  }

  private async linkLabels(transformId: string, file: string): Promise<boolean> {
    const last = this.state.results(transformId).lastImport;
    if (!last) {
      await writeFile(file, '[]');
      return true;
    }
    try {
      await link(this.labelsOf(last), file);
      return true;
    } catch (error) {
      if (this.state.results(transformId).lastImport === last) {
        throw hasCode(error, 'ENOENT') ? new JobFailure(lostLabels) : error;
      }
      return false;
    }
  }

  private labelsOf(run: RunRecord): string {
    return path.join(this.state.transformFolder(run.transformId), 'labels', `${run.id}.json`);
  }

  private drawnOf(run: RunRecord): string {
    return path.join(this.state.transformFolder(run.transformId), 'drawn', `${run.id}.json`);
  }

  private askedOf(run: RunRecord): string {
    return path.join(this.state.transformFolder(run.transformId), 'asked', `${run.id}.json`);
  }
}

/** Moves a file to where it stays; it is whole and on disk when this resolves. */
async function keep(file: string, target: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await mkdir(path.dirname(target), { recursive: true });
  await moveDurably(file, target);
}

/** Undefined where the file is gone or is not as it was written. */
async function readRecord<T>(file: string, isItem: (item: unknown) => item is T): Promise<readonly T[] | undefined> {
  try {
    const items: unknown = JSON.parse(await readFile(file, 'utf8'));
    return Array.isArray(items) && items.every(isItem) ? items : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, 'ENOENT')) {
      return undefined;
    }
    throw error;
  }
}

function isKeys(set: unknown): set is readonly string[] {
  return Array.isArray(set) && set.every((key) => typeof key === 'string');
}

function isDrawn(pair: unknown): pair is DrawnPair {
  return (
    typeof pair === 'object' &&
    pair !== null &&
    'a' in pair &&
    typeof pair.a === 'string' &&
    'b' in pair &&
    typeof pair.b === 'string' &&
    'chance' in pair &&
    typeof pair.chance === 'number' &&
    'draws' in pair &&
    typeof pair.draws === 'number'
  );
}
