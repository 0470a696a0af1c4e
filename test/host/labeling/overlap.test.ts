import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { readBackup } from '../../../src/labeling/backup/backupFile';
import { labelingViewType } from '../../../src/shared/ids';
import { blank, closeAll, configure, HostBench, isDirty, label, openLocal, save, settled, tabOf, until } from './bench';

const allLabeled = 'labeling_set_id,label,id,name\ns1,A,1,Ann\ns1,B,2,Anne\ns2,C,3,Bob\ns2,D,4,Rob\n';

/** What comes while a save is under way: edits, further saves, a revert, other people. */
suite('while a save is under way', () => {
  let bench: HostBench;
  let backupFolder = '';

  suiteSetup(async () => {
    bench = await HostBench.start();
    backupFolder = await vscode.commands.executeCommand<string>('glueLabeling.editor.backupFolder');
  });

  suiteTeardown(() => bench.stop());

  setup(() => bench.proxy.heal());

  teardown(() => closeAll());

  /** Has the next PUT of an object wait. */
  function holdPut(key: string): { readonly arrived: Promise<void>; release(): void } {
    const gate = Promise.withResolvers<void>();
    bench.proxy.inject({ kind: 'hold', until: gate.promise }, { method: 'PUT', path: key, times: 1 });
    return { arrived: bench.proxy.arrival(key, 'PUT'), release: gate.resolve };
  }

  function puts(key: string): number {
    return bench.proxy.seen.filter(({ method, path }) => method === 'PUT' && path.includes(key)).length;
  }

  function backupOf(uri: vscode.Uri): ReturnType<typeof readBackup> {
    const name = createHash('sha256').update(uri.toString()).digest('hex').slice(0, 32);
    return readBackup(join(backupFolder, `${name}.json`));
  }

  async function edit(uri: vscode.Uri, row: number, after: string): Promise<void> {
    const made = { name: 'label', changes: [{ row, before: '', after }] };
    await vscode.commands.executeCommand('glueLabeling.editor.applyFix', uri, made);
    await settled();
  }

  /** Saves that are asked for one after the other for this long while the first one waits. */
  async function forMilliseconds(duration: number, work: () => Promise<unknown>): Promise<void> {
    const end = Date.now() + duration;
    while (Date.now() < end) {
      await work();
    }
  }

  test('fact 8: however often it is saved again, one PUT is under way, and all labels are stored in the end', async () => {
    const key = 'fact 8.csv';
    const uri = await bench.open(key);
    await label(uri, 0, 'A');
    const { arrived, release } = holdPut(key);
    const saves = [save()];
    await arrived;
    for (const [row, text] of [
      [1, 'B'],
      [2, 'C'],
      [3, 'D'],
    ] as const) {
      await edit(uri, row, text);
      saves.push(save());
      await forMilliseconds(100, settled);
    }
    assert.equal(puts(key), 1, 'PUTs while the first one is under way');
    release();
    await Promise.all(saves);
    await until(() => !isDirty(uri), 'clean');
    assert.equal(await bench.stored(key), allLabeled);
    assert.equal(puts(key), 2);
  });

  test('fact 9: auto save has one PUT under way; what is edited meanwhile is backed up, and stored in the end', async () => {
    const key = 'fact 9.csv';
    const uri = await bench.open(key);
    const { arrived, release } = holdPut(key);
    await configure('files.autoSave', 'afterDelay');
    await configure('files.autoSaveDelay', 20);
    try {
      await edit(uri, 0, 'A');
      await arrived;
      for (const [row, text] of [
        [1, 'B'],
        [2, 'C'],
        [3, 'D'],
      ] as const) {
        await edit(uri, row, text);
        await forMilliseconds(100, settled);
      }
      assert.equal(puts(key), 1, 'PUTs while the first one is under way');
      await until(async () => (await backupOf(uri))?.rows.length === 4, 'all four labels are backed up');
      release();
      await until(async () => (await bench.stored(key)) === allLabeled, 'all is stored');
      await until(() => !isDirty(uri), 'clean');
      await until(async () => (await backupOf(uri)) === undefined, 'the backup is gone');
      assert.equal(puts(key), 2);
    } finally {
      release();
      await configure('files.autoSave', 'off');
      await configure('files.autoSaveDelay', undefined);
    }
  });

  test('a revert gives up what is unsaved: nothing of it is stored after the PUT under way', async () => {
    const key = 'reverted.csv';
    const uri = await bench.open(key);
    await label(uri, 0, 'A');
    const { arrived, release } = holdPut(key);
    const saved = save();
    await arrived;
    await label(uri, 1, 'B');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await settled();
    release();
    await saved;
    await until(() => !isDirty(uri), 'clean');
    const once = blank.replace('s1,,1', 's1,A,1');
    assert.equal(await bench.stored(key), once);
    // What is shown is what is stored: labeling another row stores just that one besides.
    await label(uri, 2, 'C');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored(key), once.replace('s2,,3', 's2,C,3'));
    assert.equal(puts(key), 2);
  });

  test('a label set while a revert reads stays, unsaved in a dirty tab', async () => {
    const key = 'revert reads.csv';
    const uri = await bench.open(key);
    await label(uri, 0, 'A');
    const gate = Promise.withResolvers<void>();
    bench.proxy.inject({ kind: 'hold', until: gate.promise }, { method: 'HEAD', path: key, times: 1 });
    const arrived = bench.proxy.arrival(key, 'HEAD');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await arrived;
    await label(uri, 1, 'B');
    gate.resolve();
    await until(async () => (await backupOf(uri))?.rows.length === 1, 'the label is backed up');
    assert.equal(isDirty(uri), true);
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored(key), blank.replace('s1,,2', 's1,B,2'));
  });

  test("someone else's save to S3 is noticed when the editor gets the focus", async () => {
    const key = 'focused.csv';
    const uri = await bench.open(key);
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    await label(uri, 0, 'A');
    await openLocal('in front.csv');
    await bench.store(key, blank.replace('s2,,4', 's2,Q,4'));
    const looked = bench.proxy.arrival(key, 'GET');
    await vscode.commands.executeCommand('vscode.openWith', uri, labelingViewType);
    await looked;
    // Taken over before anything is saved: the backup says on which version the label is.
    const etag = await bench.etag(key);
    await until(async () => (await backupOf(uri))?.version === etag, 'their version is taken over');
    assert.equal(puts(key), 0);
    assert.equal(tabOf(uri)?.isDirty, true);
  });
});
