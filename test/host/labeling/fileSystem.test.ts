import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { labelingViewType } from '../../../src/shared/ids';
import { faults } from '../../harness/faultProxy';
import { blank, closeAll, HostBench, isDirty, label, save, until } from './bench';
import { Dialogs } from './dialogs';

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

  /** Whether VS Code was given an error of this code. */
  const failsWith = (code: string) => (error: unknown) =>
    error instanceof vscode.FileSystemError && error.code === code;

  test('a prefix with nothing below it is not found', async () => {
    await assert.rejects(async () => fs.readDirectory(bench.uri('nothing here')), failsWith('FileNotFound'));
    await bench.store('only a marker/', '');
    assert.deepEqual(await fs.readDirectory(bench.uri('only a marker')), []);
  });

  test('an object that may not be read is told from one that is not there, with the reason', async () => {
    await bench.store('secret.csv', blank);
    bench.proxy.inject(faults.accessDenied, { path: 'secret.csv' });
    await assert.rejects(stat(bench.uri('secret.csv')), failsWith('NoPermissions'));
    await assert.rejects(
      async () => fs.readFile(bench.uri('secret.csv')),
      (error: Error) =>
        failsWith('NoPermissions')(error) &&
        error.message.includes('You need s3:GetObject on “s3://bucket/secret.csv”.'),
    );
  });

  test('a copy of what is not there says so of the source', async () => {
    await assert.rejects(
      async () => fs.copy(bench.uri('no source.csv'), bench.uri('target.csv')),
      (error: Error) => failsWith('FileNotFound')(error) && error.message.includes('source.csv'),
    );
  });

  test('a copy does not replace what it may not look at', async () => {
    await bench.store('copy source.csv', '1');
    await bench.store('copy target.csv', '2');
    bench.proxy.inject(faults.accessDenied, { method: 'HEAD', path: 'copy target' });
    bench.proxy.inject(faults.accessDenied, { method: 'GET', path: 'copy target' });
    const copied = async () =>
      fs.copy(bench.uri('copy source.csv'), bench.uri('copy target.csv'), { overwrite: false });
    await assert.rejects(copied);
    assert.equal(await bench.stored('copy target.csv'), '2');
  });

  test('renaming a folder leaves what someone else puts there meanwhile', async () => {
    await bench.store('busy/a.csv', '1');
    const gate = Promise.withResolvers<void>();
    bench.proxy.inject({ kind: 'hold', until: gate.promise }, { method: 'PUT', path: 'idle/a.csv', times: 1 });
    const arrived = bench.proxy.arrival('idle/a.csv', 'PUT');
    const renamed = fs.rename(bench.uri('busy'), bench.uri('idle'));
    await arrived;
    await bench.store('busy/b.csv', '2');
    gate.resolve();
    await renamed;
    assert.equal(await bench.stored('idle/a.csv'), '1');
    assert.equal(await bench.stored('busy/b.csv'), '2');
    await assert.rejects(stat(bench.uri('busy/a.csv')));
  });

  test('folders of more objects than S3 lists at once are listed, renamed and deleted whole', async () => {
    const names = Array.from({ length: 38 }, (_, index) => `${index}.csv`);
    await Promise.all(names.map((name) => bench.store(`many/${name}`, name)));
    bench.proxy.inject({ kind: 'smallPages', keys: 3 }, { method: 'GET' });
    assert.equal((await fs.readDirectory(bench.uri('many'))).length, names.length);
    await fs.rename(bench.uri('many'), bench.uri('more'));
    await assert.rejects(stat(bench.uri('many')), failsWith('FileNotFound'));
    const before = bench.proxy.count('GET');
    const listed = (await fs.readDirectory(bench.uri('more'))).map(([name]) => name);
    assert.deepEqual(listed.sort(), names.sort());
    assert.equal(bench.proxy.count('GET') - before, Math.ceil(names.length / 3));
    await fs.delete(bench.uri('more'), { recursive: true });
    await assert.rejects(stat(bench.uri('more')), failsWith('FileNotFound'));
  });

  test('an object and a prefix of one name: the object is seen, and deleting it leaves the rest', async () => {
    await bench.store('both', '1');
    await bench.store('both/x.csv', '2');
    assert.equal((await stat(bench.uri('both'))).type, vscode.FileType.File);
    const root = await fs.readDirectory(bench.uri('').with({ path: '/bucket' }));
    assert.deepEqual(
      root.filter(([name]) => name === 'both'),
      [['both', vscode.FileType.File]],
    );
    await fs.delete(bench.uri('both'));
    assert.equal((await stat(bench.uri('both'))).type, vscode.FileType.Directory);
    assert.equal(await bench.stored('both/x.csv'), '2');
  });

  test('what S3 keeps beside the bytes stays, whoever writes: labeling editor, text editor, copy and rename', async () => {
    const kept = {
      ContentType: 'text/x-labels',
      CacheControl: 'no-store',
      Metadata: { who: 'me' },
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'arn:aws:kms:us-east-1:111122223333:key/1234',
      StorageClass: 'STANDARD_IA',
    } as const;
    const keeps = async (key: string) => {
      const { ContentType, CacheControl, Metadata, ServerSideEncryption, SSEKMSKeyId, StorageClass } =
        await bench.head(key);
      assert.deepEqual(
        { ContentType, CacheControl, Metadata, ServerSideEncryption, SSEKMSKeyId, StorageClass },
        kept,
        key,
      );
    };
    await bench.storeWith('kept/labels.csv', blank, kept);
    const uri = bench.uri('kept/labels.csv');
    await vscode.commands.executeCommand('vscode.openWith', uri, labelingViewType);
    await label(uri, 0, 'A');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored('kept/labels.csv'), blank.replace('s1,,1', 's1,A,1'));
    await keeps('kept/labels.csv');
    await closeAll();

    await edited(uri, 's1,A,1', 's1,B,1');
    assert.equal(await bench.stored('kept/labels.csv'), blank.replace('s1,,1', 's1,B,1'));
    await keeps('kept/labels.csv');

    await fs.copy(uri, bench.uri('kept/copy.csv'));
    await keeps('kept/copy.csv');
    await fs.rename(bench.uri('kept'), bench.uri('renamed'));
    await keeps('renamed/labels.csv');
  });

  /** Changes a file in a text editor and saves it. @returns whether it was saved */
  async function edited(uri: vscode.Uri, before: string, after: string): Promise<boolean> {
    const document = await vscode.workspace.openTextDocument(uri);
    await change(document, before, after);
    return document.save();
  }

  async function change(document: vscode.TextDocument, before: string, after: string): Promise<void> {
    const from = document.getText().indexOf(before);
    assert.notEqual(from, -1, `the text holds ${before}`);
    const edit = new vscode.WorkspaceEdit();
    const range = new vscode.Range(document.positionAt(from), document.positionAt(from + before.length));
    edit.replace(document.uri, range, after);
    await vscode.workspace.applyEdit(edit);
  }

  test('a text overwrites a version that someone else stored when told to', async () => {
    // Of the same length each: VS Code itself does not notice.
    await bench.store('overwrite.csv', blank.replace('s1,,1', 's1,A,1'));
    const uri = bench.uri('overwrite.csv');
    const document = await vscode.workspace.openTextDocument(uri);
    await change(document, 's1,A,1', 's1,B,1');
    await bench.store('overwrite.csv', blank.replace('s1,,1', 's1,C,1'));
    const dialogs = new Dialogs(['Overwrite']);
    try {
      assert.equal(await document.save(), true);
      assert.equal(await bench.stored('overwrite.csv'), blank.replace('s1,,1', 's1,B,1'));
      assert.equal(dialogs.asked.length, 1);
      assert.match(dialogs.asked[0] ?? '', /^Someone else changed “s3:\/\/bucket\/overwrite\.csv”/);
    } finally {
      dialogs.dispose();
    }
  });

  test('a large object is read only after asking', async function () {
    this.timeout(120_000);
    await bench.store('large.csv', blank.padEnd(50 * 1024 * 1024 + 1, 'x'));
    const dialogs = new Dialogs([undefined, 'Open Anyway']);
    try {
      const before = bench.proxy.count('GET');
      await assert.rejects(
        async () => fs.readFile(bench.uri('large.csv')),
        /“s3:\/\/bucket\/large\.csv” was not opened\. Open it again to be asked again\./,
      );
      assert.equal(bench.proxy.count('GET'), before);
      assert.equal((await fs.readFile(bench.uri('large.csv'))).length, 50 * 1024 * 1024 + 1);
      assert.deepEqual(dialogs.asked, Array(2).fill('“s3://bucket/large.csv” is 51 MB. Open it?'));
    } finally {
      dialogs.dispose();
    }
  });

  // VS Code shows no dialog to a test, so that the question whether to overwrite counts as not answered.
  for (const looked of [false, true]) {
    test(`a text does not overwrite a change of the same length${looked ? ', though it was read meanwhile' : ''}`, async () => {
      const key = `same length ${looked}.csv`;
      await bench.store(key, blank.replace('s1,,1', 's1,A,1'));
      const uri = bench.uri(key);
      const document = await vscode.workspace.openTextDocument(uri);
      await change(document, 's1,A,1', 's1,B,1');
      await until(() => document.isDirty, 'the text is changed');
      const theirs = blank.replace('s1,,1', 's1,C,1');
      await bench.store(key, theirs);
      if (looked) {
        // As Compare with Saved does.
        assert.equal(await text(uri), theirs);
      }
      assert.equal(await document.save().then(undefined, () => false), false);
      assert.equal(await bench.stored(key), theirs);
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await until(() => document.getText() === theirs && !document.isDirty, 'the text is theirs');
      assert.equal(await edited(uri, 's1,C,1', 's1,D,1'), true);
      assert.equal(await bench.stored(key), theirs.replace('s1,C,1', 's1,D,1'));
    });
  }

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
