import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { unsure } from '../../../src/shared/labels/unsure';
import { notesPath, parseNotes } from '../../../src/shared/notes/notesFile';
import { blank, closeAll, HostBench, isDirty, label, openLocal, save, tabOf, until, workspaceFolder } from './bench';

const labeled = blank.replace('s1,,1', 's1,A,1');

/** VS Code gives up what is unsaved in a file that it moves, and opens it anew. */
suite('renaming a labeling file with unsaved labels', () => {
  let bench: HostBench;

  suiteSetup(async () => {
    bench = await HostBench.start();
  });

  suiteTeardown(() => bench.stop());

  teardown(() => closeAll());

  async function rename(from: vscode.Uri, to: vscode.Uri): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(from, to);
    assert.equal(await vscode.workspace.applyEdit(edit), true);
  }

  async function assertFollowed(to: vscode.Uri, stored: () => Promise<string>): Promise<void> {
    await until(() => isDirty(to), 'the tab of the renamed file is dirty');
    assert.equal(await stored(), blank);
    await save();
    await until(() => !isDirty(to), 'saved');
    assert.equal(await stored(), labeled);
  }

  test('a file on disk', async () => {
    const from = await openLocal('renamed/before.csv');
    const to = from.with({ path: from.path.replace('before', 'after') });
    await label(from, 0, 'A');
    await rename(from, to);
    await assertFollowed(to, () => readFile(to.fsPath, 'utf8'));
    assert.equal(tabOf(from), undefined);
  });

  test('the folder of a file on disk', async () => {
    const from = await openLocal('old folder/inner/labels.csv');
    await label(from, 0, 'A');
    const folder = vscode.Uri.joinPath(workspaceFolder(), 'new folder');
    await rename(vscode.Uri.joinPath(workspaceFolder(), 'old folder'), folder);
    const to = vscode.Uri.joinPath(folder, 'inner', 'labels.csv');
    await assertFollowed(to, () => readFile(to.fsPath, 'utf8'));
  });

  test('an object in S3', async () => {
    const from = await bench.open('renamed/before.csv');
    const to = bench.uri('renamed/after.csv');
    await label(from, 0, 'A');
    await rename(from, to);
    await assertFollowed(to, () => bench.stored('renamed/after.csv'));
  });

  test('a file that gets the old name later has no labels of the one that was renamed', async () => {
    const from = await openLocal('again/before.csv');
    await label(from, 0, 'A');
    const to = from.with({ path: from.path.replace('before', 'after') });
    await rename(from, to);
    await until(() => isDirty(to), 'the labels followed');
    const again = await openLocal('again/before.csv');
    assert.equal(isDirty(again), false);
  });

  test('rows that were set aside go along, saved and unsaved ones, on disk and in S3', async () => {
    const local = await openLocal('aside/before.csv');
    const moved = local.with({ path: local.path.replace('before', 'after') });
    const read = (uri: vscode.Uri) => readFile(uri.fsPath, 'utf8');
    await assertAsideFollows(local, moved, read);
    const object = await bench.open('aside/before.csv');
    const stored = (uri: vscode.Uri) => bench.stored(uri.path.replace('/bucket/', ''));
    await assertAsideFollows(object, bench.uri('aside/after.csv'), stored);
  });

  test('the notes of a file that is deleted are deleted, too, on disk and in S3', async () => {
    const local = await openLocal('deleted/labels.csv');
    await assertNotesGo(local, (uri) => readFile(uri.fsPath, 'utf8'));
    const object = await bench.open('deleted/labels.csv');
    await assertNotesGo(object, (uri) => bench.stored(uri.path.replace('/bucket/', '')));
  });

  async function assertNotesGo(uri: vscode.Uri, stored: (uri: vscode.Uri) => Promise<string>) {
    const notes = uri.with({ path: notesPath(uri.path) });
    await label(uri, 0, unsure);
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(parseNotes(await stored(notes)).rows.length, 1);
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(uri);
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    await until(() => isGone(() => stored(notes)), 'nothing is left beside the deleted file');
  }

  async function assertAsideFollows(from: vscode.Uri, to: vscode.Uri, stored: (uri: vscode.Uri) => Promise<string>) {
    const beside = (uri: vscode.Uri) => uri.with({ path: notesPath(uri.path) });
    await label(from, 0, unsure);
    await save();
    await until(() => !isDirty(from), 'saved');
    assert.equal(parseNotes(await stored(beside(from))).rows.length, 1);
    await label(from, 1, unsure);
    await rename(from, to);
    await until(() => isDirty(to), 'the tab of the renamed file is dirty');
    await save();
    await until(() => !isDirty(to), 'saved under the new name');
    assert.equal(await stored(to), blank);
    assert.equal(parseNotes(await stored(beside(to))).rows.filter((row) => row.unsure).length, 2);
    await until(() => isGone(() => stored(beside(from))), 'nothing is left beside the old name');
    await closeAll();
  }
});

function isGone(read: () => Promise<string>): Promise<boolean> {
  return read().then(
    () => false,
    () => true,
  );
}
