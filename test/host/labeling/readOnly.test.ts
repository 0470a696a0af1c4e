import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { faults } from '../../harness/faultProxy';
import { blank, closeAll, HostBench, isDirty, label, save, until } from './bench';

suite('a labeling set that may be read but not written', () => {
  let bench: HostBench;

  suiteSetup(async () => {
    bench = await HostBench.start();
  });

  suiteTeardown(() => bench.stop());

  setup(() => bench.proxy.heal());

  teardown(() => closeAll());

  const message = 'User: x is not authorized to perform: s3:PutObject on resource: y';

  /** Takes the permission away, opens a file and waits until that is known. */
  async function openReadOnly(key: string, text = blank): Promise<vscode.Uri> {
    bench.proxy.inject({ ...faults.accessDenied, message }, { method: 'POST', path: key });
    bench.proxy.inject({ ...faults.accessDenied, message }, { method: 'PUT', path: key });
    await bench.store(key, text);
    const uri = await bench.open(key, text);
    await until(() => isReadOnly(uri), 'it is read-only');
    return uri;
  }

  async function isReadOnly(uri: vscode.Uri): Promise<boolean> {
    return (await vscode.workspace.fs.stat(uri)).permissions === vscode.FilePermission.Readonly;
  }

  const edit = { name: 'label', changes: [{ row: 0, before: '', after: 'A' }] };
  const applyFix = (uri: vscode.Uri) => vscode.commands.executeCommand('glueLabeling.editor.applyFix', uri, edit);

  test('is read-only once it is shown, without a try to write it; edits are refused with the reason', async () => {
    const before = bench.proxy.count('PUT');
    const uri = await openReadOnly('denied.csv');
    assert.equal(bench.proxy.count('PUT'), before);
    await assert.rejects(
      async () => applyFix(uri),
      (error: Error) => error.message.includes('s3://bucket/denied.csv') && error.message.includes('s3:PutObject'),
    );
    assert.equal(isDirty(uri), false);
  });

  test('is not repaired', async () => {
    const uri = await openReadOnly('denied repair.csv', `\ufeff${blank}`);
    // It would wait for an answer if it offered to.
    await vscode.commands.executeCommand('glueLabeling.editor.repair');
    assert.equal(isDirty(uri), false);
  });

  test('is written when the connection is renewed and allows it', async () => {
    const uri = await openReadOnly('allowed later.csv');
    bench.proxy.heal();
    await vscode.commands.executeCommand('glueLabeling.refresh');
    await until(async () => !(await isReadOnly(uri)), 'it is not read-only any more');
    await label(uri, 0, 'A');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored('allowed later.csv'), blank.replace('s1,,1', 's1,A,1'));
  });

  test('is written when it is opened again and that is allowed', async () => {
    await openReadOnly('opened again.csv');
    await closeAll();
    bench.proxy.heal();
    const uri = await bench.open('opened again.csv');
    await until(async () => !(await isReadOnly(uri)), 'it is not read-only any more');
    await label(uri, 0, 'A');
    await save();
    await until(() => !isDirty(uri), 'saved');
  });

  test('counts as writable where nothing can be found out', async () => {
    bench.proxy.inject({ kind: 'answer', status: 501, code: 'NotImplemented' }, { method: 'POST' });
    const asked = bench.proxy.arrival('unknown', 'POST');
    const uri = await bench.open('unknown.csv');
    await asked;
    await label(uri, 0, 'A');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored('unknown.csv'), blank.replace('s1,,1', 's1,A,1'));
  });
});
