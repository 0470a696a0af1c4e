import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { labelingViewType } from '../../../src/shared/ids';
import { resume } from '../../../src/transforms/model/resume';
import type { LabelingFileNode, Node, TaskRunNode } from '../../../src/transforms/view/nodes';
import { labeled, TransformsBench, waitFor } from './bench';

// One round of teaching, command by command, against Local Glue through the real SDK. The tests build on each other.
suite('commands on transforms', () => {
  let bench: TransformsBench;
  let id = '';
  let truth: ReadonlyMap<string, string> = new Map();
  let file: LabelingFileNode;

  suiteSetup(async function () {
    this.timeout(120_000);
    bench = await TransformsBench.start();
  });
  suiteTeardown(async () => bench.stop());

  const node = () => bench.context.tree.transformNode(id);
  const entry = () => {
    const found = bench.context.transforms.store.get(id);
    assert.ok(found, 'the transform is not in the store');
    return found;
  };
  const newestRun = () => {
    const run = entry().runs?.[0];
    assert.ok(run?.TaskRunId, 'no task run');
    return { transformId: id, runId: run.TaskRunId };
  };
  const settled = async () => {
    const { transformId, runId } = newestRun();
    return bench.context.watcher.settled(transformId, runId);
  };

  test('nothing to work on is told, with what to do', async () => {
    await bench.run('generateLabelingSet', undefined);
    assert.match(bench.ui.told[0]?.message ?? '', /no transforms yet. Create one/);
  });

  test('Add Local Table takes a file and goes on to create a transform; a key that repeats is warned of', async function () {
    this.timeout(120_000);
    const persons = await bench.personsFile(300);
    truth = persons.truth;
    await bench.run(
      'addLocalTable',
      undefined,
      { file: persons.uri },
      { pick: /Use these \d+ columns/ },
      { type: 'crm' },
      { type: undefined },
      { pick: 'surname' },
      { choose: 'Choose Another Column' },
      { pick: /^id / },
      { type: 'people' },
      { pick: 'Balanced' },
      { pick: 'Favor accuracy' },
      { pick: 'No' },
      { pick: 'Create Transform' },
    );
    assert.ok(bench.ui.asked.some((question) => /“surname” is not unique\. \d+ records/.test(question)));
    const [created] = bench.context.transforms.store.all();
    id = created?.id ?? '';
    assert.equal(created?.transform.Name, 'people');
    assert.equal(created?.transform.Status, 'NOT_READY');
    assert.deepEqual(created?.transform.InputRecordTables?.[0], { DatabaseName: 'crm', TableName: 'persons' });
    assert.equal(created?.transform.Parameters?.FindMatchesParameters?.AccuracyCostTradeoff, 0.9);
    assert.match(bench.ui.told.at(-1)?.message ?? '', /Transform “people” created/);
  });

  test('a name that is taken is refused before the service is asked', async () => {
    const table = { kind: 'table', table: { database: 'crm', table: 'persons' } };
    await bench.run('createTransform', table, { pick: /^id / }, { type: 'people' });
    assert.match(bench.ui.told[0]?.message ?? '', /A transform with this name already exists/);
  });

  test('Tune sets the tradeoffs, a custom number too', async () => {
    await bench.run(
      'tuneTransform',
      node(),
      { pick: 'Custom' },
      { type: '0.75' },
      { pick: 'Balanced' },
      { pick: 'Yes' },
      { pick: 'Update “people”' },
    );
    assert.deepEqual(entry().transform.Parameters?.FindMatchesParameters, {
      PrimaryKeyColumnName: 'id',
      PrecisionRecallTradeoff: 0.75,
      AccuracyCostTradeoff: 0.5,
      EnforceProvidedLabels: true,
    });
  });

  test('a transform that is not trained is not estimated, exported or run', async () => {
    await bench.run('estimateQuality', undefined);
    assert.match(bench.ui.told[0]?.message ?? '', /No transform is ready. Import labels first/);
    await bench.run('estimateQuality', node());
    assert.match(bench.ui.told[0]?.message ?? '', /not trained yet.*Generate a labeling set/);
    await bench.run('exportLabels', undefined);
    assert.match(bench.ui.told[0]?.message ?? '', /No transform has labels yet/);
    await bench.run('findMatches', undefined);
    assert.match(bench.ui.told[0]?.message ?? '', /No transform is ready/);
  });

  test('a path that is none is refused where it is typed', async () => {
    await bench.run('changeFolder', node(), { type: 'not-a-path' });
    assert.match(bench.ui.told[0]?.message ?? '', /s3:\/\/bucket\/folder/);
    assert.equal(entry().runs?.length ?? 0, 0);
  });

  test('Generate writes to the default path; the run shows, ends, and its end is told with the next step', async function () {
    this.timeout(180_000);
    await bench.run('generateLabelingSet', node());
    assert.equal(entry().runs?.[0]?.Status, 'STARTING');
    const run = await settled();
    assert.equal(run.Status, 'SUCCEEDED', run.ErrorString);
    await told(/A labeling set for “people” is ready in s3:\/\/glue-local\/labeling-sets\/people\//);
    assert.deepEqual(bench.ui.told.at(-1)?.buttons, ['Open Labeling Set', 'Change Folder…']);
    await waitFor(() => bench.context.steps.of(id)?.kind === 'open');
    assert.match(String((await bench.item(node())).description), /^→ Open · 0 labels/);
  });

  test('the tree shows the run and, below it, the file with its labeled count', async () => {
    const [run] = await bench.children(node());
    assert.equal(run?.kind, 'taskRun');
    assert.match(String((await bench.item(run as Node)).description), /^\d+ s · /);
    const [found] = await bench.children(run);
    assert.equal(found?.kind, 'labelingFile');
    file = found as LabelingFileNode;
    assert.match(String((await bench.item(file)).description), /^(· )?0\/\d+$/);
  });

  test('Open Labeling Set opens the newest file in the labeling editor', async () => {
    await bench.run('openLabelingSet', node());
    const [command, uri, viewType] = bench.ui.executed[0] ?? [];
    assert.equal(command, 'vscode.openWith');
    assert.equal(viewType, labelingViewType);
    assert.ok(uri instanceof vscode.Uri);
    assert.equal(uri.path, `/${file.bucket}/${file.object.key}`);
    assert.equal(bench.context.answers.transformOf(uri.toString()), id);
  });

  test('Labeling Guidelines asks for a file once, opens it beside, and asks anew when it is gone', async () => {
    const [first, second] = ['first.md', 'second.md'].map((name) => join(bench.folder, name));
    await Promise.all([writeFile(first ?? '', '# Who is who'), writeFile(second ?? '', '# Who is who, again')]);
    const opened = () => {
      const [command, uri, editor, shown] = bench.ui.executed.at(-1) ?? [];
      assert.deepEqual([command, editor], ['vscode.openWith', 'vscode.markdown.preview.editor']);
      assert.equal((shown as vscode.TextDocumentShowOptions).viewColumn, vscode.ViewColumn.Beside);
      return (uri as vscode.Uri).fsPath;
    };
    await bench.run('showGuidelines', node(), { file: vscode.Uri.file(first ?? '') });
    assert.equal(opened(), first);
    await bench.run('showGuidelines', node());
    assert.equal(opened(), first);
    await rm(first ?? '');
    await bench.run(
      'showGuidelines',
      node(),
      { choose: 'Choose Another File…' },
      { file: vscode.Uri.file(second ?? '') },
    );
    assert.match(bench.ui.asked[0] ?? '', /^The labeling guidelines are no longer at “.*first\.md”\./);
    assert.equal(opened(), second);
    await bench.run('showGuidelines', node());
    assert.equal(opened(), second);
  });

  test('Import refuses a file without labels and one that is no labeling file', async () => {
    await bench.run('importLabels', file);
    assert.match(bench.ui.told[0]?.message ?? '', /has no labels yet/);
    const other = join(bench.folder, 'other.csv');
    await writeFile(other, 'a,b\n1,2\n');
    await bench.run('importLabels', node(), { pick: 'File on this machine' }, { file: vscode.Uri.file(other) });
    assert.match(bench.ui.told[0]?.message ?? '', /“other.csv” is not a labeling file/);
  });

  test('Import from a task run’s file makes the transform ready', async function () {
    this.timeout(180_000);
    const s3 = await bench.context.transforms.connection().s3();
    const stored = await s3.get(file.bucket, file.object.key);
    const text = labeled(new TextDecoder().decode(stored.bytes), truth);
    await s3.put(file.bucket, file.object.key, new TextEncoder().encode(text), { ifMatch: stored.head.etag });
    const [run] = await bench.children(node());
    await bench.run('importLabels', run);
    await waitFor(() => entry().transform.Status === 'READY');
    const rows = text.trimEnd().split('\n').length - 1;
    assert.equal(entry().transform.LabelCount, rows);
    await told(/^\d+ labels were imported into “people”/);
    assert.deepEqual(bench.ui.told.at(-1)?.buttons, ['Estimate Quality']);
    await waitFor(() => bench.context.steps.of(id)?.kind === 'estimate');
  });

  test('Import of the same bytes again says that there is nothing new in them', async () => {
    const before = entry().runs?.length;
    await bench.run('importLabels', file);
    assert.match(
      bench.ui.told[0]?.message ?? '',
      /^Nothing new in “.*\.csv”: its \d+ labels were imported into “people” at /,
    );
    assert.deepEqual(bench.ui.told[0]?.buttons, ['Estimate Quality']);
    assert.equal(entry().runs?.length, before);
    const copy = join(bench.folder, 'copy.csv');
    const s3 = await bench.context.transforms.connection().s3();
    await writeFile(copy, (await s3.get(file.bucket, file.object.key)).bytes);
    await bench.run('importLabels', node(), { pick: 'File on this machine' }, { file: vscode.Uri.file(copy) });
    assert.match(bench.ui.told[0]?.message ?? '', /^Nothing new in “copy\.csv”/);
  });

  test('Import of a local file uploads it; replacing is confirmed with both counts and can be left', async function () {
    this.timeout(180_000);
    const s3 = await bench.context.transforms.connection().s3();
    const bytes = (await s3.get(file.bucket, file.object.key)).bytes;
    const lines = new TextDecoder().decode(bytes).split('\n');
    const local = join(bench.folder, 'labels of mine.csv');
    await writeFile(local, `${lines.slice(0, 21).join('\n')}\n`);
    const uri = vscode.Uri.file(local);
    const before = entry().transform.LabelCount;
    await bench.run('replaceLabels', uri, { confirm: false });
    assert.ok(
      bench.ui.asked.at(-1)?.includes(`Replace all labels of “people” (${before}) with those of this file (20)?`),
    );
    assert.equal(entry().runs?.length, 2);
    await bench.run('replaceLabels', uri, { confirm: true });
    await waitFor(() => entry().transform.LabelCount === 20);
    await bench.run('importLabels', file);
    await waitFor(() => (entry().transform.LabelCount ?? 0) > 20);
    await told(/^\d+ labels were added to the existing 20 of “people”/);
    assert.deepEqual(bench.ui.told.at(-1)?.buttons, ['Estimate Quality', 'Replace All Labels…']);
  });

  test('the next step, Estimate Quality, shows in description and tooltip', async function () {
    this.timeout(180_000);
    await bench.run('nextStep', node());
    assert.equal((await settled()).Status, 'SUCCEEDED');
    await told(/The quality of “people” is estimated: F1 \d/);
    const item = await bench.item(node());
    assert.match(String(item.description), /^F1 \d\.\d\d · → Generate · \d+ labels/);
    const hover = bench.context.tree.resolveTreeItem(item, node()).tooltip;
    assert.ok(hover instanceof vscode.MarkdownString);
    assert.match(hover.value, /Precision/);
    assert.match(hover.value, /crm&#46;persons/);
  });

  test('Export opens the file it wrote', async function () {
    this.timeout(180_000);
    await bench.run('exportLabels', node());
    const [, uri] = bench.ui.executed[0] ?? [];
    assert.ok(uri instanceof vscode.Uri);
    assert.match(uri.path, /^\/glue-local\/exported-labels\/people\/tfm-[0-9a-f]{40}_labels_.*\.csv$/);
  });

  test('Cancel stops a live run after a question; without one it says so', async function () {
    this.timeout(180_000);
    await bench.run('cancelTaskRun', node());
    assert.match(bench.ui.told[0]?.message ?? '', /“people” has no running task runs/);
    await bench.run('generateLabelingSet', node());
    const { runId } = newestRun();
    await bench.run('cancelTaskRun', bench.context.tree.runNode(id, runId), { confirm: true });
    const run = await bench.context.watcher.settled(id, runId);
    assert.equal(run.Status, 'STOPPED');
    const item = await bench.item(bench.context.tree.runNode(id, runId) satisfies TaskRunNode);
    assert.match(String(item.description), /^Canceled/);
  });

  test('Find Matches runs the job and shows its groups', async function () {
    this.timeout(180_000);
    await bench.run('findMatches', node());
    assert.equal(bench.shown.length, 1);
    assert.match(bench.shown[0]?.markdown ?? '', /300 records&#58; \d+ groups of matches/);
  });

  test('where there is an earlier result, Find Matches offers to match only new rows, or all on top of it', async function () {
    this.timeout(180_000);
    const groups = () => bench.shown.at(-1)?.markdown.replace(/s3&#58;\S+/, '');
    await bench.run('findMatches', node(), { pick: 'All rows, without that result' });
    const first = groups();
    assert.equal(entry().runs?.[0]?.ErrorString, undefined);
    for (const pick of ['Only new rows', 'All rows']) {
      await bench.run('findMatches', node(), { pick });
      assert.match(entry().runs?.[0]?.ErrorString ?? '', /^0 new rows: /, pick);
      assert.equal(groups(), first, pick);
    }
  });

  test('copies, permissions and logs; the console is for AWS only', async () => {
    await bench.run('copyId', node());
    assert.equal(bench.ui.copied, id);
    await bench.run('copyArn', node());
    assert.equal(bench.ui.copied, `arn:aws:glue:us-east-1:000000000000:mlTransform/${id}`);
    await bench.run('copyS3Path', file);
    assert.equal(bench.ui.copied, `s3://${file.bucket}/${file.object.key}`);
    await bench.run('showPermissions', node(), { pick: 'Labelers' }, { type: undefined });
    const policy: unknown = JSON.parse(bench.texts[0]?.text ?? '');
    assert.ok(JSON.stringify(policy).includes(id));
    await bench.run('openInConsole', node());
    assert.match(bench.ui.told[0]?.message ?? '', /Local Glue has no console/);
  });

  test('sort and filter hold for the view', async () => {
    await bench.run('filterTransforms', undefined, { pick: 'Name contains' }, { type: 'nothing' });
    const [none] = await bench.children();
    assert.match(String((await bench.item(none as Node)).label ?? ''), /Local tables|No transform passes/);
    await bench.run('clearFilter', undefined);
    const [first, tables] = await bench.children();
    assert.equal(first?.kind, 'transform');
    assert.equal(tables?.kind, 'tables');
    const [table] = await bench.children(tables);
    assert.equal((await bench.item(table as Node)).label, 'crm.persons');
  });

  test('what was running before a reload of the window is watched again, and its end told', async function () {
    this.timeout(180_000);
    await bench.run('generateLabelingSet', node());
    bench = bench.reload();
    const { watcher, started, transforms } = bench.context;
    watcher.setVisible(true);
    await bench.children();
    resume(started, transforms, watcher);
    await told(/A labeling set for “people” is ready/);
    await waitFor(() => started.all('local').length === 0);
    watcher.setVisible(false);
  });

  test('Delete wants the name typed, then the transform goes', async function () {
    this.timeout(60_000);
    await bench.run('deleteTransform', node(), { type: 'peoples' });
    assert.match(bench.ui.told[0]?.message ?? '', /Type “people”/);
    assert.notEqual(bench.context.transforms.store.get(id), undefined);
    bench.context.watcher.setVisible(true);
    await bench.run('deleteTransform', node(), { type: 'people' });
    await waitFor(() => bench.context.transforms.store.get(id) === undefined);
    bench.context.watcher.setVisible(false);
  });

  test('what is gone is told as such', async () => {
    await bench.run('generateLabelingSet', node());
    assert.match(bench.ui.told[0]?.message ?? '', /no longer exists\. Refresh/);
  });

  test('after Disconnect nothing is asked and commands say what to do', async () => {
    await bench.run('disconnect', undefined);
    bench.context.transforms.reset();
    assert.deepEqual(await bench.children(), []);
    await bench.run('generateLabelingSet', undefined);
    assert.match(bench.ui.told[0]?.message ?? '', /You are not connected\. Choose Local Glue or an AWS profile/);
  });

  async function told(message: RegExp): Promise<void> {
    await waitFor(() => bench.ui.told.some((notice) => message.test(notice.message)));
  }
});
