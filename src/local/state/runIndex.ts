import { isLive, type RunRecord } from './records';

export interface RunResults {
  readonly lastImport?: RunRecord;
  readonly lastEvaluation?: RunRecord;
}

/** Task runs in memory, with what is asked of them often kept at hand: who is live, and the results that count. */
export class RunIndex {
  private readonly byTransform = new Map<string, Map<string, RunRecord>>();
  private readonly liveRecords = new Map<string, RunRecord>();
  private readonly jobRecords = new Map<string, RunRecord>();
  private readonly resultRecords = new Map<string, RunResults>();

  get(transformId: string, id: string): RunRecord | undefined {
    return this.byTransform.get(transformId)?.get(id);
  }

  /** Oldest first. */
  of(transformId: string): RunRecord[] {
    return [...(this.byTransform.get(transformId)?.values() ?? [])];
  }

  live(transformId?: string): RunRecord[] {
    const all = [...this.liveRecords.values()];
    return transformId === undefined ? all : all.filter((run) => run.transformId === transformId);
  }

  jobRuns(): RunRecord[] {
    return [...this.jobRecords.values()];
  }

  results(transformId: string): RunResults {
    return this.resultRecords.get(transformId) ?? {};
  }

  set(run: RunRecord): void {
    const runs = this.byTransform.get(run.transformId) ?? new Map<string, RunRecord>();
    this.byTransform.set(run.transformId, runs.set(run.id, run));
    if (isLive(run.status)) {
      this.liveRecords.set(run.id, run);
    } else {
      this.liveRecords.delete(run.id);
    }
    if (run.work.type === 'FIND_MATCHES') {
      this.jobRecords.set(run.id, run);
    }
    if (run.status === 'SUCCEEDED') {
      this.resultRecords.set(run.transformId, newer(this.results(run.transformId), run));
    }
  }

  /** Forgets the runs of a transform. */
  forget(transformId: string): void {
    for (const run of this.of(transformId)) {
      this.liveRecords.delete(run.id);
      this.jobRecords.delete(run.id);
    }
    this.byTransform.delete(transformId);
    this.resultRecords.delete(transformId);
  }
}

function newer(results: RunResults, run: RunRecord): RunResults {
  const isNewer = (old: RunRecord | undefined) => (run.finished ?? 0) >= (old?.finished ?? 0);
  if (run.work.type === 'IMPORT_LABELS' && isNewer(results.lastImport)) {
    return { ...results, lastImport: run };
  }
  if (run.work.type === 'EVALUATION' && isNewer(results.lastEvaluation)) {
    return { ...results, lastEvaluation: run };
  }
  return results;
}
