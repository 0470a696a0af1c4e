import { describe, expect, test } from 'vitest';
import {
  type NextStep,
  nextStep,
  type StepFile,
  type StepRun,
  type StepSituation,
} from '../../../../src/transforms/steps/nextStep';

/** Task runs from the newest to the oldest, as `TYPE STATUS`. */
function runs(...told: readonly string[]): StepRun[] {
  return told.map((text, at) => {
    const [type = '', status = 'SUCCEEDED'] = text.split(' ');
    return {
      TaskRunId: `tsk-${told.length - at}`,
      Status: status,
      StartedOn: new Date(1_700_000_000_000 - at * 60_000),
      Properties: { TaskType: type },
    };
  });
}

function file(labeled: number | undefined, isImported = false): StepFile {
  const labels = labeled === undefined ? undefined : { labeled, rows: 100 };
  return { bucket: 'b', key: 'sets/file.csv', labels, isImported };
}

const generation = 'LABELING_SET_GENERATION';
const situations: readonly (readonly [what: string, situation: StepSituation, step: NextStep['kind']])[] = [
  ['nothing has been done', { status: 'NOT_READY', runs: [], files: [] }, 'generate'],
  ['a labeling set is generated', { status: 'NOT_READY', runs: runs(`${generation} RUNNING`), files: [] }, 'wait'],
  ['generating failed', { status: 'NOT_READY', runs: runs(`${generation} FAILED`), files: [] }, 'generate'],
  ['generating was stopped', { status: 'NOT_READY', runs: runs(`${generation} STOPPED`), files: [] }, 'generate'],
  ['a new file', { status: 'NOT_READY', runs: runs(generation), files: [file(0)] }, 'open'],
  ['a file that is partly labeled', { status: 'READY', runs: runs(generation), files: [file(99)] }, 'open'],
  ['a file too large to count', { status: 'READY', runs: runs(generation), files: [file(undefined)] }, 'open'],
  ['a labeled file', { status: 'NOT_READY', runs: runs(generation), files: [file(100)] }, 'import'],
  [
    'an import under way',
    { status: 'NOT_READY', runs: runs('IMPORT_LABELS STARTING', generation), files: [file(100)] },
    'wait',
  ],
  [
    'a failed import',
    { status: 'NOT_READY', runs: runs('IMPORT_LABELS FAILED', generation), files: [file(100)] },
    'import',
  ],
  ['an import', { status: 'READY', runs: runs('IMPORT_LABELS', generation), files: [file(100, true)] }, 'estimate'],
  [
    'an import of a part',
    { status: 'READY', runs: runs('IMPORT_LABELS', generation), files: [file(50, true)] },
    'estimate',
  ],
  [
    'an import that taught nothing',
    { status: 'NOT_READY', runs: runs('IMPORT_LABELS', generation), files: [file(100, true)] },
    'generate',
  ],
  ['an estimate under way', { status: 'READY', runs: runs('EVALUATION RUNNING', 'IMPORT_LABELS'), files: [] }, 'wait'],
  [
    'an estimate',
    { status: 'READY', runs: runs('EVALUATION', 'IMPORT_LABELS', generation), files: [file(100, true)] },
    'generate',
  ],
  [
    'an estimate from before the import',
    { status: 'READY', runs: runs('IMPORT_LABELS', 'EVALUATION'), files: [] },
    'estimate',
  ],
  [
    'a second file',
    { status: 'READY', runs: runs(generation, 'EVALUATION', 'IMPORT_LABELS'), files: [file(0)] },
    'open',
  ],
  [
    'an export under way',
    { status: 'READY', runs: runs('EXPORT_LABELS RUNNING', 'IMPORT_LABELS'), files: [] },
    'estimate',
  ],
];

describe('the next step after', () => {
  test.each(situations)('%s', (_what, situation, step) => {
    expect(nextStep(situation).kind).toBe(step);
  });
});
