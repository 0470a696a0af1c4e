import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { blank, closeAll, HostBench, until } from './bench';

suite('S3 as a file system', () => {
  let bench: HostBench;
  const { fs } = vscode.workspace;

  suiteSetup(async () => {
    bench = await HostBench.start();
  });

  suiteTeardown(() => bench.stop());

  setup(() => bench.proxy.heal());

  teardown(() => closeAll());

  async function stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return fs.stat(uri);
  }

  async function text(uri: vscode.Uri): Promise<string> {
    return new TextDecoder().decode(await fs.readFile(uri));
  }

  test('fact 7: a file is written below prefixes that are not there yet', async () => {
    const uri = bench.uri('new/deep/folder/labels.csv');
    await fs.writeFile(uri, new TextEncoder().encode(blank));
    assert.equal(await bench.stored('new/deep/folder/labels.csv'), blank);
    assert.equal((await fs.stat(bench.uri('new/deep'))).type, vscode.FileType.Directory);
    assert.equal((await fs.stat(uri.with({ path: '/bucket' }))).type, vscode.FileType.Directory);
  });

  test('fact 7: a folder that is not there is not found, and making it does nothing', async () => {
    const uri = bench.uri('no such folder');
    await assert.rejects(
      stat(uri),
      (error: unknown) => error instanceof vscode.FileSystemError && error.code === 'FileNotFound',
    );
    await fs.createDirectory(uri);
    await assert.rejects(stat(uri));
  });

  for (const key of [
    'with blank.csv',
    'a#b.csv',
    '100%.csv',
    'a%20b.csv',
    'c:d.csv',
    'q?x=1.csv',
    'ü/日本語.csv',
    "a+b'(1).csv",
  ]) {
    test(`keys are taken as they are: ${key}`, async () => {
      const uri = bench.uri(`keys/${key}`);
      await fs.writeFile(uri, new TextEncoder().encode(key));
      assert.equal(await bench.stored(`keys/${key}`), key);
      assert.equal(await text(uri), key);
      assert.equal(await text(vscode.Uri.parse(uri.toString())), key);
      await fs.delete(uri);
      await assert.rejects(stat(uri));
    });
  }

  test('lists prefixes as directories and objects as files', async () => {
    await bench.store('list/a.csv', '1');
    await bench.store('list/sub/b.csv', '2');
    await bench.store('list/', '');
    assert.deepEqual((await fs.readDirectory(bench.uri('list'))).sort(), [
      ['a.csv', vscode.FileType.File],
      ['sub', vscode.FileType.Directory],
    ]);
    const root = bench.uri('').with({ path: '/' });
    assert.deepEqual(await fs.readDirectory(root), [['bucket', vscode.FileType.Directory]]);
  });

  test('copies, renames and deletes objects and folders', async () => {
    await bench.store('move/a.csv', '1');
    await bench.store('move/sub/b.csv', '2');
    await fs.copy(bench.uri('move/a.csv'), bench.uri('move/c d.csv'));
    assert.equal(await bench.stored('move/c d.csv'), '1');
    await fs.rename(bench.uri('move'), bench.uri('moved'));
    assert.equal(await bench.stored('moved/sub/b.csv'), '2');
    await assert.rejects(stat(bench.uri('move')));
    const refused = async () => fs.copy(bench.uri('moved/a.csv'), bench.uri('moved/sub/b.csv'), { overwrite: false });
    await assert.rejects(refused);
    await fs.delete(bench.uri('moved'), { recursive: true });
    await assert.rejects(stat(bench.uri('moved')));
  });

  test('a csv file opens in the labeling editor by itself, another file as text', async () => {
    await bench.store('by default.csv', blank);
    const uri = bench.uri('by default.csv');
    await vscode.commands.executeCommand('vscode.open', uri);
    await until(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom,
      'the labeling editor',
    );
    await bench.store('notes.txt', 'hello');
    await vscode.commands.executeCommand('vscode.open', bench.uri('notes.txt'));
    await until(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputText,
      'the text editor',
    );
  });

  test('a local csv file opens as text by itself', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder, 'local.csv');
    await fs.writeFile(uri, new TextEncoder().encode(blank));
    await vscode.commands.executeCommand('vscode.open', uri);
    await until(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputText,
      'the text editor',
    );
  });
});
