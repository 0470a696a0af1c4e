import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { labelingViewType } from '../../../src/shared/ids';
import { blank, closeAll, isDirty, label, save, tabOf, until } from './bench';
import { MemoryFiles } from './memoryFiles';

suite('labeling files in file systems of other extensions', () => {
  const files = new MemoryFiles();
  const older = new MemoryFiles();
  let registered: vscode.Disposable;

  suiteSetup(async () => {
    registered = vscode.Disposable.from(
      vscode.workspace.registerFileSystemProvider('memory', files),
      // As `git:` is, which holds the older side of a comparison.
      vscode.workspace.registerFileSystemProvider('older', older, { isReadonly: true }),
    );
    await vscode.extensions.getExtension('glue-transform-labeling.glue-transform-labeling')?.activate();
  });

  suiteTeardown(() => registered.dispose());

  teardown(() => closeAll());

  async function open(scheme: string, path: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.from({ scheme, path });
    await vscode.commands.executeCommand('vscode.openWith', uri, labelingViewType);
    await until(() => tabOf(uri) !== undefined, 'a tab of the labeling editor');
    return uri;
  }

  test('a file is read and written where it is, not on the local disk', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const path = join(folder.uri.fsPath, 'same path.csv');
    await writeFile(path, blank.replaceAll('Ann', 'Someone'));
    const local = vscode.Uri.file(path);
    files.set(local.path, blank);
    const uri = await open('memory', local.path);
    await label(uri, 0, 'A');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(files.text(local.path), blank.replace('s1,,1', 's1,A,1'));
    assert.equal(
      new TextDecoder().decode(await vscode.workspace.fs.readFile(local)),
      blank.replaceAll('Ann', 'Someone'),
    );
  });

  test("someone else's change is merged, not overwritten", async () => {
    files.set('/merge.csv', blank);
    const uri = await open('memory', '/merge.csv');
    await label(uri, 0, 'A');
    files.set('/merge.csv', blank.replace('s2,,4', 's2,Q,4'));
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(files.text('/merge.csv'), blank.replace('s1,,1', 's1,A,1').replace('s2,,4', 's2,Q,4'));
  });

  test('what the file system calls read-only is read-only in the editor', async () => {
    older.set('/older.csv', blank);
    const uri = await open('older', '/older.csv');
    await assert.rejects(() => label(uri, 0, 'A'), /older\.csv” is read-only/);
    assert.equal(isDirty(uri), false);
  });

  test('a single file that is read-only is read-only in the editor', async () => {
    files.set('/locked.csv', blank, { locked: true });
    const uri = await open('memory', '/locked.csv');
    await assert.rejects(() => label(uri, 0, 'A'), /locked\.csv” is read-only/);
    assert.equal(isDirty(uri), false);
  });
});
