import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { faults } from '../../harness/faultProxy';
import { blank, closeAll, configure, HostBench, isDirty, label, redo, save, tabsOf, undo, until } from './bench';

suite('saving a labeling set in the workbench', () => {
  let bench: HostBench;

  suiteSetup(async () => {
    bench = await HostBench.start();
  });

  suiteTeardown(() => bench.stop());

  setup(() => bench.proxy.heal());

  teardown(() => closeAll());

  test('opens without a dirty mark and without a write', async () => {
    const before = bench.proxy.count('PUT');
    const uri = await bench.open('opening.csv');
    assert.equal(isDirty(uri), false);
    assert.equal(bench.proxy.count('PUT'), before);
    assert.equal(await bench.stored('opening.csv'), blank);
  });

  test('fact 1: an edit made while a save runs is stored too, and the tab is clean', async () => {
    const uri = await bench.open('edit during save.csv');
    await label(uri, 0, 'A');
    const gate = Promise.withResolvers<void>();
    bench.proxy.inject({ kind: 'hold', until: gate.promise }, { method: 'PUT', times: 1 });
    const arrived = bench.proxy.arrival('edit during save', 'PUT');
    const saved = save();
    await arrived;
    await label(uri, 1, 'B');
    gate.resolve();
    await saved;
    await until(() => !isDirty(uri), 'the tab is clean');
    assert.equal(
      await bench.stored('edit during save.csv'),
      blank.replace('s1,,1', 's1,A,1').replace('s1,,2', 's1,B,2'),
    );
  });

  test('fact 5: after a revert, undo of an edit made before the last save works', async () => {
    const uri = await bench.open('revert.csv');
    await label(uri, 0, 'A');
    await save();
    await until(() => !isDirty(uri), 'saved');
    await label(uri, 0, 'B');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until(() => !isDirty(uri), 'reverted');
    await undo();
    await until(() => isDirty(uri), 'the undo makes the tab dirty');
    await save();
    await until(() => !isDirty(uri), 'saved again');
    assert.equal(await bench.stored('revert.csv'), blank);
  });

  test('undo and redo of several edits end where they should', async () => {
    const uri = await bench.open('undo.csv');
    await label(uri, 0, 'A');
    await label(uri, 1, 'B');
    await undo();
    await undo();
    await until(() => !isDirty(uri), 'all undone');
    await redo();
    await until(() => isDirty(uri), 'redone');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored('undo.csv'), blank.replace('s1,,1', 's1,A,1'));
  });

  test('facts 6 and 8: a failed save leaves the tab dirty, and saves never overlap', async () => {
    const uri = await bench.open('faults.csv');
    await label(uri, 0, 'A');
    bench.proxy.inject(faults.accessDenied, { method: 'PUT' });
    // Does not reject, or only with what the user is told.
    await save().then(undefined, () => undefined);
    assert.equal(isDirty(uri), true);
    assert.equal(await bench.stored('faults.csv'), blank);
    bench.proxy.heal();
    await Promise.all([save(), save(), save()]);
    await until(() => !isDirty(uri), 'saved at last');
    assert.equal(await bench.stored('faults.csv'), blank.replace('s1,,1', 's1,A,1'));
    assert.equal(bench.proxy.maxPuts, 1);
  });

  for (const name of ['expiredToken', 'slowDown', 'requestTimeout', 'cutRequest', 'conflict'] as const) {
    test(`${name}: the document stays dirty, a retry stores the labels`, async () => {
      const key = `${name}.csv`;
      const uri = await bench.open(key);
      await label(uri, 0, 'A');
      bench.proxy.inject(faults[name], { method: 'PUT' });
      await save().then(undefined, () => undefined);
      assert.equal(isDirty(uri), true);
      assert.equal(await bench.stored(key), blank);
      bench.proxy.heal();
      await save();
      await until(() => !isDirty(uri), 'saved');
      assert.equal(await bench.stored(key), blank.replace('s1,,1', 's1,A,1'));
    });
  }

  test('expired credentials, to which S3 answers every request with: the labels stay, a retry stores them', async () => {
    const uri = await bench.open('expired.csv');
    await label(uri, 0, 'A');
    bench.proxy.inject(faults.expiredToken);
    await save().then(undefined, () => undefined);
    assert.equal(isDirty(uri), true);
    bench.proxy.heal();
    assert.equal(await bench.stored('expired.csv'), blank);
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored('expired.csv'), blank.replace('s1,,1', 's1,A,1'));
  });

  test('a file that expired credentials kept from opening opens by itself once the connection is renewed', async () => {
    bench.proxy.inject(faults.expiredToken, { path: 'not opened.csv' });
    const asked = bench.proxy.arrival('not opened.csv', 'GET');
    const uri = await bench.open('not opened.csv');
    await asked;
    bench.proxy.heal();
    const edit = { name: 'label', changes: [{ row: 0, before: '', after: 'A' }] };
    await until(async () => {
      await vscode.commands.executeCommand('glueLabeling.refresh');
      // Nothing happens as long as no document is open.
      await vscode.commands.executeCommand('glueLabeling.editor.applyFix', uri, edit);
      return isDirty(uri);
    }, 'it is opened and labeled');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(tabsOf(uri).length, 1);
    assert.equal(await bench.stored('not opened.csv'), blank.replace('s1,,1', 's1,A,1'));
  });

  test('fact 9: auto save makes one PUT at a time and loses nothing', async () => {
    const uri = await bench.open('auto save.csv');
    await configure('files.autoSave', 'afterDelay');
    await configure('files.autoSaveDelay', 50);
    try {
      for (const [row, text] of [
        [0, 'A'],
        [1, 'B'],
        [2, 'C'],
        [3, 'D'],
      ] as const) {
        const edit = { name: 'label', changes: [{ row, before: '', after: text }] };
        await vscode.commands.executeCommand('glueLabeling.editor.applyFix', uri, edit);
        const wanted = `,${text},`;
        await until(async () => (await bench.stored('auto save.csv')).includes(wanted), `${text} is stored`);
      }
      await until(() => !isDirty(uri), 'clean');
    } finally {
      await configure('files.autoSave', 'off');
      await configure('files.autoSaveDelay', undefined);
    }
    assert.equal(bench.proxy.maxPuts, 1);
  });

  test("a colleague's save is merged, not overwritten", async () => {
    const uri = await bench.open('merge.csv');
    await label(uri, 0, 'A');
    await bench.store('merge.csv', blank.replace('s2,,4', 's2,Q,4'));
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored('merge.csv'), blank.replace('s1,,1', 's1,A,1').replace('s2,,4', 's2,Q,4'));
  });

  test('split view: two panels, one document', async () => {
    const uri = await bench.open('split.csv');
    await vscode.commands.executeCommand('workbench.action.splitEditor');
    await until(() => tabsOf(uri).length === 2, 'two tabs');
    await label(uri, 2, 'A');
    await until(() => tabsOf(uri).every((tab) => tab.isDirty), 'both are dirty');
    await save();
    await until(() => tabsOf(uri).every((tab) => !tab.isDirty), 'both are clean');
    assert.equal(await bench.stored('split.csv'), blank.replace('s2,,3', 's2,A,3'));
  });

  test('a text editor side by side on the same file', async () => {
    const uri = await bench.open('side by side.csv');
    const text = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(text, vscode.ViewColumn.Beside);
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
    await label(uri, 0, 'A');
    await save();
    await until(() => !isDirty(uri), 'saved');
    await until(() => text.getText().includes('s1,A,1'), 'the text follows');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, text.lineAt(4).range, 's2,Z,4,Rob');
    await vscode.workspace.applyEdit(edit);
    assert.equal(await text.save(), true);
    await label(uri, 1, 'B');
    await save();
    await until(() => !isDirty(uri), 'saved over the text');
    assert.equal(
      await bench.stored('side by side.csv'),
      blank.replace('s1,,1', 's1,A,1').replace('s1,,2', 's1,B,2').replace('s2,,4', 's2,Z,4'),
    );
  });
});
