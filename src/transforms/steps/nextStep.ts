/** Any object whose fields are the task run's own; the SDK's TaskRun fits. */
export interface StepRun {
  readonly TaskRunId?: string | undefined;
  readonly Status?: string | undefined;
  readonly StartedOn?: Date | undefined;
  readonly Properties?: { readonly TaskType?: string | undefined } | undefined;
}

/** A labeling file of the newest labeling set that was generated. */
export interface StepFile {
  readonly bucket: string;
  readonly key: string;
  /** How many of its rows have a label; undefined while that is not known. */
  readonly labels: { readonly labeled: number; readonly rows: number } | undefined;
  /** Its labels, as they are stored now, were imported. */
  readonly isImported: boolean;
}

/** What a transform's next step is judged by. */
export interface StepSituation {
  readonly status: string | undefined;
  /** Newest first, as far as they are known. */
  readonly runs: readonly StepRun[];
  /** Newest first. */
  readonly files: readonly StepFile[];
}

/** The one thing to do next with a transform. */
export type NextStep =
  /** A task run is under way; what comes next depends on it. */
  | { readonly kind: 'wait'; readonly taskType: string }
  | { readonly kind: 'generate' }
  | { readonly kind: 'open'; readonly file: StepFile }
  | { readonly kind: 'import'; readonly file: StepFile }
  | { readonly kind: 'estimate' };

const live: ReadonlySet<string> = new Set(['STARTING', 'RUNNING', 'STOPPING']);

/** Task runs that the loop goes through; an export or a search for matches keeps nobody from going on. */
const ofLoop: ReadonlySet<string> = new Set(['LABELING_SET_GENERATION', 'IMPORT_LABELS', 'EVALUATION']);

/** The next step of the loop: generate, open and label, import, estimate, and generate again. */
export function nextStep({ status, runs, files }: StepSituation): NextStep {
  const running = runs.find((run) => live.has(run.Status ?? '') && ofLoop.has(typeOf(run)));
  if (running !== undefined) {
    return { kind: 'wait', taskType: typeOf(running) };
  }
  const [file] = files;
  if (file !== undefined && !file.isImported) {
    const { labels } = file;
    return { kind: labels !== undefined && labels.labeled === labels.rows ? 'import' : 'open', file };
  }
  const learned = status === 'READY' && isNewer(last(runs, 'IMPORT_LABELS'), last(runs, 'EVALUATION'));
  return { kind: learned ? 'estimate' : 'generate' };
}

/** The newest task run of a type that ended well. */
export function last<Run extends StepRun>(runs: readonly Run[], type: string): Run | undefined {
  return runs.find((run) => typeOf(run) === type && run.Status === 'SUCCEEDED');
}

function typeOf(run: StepRun): string {
  return run.Properties?.TaskType ?? '';
}

function isNewer(run: StepRun | undefined, than: StepRun | undefined): boolean {
  return (
    run !== undefined && (than === undefined || (run.StartedOn?.getTime() ?? 0) > (than.StartedOn?.getTime() ?? 0))
  );
}
