import type { LogOutputChannel, Uri } from 'vscode';
import type { Connections } from '../../connection/connections';
import type { OtherFileDecisions } from '../../shared/checks/contradictions';
import type { LabelingFile } from '../../shared/file/labelingFile';
import type { Answers } from '../model/answers';
import type { StartedRuns } from '../model/startedRuns';
import type { Transforms } from '../model/transforms';
import type { Watcher } from '../model/watcher';
import type { Imports } from '../steps/imports';
import type { Steps } from '../steps/steps';
import type { ReadOnlyDocuments } from '../ui/readOnlyDocuments';
import { Cancelled, type Ui } from '../ui/ui';
import type { TransformsTree } from '../view/tree';

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

/** The decisions of open labeling files, but that at `uri`, about the table that the file is of. */
export type DecisionsBeside = (uri: Uri, file: LabelingFile) => readonly OtherFileDecisions[];
