import * as vscode from 'vscode';
import { objectUri } from '../model/objectUri';
import { transformIdOfFile } from '../model/transformOf';
import type { NextStep } from '../steps/nextStep';
import { labelingFileInFront } from '../ui/labelingTabs';
import { pickTransform, transformIdOf } from './ask/pickTransform';
import type { CommandContext } from './command';
import { generateLabelingSet } from './labels/generateLabelingSet';
import { importLabels } from './labels/importLabels';
import { openFile } from './labels/openLabelingSet';
import { estimateQuality } from './runs/estimateQuality';

/** Next Step: does what comes next in the loop with a transform, that of the labeling editor in front if none is named. */
export async function takeNextStep(context: CommandContext, argument: unknown): Promise<void> {
  const named = transformIdOf(argument) ?? transformInFront(context);
  const question = { title: vscode.l10n.t('Next Step') };
  const entry = await pickTransform(context, named === undefined ? argument : { transformId: named }, question);
  const target = { transformId: entry.id };
  const step = await stepOf(context, entry.id);
  switch (step.kind) {
    case 'generate':
      return generateLabelingSet(context, target);
    case 'estimate':
      return estimateQuality(context, target);
    case 'open':
      return openFile(context, step.file.bucket, step.file.key, entry.id);
    case 'import':
      return importLabels(context, objectUri(context.transforms.connection(), step.file.bucket, step.file.key));
    case 'wait':
      throw new Error(
        vscode.l10n.t('A task run of “{0}” is under way. The next step follows it.', entry.transform.Name ?? entry.id),
      );
  }
}

async function stepOf({ steps, transforms }: CommandContext, id: string): Promise<NextStep> {
  const known = steps.of(id);
  if (known !== undefined) {
    return known;
  }
  await transforms.lookAtRuns(id);
  return steps.find(id);
}

function transformInFront({ answers }: CommandContext): string | undefined {
  const inFront = labelingFileInFront();
  return inFront && transformIdOfFile(answers, inFront);
}
