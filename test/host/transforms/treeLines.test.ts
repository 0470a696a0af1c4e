import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { MLTransform } from '../../../src/connection/services';
import type { Markdown } from '../../../src/shared/markdown';
import { taskRunItem, transformItem } from '../../../src/transforms/view/items';
import { labelingFileItem } from '../../../src/transforms/view/labelingFileItem';
import { transformTooltip } from '../../../src/transforms/view/tooltip';

const now = new Date(2026, 10, 27, 22, 0);
const then = new Date(2026, 10, 27, 21, 36);

const transform: MLTransform = {
  TransformId: 'tfm-1',
  Name: 'persons',
  Status: 'READY',
  LabelCount: 100,
  Role: 'arn:aws:iam::123456789012:role/glue',
  MaxCapacity: 10,
  EvaluationMetrics: {
    TransformType: 'FIND_MATCHES',
    FindMatchesMetrics: { F1: 1, Precision: 0.984, Recall: 0.5, AreaUnderPRCurve: 0.99 },
  },
};

suite('lines of the tree', () => {
  test('a transform’s line begins with its F1; its state is its icon and in its accessible name', () => {
    const item = transformItem({ id: 'tfm-1', transform, runs: undefined, nextToken: undefined });
    assert.equal(item.description, 'F1 1.00 · 100 labels');
    assert.equal(item.accessibilityInformation?.label, 'persons, Ready, F1 1.00, 100 labels');
    const one = { ...transform, LabelCount: 1, EvaluationMetrics: undefined };
    const young = transformItem({ id: 'tfm-1', transform: one, runs: undefined, nextToken: undefined });
    assert.equal(young.description, '1 label');
  });

  test('that a task run succeeded is said by its icon, any other state in words', () => {
    const run = { TransformId: 'tfm-1', TaskRunId: 'tsk-1', StartedOn: then, CompletedOn: then };
    const properties = { TaskType: 'IMPORT_LABELS' } as const;
    const succeeded = taskRunItem({ ...run, Status: 'SUCCEEDED', Properties: properties }, now);
    assert.equal(succeeded.description, '0 s · 24 min ago');
    assert.equal(succeeded.accessibilityInformation?.label, 'Import labels, Succeeded, 0 s, 24 min ago');
    const failed = taskRunItem({ ...run, Status: 'FAILED', Properties: properties }, now);
    assert.equal(failed.description, 'Failed · 0 s · 24 min ago');
  });

  test('a live task run tells what it is at work on, how much of that is done, and the time left', () => {
    const run = { TransformId: 'tfm-1', TaskRunId: 'tsk-1', StartedOn: then, Status: 'RUNNING' } as const;
    const line = (progress: object) => taskRunItem({ ...run, progress }, now).description;
    assert.equal(line({}), 'Running · 24 min 0 s');
    assert.equal(line({ Step: 'Reading the table', Fraction: 0 }), 'Running · Reading the table · 24 min 0 s');
    const further = { Step: 'Finding candidate pairs', Fraction: 0.429 };
    assert.equal(line(further), 'Running · Finding candidate pairs: 42 % · 24 min 0 s');
    const timed = { ...further, SecondsLeft: 72 };
    assert.equal(line(timed), 'Running · Finding candidate pairs: 42 %, 1 min 12 s left · 24 min 0 s');
  });

  test('a labeling file’s line is its time and its counts, the whole name is in the tooltip', () => {
    const name = 'labeling_set_2026-11-27_21_36_03_2d13ed28.csv';
    const node = { bucket: 'b', object: { key: `sets/${name}`, size: 1000, modified: then, etag: '"1"' } };
    const uri = vscode.Uri.parse(`glue-s3://local/b/sets/${name}`);
    const known = { count: { labeled: 12, rows: 100 }, generated: then };
    const item = labelingFileItem(node, uri, known, now);
    assert.equal(`${item.label} ${item.description}`, '21:36 · 12/100');
    assert.equal(item.tooltip, `${name}\n12 of 100 rows labeled\ns3://b/sets/${name}`);
    assert.equal(item.accessibilityInformation?.label, `Labeling file of 21:36, 12 of 100 rows labeled, ${name}`);
    const older = labelingFileItem(node, uri, known, new Date(2026, 10, 29));
    assert.match(String(older.label), /27.* 21:36$|Nov 27 21:36$/);
    const unknown = labelingFileItem(node, uri, { count: undefined, generated: undefined }, now);
    assert.equal(`${unknown.label} ${unknown.description}`, `${name} 1 kB`);
  });

  test('a transform’s tooltip writes figures as the tree does, and leaves out what Local Glue has no use for', () => {
    const local = readable(transformTooltip(transform, 'Ready', 'local'));
    assert.match(local, /F1 \| 1\.00/);
    assert.match(local, /Precision \| 0\.98/);
    assert.doesNotMatch(local, /%|Role|DPU|Capacity/);
    assert.match(readable(transformTooltip(transform, 'Ready', 'aws')), /Role.*\n.*10/s);
  });
});

/** What a reader sees of Markdown of ours. */
function readable({ source }: Markdown): string {
  return source.replaceAll('&nbsp;', ' ').replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}
