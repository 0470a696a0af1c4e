import type { DocumentStatus, FileStep } from '../../../src/shared/protocol';
import type { Say, TextKey } from '../parts/strings';
import type { Session } from '../state/session';

/** What the button of each step says. */
export const stepTexts: Readonly<Record<FileStep, TextKey>> = {
  import: 'saveAndImport',
  open: 'stepOpen',
  estimate: 'stepEstimate',
  generate: 'stepGenerate',
  importing: 'stepImporting',
  generating: 'stepGenerating',
  estimating: 'stepEstimating',
};

type Taken = Exclude<FileStep, 'importing' | 'generating' | 'estimating'>;

/** Whether a step can be taken; the others go on by themselves. */
export function canTake(step: FileStep): step is Taken {
  return step !== 'importing' && step !== 'generating' && step !== 'estimating';
}

/** Takes the next step with the file, or with its transform. */
export function takeStep(session: Session): void {
  const step = session.opened?.status.step;
  if (step !== undefined && canTake(step)) {
    session.send({ type: 'step', step });
  }
}

/** "Imported 21:39 · 100 labels"; with the day where it was another. */
export function importedText(say: Say, { at, labels }: NonNullable<DocumentStatus['imported']>): string {
  const time = new Date(at);
  const clock = time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const isToday = time.toDateString() === new Date().toDateString();
  const when = isToday ? clock : `${time.toLocaleDateString()} ${clock}`;
  return labels === 1 ? say('importedLabel', when) : say('importedLabels', when, labels);
}
