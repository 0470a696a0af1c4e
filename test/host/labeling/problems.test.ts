import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { blank, closeAll, HostBench, isDirty, label, save, tabOf, until, viewType } from './bench';

suite('problems and changes from outside', () => {
  let bench: HostBench;

  suiteSetup(async () => {
    bench = await HostBench.start();
  });

  suiteTeardown(() => bench.stop());

  setup(() => bench.proxy.heal());

  teardown(() => closeAll());

  function problem(uri: vscode.Uri, code: string): vscode.Diagnostic | undefined {
    return vscode.languages.getDiagnostics(uri).find((diagnostic) => diagnostic.code === code);
  }

  test('a problem is told at its exact place, with a quick fix and a way to the row', async () => {
    const uri = await bench.open('problems.csv', blank.replace('s1,,2', 's1,A,2'));
    await until(() => problem(uri, 'missingLabels') !== undefined, 'a missing label');
    const range = problem(uri, 'missingLabels')?.range;
    assert.deepEqual([range?.start.line, range?.start.character, range?.end.character], [1, 3, 3]);
    const text = await vscode.workspace.openTextDocument(uri);
    assert.ok(range);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      text.uri,
      range,
    );
    const fix = actions.find(({ command }) => command?.command === 'glueLabeling.editor.applyFix');
    assert.ok(fix?.command, 'a quick fix');
    assert.ok(
      actions.some(({ command }) => command?.command === 'glueLabeling.editor.goToRow'),
      'go to row',
    );
    await vscode.commands.executeCommand(fix.command.command, ...(fix.command.arguments ?? []));
    await until(() => isDirty(uri), 'the fix is an edit');
    await until(() => problem(uri, 'missingLabels') === undefined, 'the problem is gone');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored('problems.csv'), blank.replace('s1,,1', 's1,B,1').replace('s1,,2', 's1,A,2'));
  });

  test('two open files that contradict each other: told where the rows are apart, and gone when the other is closed', async () => {
    const apart = await bench.open('apart.csv', blank.replace('s1,,1', 's1,A,1').replace('s1,,2', 's1,B,2'));
    const joined = await bench.open('joined.csv', blank.replace('s1,,1', 's1,C,1'));
    await until(() => problem(apart, 'unlabeledSets') !== undefined, 'the first file is checked');
    assert.equal(problem(apart, 'contradiction'), undefined);
    await label(joined, 1, 'C');
    await until(() => problem(apart, 'contradiction') !== undefined, 'told in the file that keeps the rows apart');
    assert.match(problem(apart, 'contradiction')?.message ?? '', /joined\.csv/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until(() => problem(apart, 'contradiction') === undefined, 'gone with the other file');
  });

  test('problems go with the editor', async () => {
    const uri = await bench.open('closed.csv', blank.replace('s1,,2', 's1,A,2'));
    await until(() => vscode.languages.getDiagnostics(uri).length > 0, 'problems');
    await closeAll();
    await until(() => vscode.languages.getDiagnostics(uri).length === 0, 'no problems');
  });

  test('a local file: saved in place, watched, merged', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder, 'watched [1].csv');
    await writeFile(uri.fsPath, blank);
    await vscode.commands.executeCommand('vscode.openWith', uri, viewType);
    await until(() => tabOf(uri) !== undefined, 'a tab');
    await label(uri, 0, 'A');
    await writeFile(uri.fsPath, blank.replace('s2,,4', 's2,Q,4'));
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await readFile(uri.fsPath, 'utf8'), blank.replace('s1,,1', 's1,A,1').replace('s2,,4', 's2,Q,4'));
    // Nothing unsaved: another program's labels are simply taken over, and the tab stays clean.
    await writeFile(uri.fsPath, blank.replace('s1,,1', 's1,Z,1'));
    await until(() => problem(uri, 'missingLabels') !== undefined, 'the change is noticed');
    assert.equal(isDirty(uri), false);
  });

  test('a deleted object: the labels stay in the editor', async () => {
    const uri = await bench.open('deleted.csv');
    await label(uri, 0, 'A');
    await vscode.workspace.fs.delete(uri);
    assert.equal(tabOf(uri)?.isDirty, true);
    await assert.rejects(bench.stored('deleted.csv'));
  });
});
