import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { blank, closeAll, HostBench, isDirty, label, openLocal, save, until } from './bench';
import { Dialogs } from './dialogs';

const mine = blank.replace('s1,,1', 's1,A,1');
const theirs = blank.replace('s1,,1', 's1,Q,1');

/** What only the user can decide, asked in dialogs: the labeling editor is not in front. */
suite('questions while saving', () => {
  let bench: HostBench;
  let dialogs: Dialogs | undefined;

  suiteSetup(async () => {
    bench = await HostBench.start();
  });

  suiteTeardown(() => bench.stop());

  teardown(async () => {
    dialogs?.dispose();
    await closeAll();
  });

  /** A document with a label, behind another tab, whose object someone else changes or deletes. */
  async function labeledBehind(key: string, change: () => Promise<void>): Promise<vscode.Uri> {
    const uri = await bench.open(key);
    await label(uri, 0, 'A');
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    await openLocal('in front.csv');
    await change();
    return uri;
  }

  async function saveAll(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.files.saveAll');
  }

  test('a conflict: cancelled, nothing is stored; decided, the chosen labels are', async () => {
    const key = 'decided.csv';
    const uri = await labeledBehind(key, () => bench.store(key, theirs));
    dialogs = new Dialogs([undefined, 'Keep Mine']);
    await saveAll();
    assert.equal(isDirty(uri), true);
    assert.equal(await bench.stored(key), theirs);
    await saveAll();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored(key), mine);
    assert.equal(dialogs.asked.filter((text) => text.includes('someone else labeled 1 row differently')).length, 2);
  });

  test('a conflict: theirs is taken', async () => {
    const key = 'theirs.csv';
    const uri = await labeledBehind(key, () => bench.store(key, theirs));
    dialogs = new Dialogs(['Take Theirs']);
    await saveAll();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored(key), theirs);
  });

  test('Write Again', async () => {
    const key = 'deleted.csv';
    const uri = await labeledBehind(key, () => bench.delete(key));
    dialogs = new Dialogs([undefined, 'Write Again']);
    await saveAll();
    assert.equal(isDirty(uri), true);
    await assert.rejects(bench.stored(key));
    await saveAll();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored(key), mine);
  });

  test('Continue Without Them', async () => {
    const key = 'rows gone.csv';
    const fewer = blank.replace('s1,,1,Ann\n', '');
    const uri = await labeledBehind(key, () => bench.store(key, fewer));
    dialogs = new Dialogs([undefined, 'Continue Without Them']);
    await saveAll();
    assert.equal(isDirty(uri), true);
    await saveAll();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored(key), fewer);
    assert.match(dialogs.asked[0] ?? '', /now lacks 1 of the rows you labeled/);
  });

  test('Write My Version, over what is no labeling file', async () => {
    const key = 'rubbish.csv';
    const uri = await labeledBehind(key, () => bench.store(key, 'id\n1\n'));
    dialogs = new Dialogs([undefined, 'Write My Version']);
    await saveAll();
    assert.equal(isDirty(uri), true);
    assert.equal(await bench.stored(key), 'id\n1\n');
    await saveAll();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored(key), mine);
  });

  test('a revert ends a save that waits for a decision in the editor', async () => {
    const key = 'waiting.csv';
    const uri = await bench.open(key);
    await label(uri, 0, 'A');
    await bench.store(key, theirs);
    const read = bench.proxy.arrival(key, 'GET');
    const saved = save();
    await read;
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await saved;
    await until(() => !isDirty(uri), 'reverted');
    assert.equal(await bench.stored(key), theirs);
  });
});
