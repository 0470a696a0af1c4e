import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { type Backup, readBackup, writeBackup } from '../../../src/labeling/backup/backupFile';
import { backupOf } from '../../../src/labeling/backup/keeper';
import { LabelingDocument } from '../../../src/labeling/document/document';
import { labelingViewType } from '../../../src/shared/ids';
import { blank, closeAll, HostBench, isDirty, label, redo, save, settled, tabOf, undo, until } from './bench';

const labeled = blank.replace('s1,,1', 's1,A,1').replace('s1,,2', 's1,B,2');

/** What a window that was killed leaves behind: a backup of two edits, and nothing else. */
suite('restoring unsaved labels', () => {
  let bench: HostBench;

  suiteSetup(async () => {
    bench = await HostBench.start();
  });

  suiteTeardown(() => bench.stop());

  setup(() => bench.proxy.heal());

  teardown(() => closeAll());

  let folder = '';

  suiteSetup(async () => {
    folder = await vscode.commands.executeCommand<string>('glueLabeling.editor.backupFolder');
  });

  function backupPath(uri: vscode.Uri): string {
    const name = createHash('sha256').update(uri.toString()).digest('hex').slice(0, 32);
    return join(folder, `${name}.json`);
  }

  function leftBehind(uri: vscode.Uri, version: string, text = blank): Backup {
    const document = new LabelingDocument({ bytes: new TextEncoder().encode(text), version });
    document.edit({ name: 'put 1 row in group A', changes: [{ row: 0, before: '', after: 'A' }] });
    document.edit({ name: 'put 1 row in group B', changes: [{ row: 1, before: '', after: 'B' }] });
    return backupOf(uri.toString(), document, 'a killed window');
  }

  async function openWith(uri: vscode.Uri): Promise<void> {
    await vscode.commands.executeCommand('vscode.openWith', uri, labelingViewType);
    await until(() => tabOf(uri) !== undefined, 'a tab of the labeling editor');
    await settled();
  }

  async function restored(key: string): Promise<vscode.Uri> {
    await bench.store(key, blank);
    const uri = bench.uri(key);
    await writeBackup(backupPath(uri), leftBehind(uri, await bench.etag(key)));
    await openWith(uri);
    await until(() => isDirty(uri), 'the restored document is dirty');
    return uri;
  }

  test('unsaved labels come back, and a save stores them', async () => {
    const uri = await restored('restored.csv');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored('restored.csv'), labeled);
    await assert.rejects(stat(backupPath(uri)), 'the backup is gone after the save');
  });

  test('fact 2: after a restore, an edit and its undo leave the tab dirty and the backup on disk', async () => {
    const uri = await restored('edit and undo.csv');
    await label(uri, 3, 'C');
    await undo();
    await settled();
    assert.equal(isDirty(uri), true);
    const kept = await readBackup(backupPath(uri));
    assert.deepEqual(
      kept?.rows.filter(({ row }) => row < 2).map((row) => row.label),
      ['A', 'B'],
    );
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored('edit and undo.csv'), labeled);
  });

  test('fact 2: the undo history comes back too', async () => {
    const uri = await restored('history.csv');
    await undo();
    await settled();
    assert.equal(isDirty(uri), true, 'one of two edits is left');
    await undo();
    await until(() => !isDirty(uri), 'all undone is clean');
    await redo();
    await until(() => isDirty(uri), 'redo works');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored('history.csv'), blank.replace('s1,,1', 's1,A,1'));
  });

  async function backedUp(path: string): Promise<readonly string[] | undefined> {
    return (await readBackup(path))?.rows.map((row) => row.label);
  }

  /** The extension backs these labels up at once; VS Code asks for another backup a second later, which must hold them too. */
  async function assertKept(path: string, ...labels: readonly string[]): Promise<void> {
    await until(async () => (await backedUp(path))?.join() === labels.join(), `${labels} are backed up`);
    const { mtimeMs } = await stat(path);
    await until(async () => (await stat(path)).mtimeMs !== mtimeMs, 'the backup that VS Code asks for');
    assert.deepEqual(await backedUp(path), labels);
  }

  test('facts 2 and 3: every backup after a restore holds all labels, those that VS Code asks for too', async () => {
    const uri = await restored('backup again.csv');
    const path = backupPath(uri);
    await assertKept(path, 'A', 'B');
    const kept = await readBackup(path);
    assert.equal(kept?.edits.length, 2);
    assert.notEqual(kept?.owner, 'a killed window', 'what is on the disk is of this window');
    await label(uri, 3, 'C');
    await assertKept(path, 'A', 'B', 'C');
    await undo();
    await assertKept(path, 'A', 'B');
    assert.equal(isDirty(uri), true);
  });

  test('fact 4: a backup from before the last save changes nothing', async () => {
    const key = 'stale.csv';
    await bench.store(key, labeled);
    const uri = bench.uri(key);
    await writeBackup(backupPath(uri), leftBehind(uri, '"an older version"'));
    await openWith(uri);
    assert.equal(isDirty(uri), false);
    assert.equal(await bench.stored(key), labeled);
  });

  test('fact 4: labels that a colleague stored meanwhile stay', async () => {
    const key = 'moved on.csv';
    await bench.store(key, blank.replace('s2,,4', 's2,Q,4'));
    const uri = bench.uri(key);
    await writeBackup(backupPath(uri), leftBehind(uri, '"an older version"'));
    await openWith(uri);
    await until(() => isDirty(uri), 'dirty');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored(key), labeled.replace('s2,,4', 's2,Q,4'));
  });

  test('fact 4: no backup is normal, a damaged one is kept aside', async () => {
    const key = 'damaged.csv';
    await bench.store(key, blank);
    const uri = bench.uri(key);
    const path = backupPath(uri);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'not a backup');
    await openWith(uri);
    assert.equal(isDirty(uri), false);
    assert.equal(await readFile(`${path}.damaged`, 'utf8'), 'not a backup');
    await rm(`${path}.damaged`);
  });

  test('a closed document that was not saved on purpose does not come back', async () => {
    const uri = await bench.open('given up.csv');
    await label(uri, 0, 'A');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until(() => tabOf(uri) === undefined, 'closed');
    await openWith(uri);
    assert.equal(isDirty(uri), false);
  });

  test('no room for the backup: the document stays dirty, saving works', async () => {
    const uri = await bench.open('no room.csv');
    const path = backupPath(uri);
    // A folder in the way makes every write fail.
    await mkdir(join(`${path}.tmp`, 'x'), { recursive: true });
    try {
      await label(uri, 0, 'A');
      assert.equal(isDirty(uri), true);
      await save();
      await until(() => !isDirty(uri), 'saved');
      assert.equal(await bench.stored('no room.csv'), blank.replace('s1,,1', 's1,A,1'));
    } finally {
      await rm(`${path}.tmp`, { recursive: true });
    }
  });
});
