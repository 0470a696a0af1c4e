import { expect, test } from 'vitest';
import type { TaskRun } from '../../../../src/connection/services';
import { copyFolder, hasImported } from '../../../../src/transforms/steps/importOfFile';

const modified = new Date('2026-01-01T10:00:00Z');
const file = { bucket: 'b', key: 'sets/run/labels.csv', etag: '"0123abc-2"', modified };

function importOf(path: string, at = '2026-01-01T10:05:00Z', status = 'SUCCEEDED'): TaskRun {
  const Properties = {
    TaskType: 'IMPORT_LABELS',
    ImportLabelsTaskRunProperties: { InputS3Path: path, Replace: false },
  } as const;
  return { Status: status, StartedOn: new Date(at), Properties } as TaskRun;
}

test('a task run tells every window that a version of a file was imported', () => {
  expect(hasImported(importOf('s3://b/sets/run/labels.csv'), file)).toBe(true);
  expect(hasImported(importOf('s3://b/sets/run/labels.csv', '2026-01-01T09:00:00Z'), file)).toBe(false);
  expect(hasImported(importOf('s3://b/sets/run/labels.csv', undefined, 'FAILED'), file)).toBe(false);
  expect(hasImported(importOf('s3://b/sets/other/labels.csv'), file)).toBe(false);
});

test('so does the run of a copy without the rows that have no label, of that version alone', () => {
  const copy = `s3://b/labels/tfm-1/2026${copyFolder(file.etag)}labels.csv`;
  expect(copy).toContain('/of-0123abc2/');
  expect(hasImported(importOf(copy), file)).toBe(true);
  expect(hasImported(importOf(copy), { ...file, etag: '"4567def"' })).toBe(false);
});
