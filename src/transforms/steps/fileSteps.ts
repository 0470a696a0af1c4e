import * as vscode from 'vscode';
import type { Connections } from '../../connection/connections';
import { objectScheme } from '../../shared/ids';
import type { FileStep } from '../../shared/protocol';
import type { Answers } from '../model/answers';
import { transformIdOfFile } from '../model/transformOf';
import type { Transforms } from '../model/transforms';
import type { ImportRecord, Imports } from './imports';
import type { NextStep } from './nextStep';
import type { Steps } from './steps';

/** Task runs under way, as the labeling editor calls them. */
const goingOn: Readonly<Record<string, FileStep>> = {
  LABELING_SET_GENERATION: 'generating',
  IMPORT_LABELS: 'importing',
};

/** What the labeling editor says of a file's place in the loop. */
export class FileSteps implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly asked = new Set<string>();
  private readonly subscriptions: vscode.Disposable;
  /** Fires when something may have changed for any file. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly parts: {
      readonly connections: Connections;
      readonly transforms: Transforms;
      readonly answers: Answers;
      readonly steps: Steps;
      readonly imports: Imports;
    },
  ) {
    this.subscriptions = vscode.Disposable.from(
      parts.steps.onDidChange(() => this.changed.fire()),
      parts.imports.onDidChange(() => this.changed.fire()),
      this.changed,
    );
  }

  /** The last import of the file, as it was then. */
  imported(uri: vscode.Uri): ImportRecord | undefined {
    return this.parts.imports.ofFile(uri.toString());
  }

  /** What comes next for the transform of the file, as far as it is known. */
  next(uri: vscode.Uri): FileStep | undefined {
    const id = this.transformIdOf(uri);
    if (id === undefined) {
      return undefined;
    }
    const step = this.parts.steps.of(id);
    if (step === undefined) {
      void this.lookAt(id);
    }
    return step && fileStepOf(step);
  }

  /** Takes the next step of the transform of the file. */
  take(uri: vscode.Uri): void {
    void vscode.commands.executeCommand('glueLabeling.nextStep', { transformId: this.transformIdOf(uri) });
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private transformIdOf(uri: vscode.Uri): string | undefined {
    const { connections, answers, imports } = this.parts;
    const isElsewhere = uri.scheme === objectScheme && uri.authority !== connections.current?.id;
    return isElsewhere ? undefined : (transformIdOfFile(answers, uri) ?? imports.ofFile(uri.toString())?.transformId);
  }

  /** Asks once for the task runs of a transform whose file is open. */
  private async lookAt(id: string): Promise<void> {
    const { transforms } = this.parts;
    const entry = transforms.store.get(id);
    if (entry !== undefined && entry.runs === undefined && !this.asked.has(id)) {
      this.asked.add(id);
      // The file can be labeled without; that its next step is not known shows by its lack.
      await transforms.lookAtRuns(id).catch(() => this.asked.delete(id));
    }
  }
}

function fileStepOf(step: NextStep): FileStep {
  return step.kind === 'wait' ? (goingOn[step.taskType] ?? 'estimating') : step.kind;
}
