import type { LogOutputChannel } from 'vscode';
import type { Connections } from '../../connection/connections';
import type { Answers } from '../answers';
import type { StartedRuns } from '../startedRuns';
import type { Imports } from '../steps/imports';
import type { Steps } from '../steps/steps';
import type { Transforms } from '../transforms';
import type { TransformsTree } from '../tree';
import type { ReadOnlyDocuments } from '../ui/readOnlyDocuments';
import { Cancelled, type Ui } from '../ui/ui';
import type { Watcher } from '../watcher';
import type { DecisionsBeside } from './importChecks';

/** What commands work with. Each takes the part it needs. */
export interface CommandContext {
  readonly connections: Connections;
  readonly transforms: Transforms;
  readonly tree: TransformsTree;
  readonly watcher: Watcher;
  readonly started: StartedRuns;
  readonly answers: Answers;
  readonly imports: Imports;
  readonly steps: Steps;
  readonly ui: Ui;
  readonly log: LogOutputChannel;
  /** Opens a transform in the view. */
  readonly reveal: (transformId: string) => Promise<void>;
  readonly documents: Pick<ReadOnlyDocuments, 'showMarkdown' | 'showText'>;
  /** What other open labeling files decide about the records of a file. */
  readonly decisionsBeside: DecisionsBeside;
}

/** @returns the answer. @throws Cancelled when there is none. */
export function answered<T>(answer: T | undefined): T {
  if (answer === undefined) {
    throw new Cancelled();
  }
  return answer;
}
