import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { labelingViewType } from '../../../src/shared/ids';
import { answering, blank, closeAll, configure, HostBench, isDirty, label, save, settled, tabOf, until } from './bench';

const missing = /^Rows? .* no label\.$/;
const unlabeled = /no labels yet\.$/;
const contradicting = /but decisions elsewhere make them one/;
const alike = /differ only in case or blanks/;
/** All rows have a label; the labels of rows 2 and 3 are told. */
const spelled = 'labeling_set_id,label,id,name\ns1,A,1,Ann\ns1,A,2,Anne\ns2,a,3,Bob\ns2,A,4,Rob\n';
const transformId = `tfm-${'0'.repeat(40)}`;

suite('problems and changes from outside', () => {
  let bench: HostBench;

  suiteSetup(async () => {
    bench = await HostBench.start(async (operation, input) => {
      assert.deepEqual([operation, input], ['GetMLTransform', { TransformId: transformId }]);
      return { TransformId: transformId, Name: 'people', Schema: [{ Name: 'name' }, { Name: 'id' }] };
    });
  });

  suiteTeardown(() => bench.stop());

  setup(() => bench.proxy.heal());

  teardown(() => closeAll());

  /** The first problem of a file whose text begins so. */
  function problem(uri: vscode.Uri, text: RegExp): vscode.Diagnostic | undefined {
    return vscode.languages.getDiagnostics(uri).find(({ message }) => text.test(message));
  }

  /** Runs the link of a problem, as a click in the Problems panel does. */
  async function follow({ code }: vscode.Diagnostic): Promise<void> {
    assert.ok(typeof code === 'object');
    await vscode.commands.executeCommand(code.target.path, ...JSON.parse(code.target.query));
  }

  /** Clears the label of the row at hand, as often as it takes until the page is there; answers what is stored then. */
  async function clearRowAtHand(uri: vscode.Uri, key: string): Promise<string> {
    await until(async () => {
      await vscode.commands.executeCommand('glueLabeling.editor.clearLabel');
      await settled();
      return isDirty(uri);
    }, 'the page is there and has cleared the label');
    await save();
    await until(() => !isDirty(uri), 'saved');
    return bench.stored(key);
  }

  test('a problem is told at its exact place, with a quick fix and a way to the row', async () => {
    const uri = await bench.open('problems.csv', blank.replace('s1,,2', 's1,A,2'));
    await until(() => problem(uri, missing) !== undefined, 'a missing label');
    const range = problem(uri, missing)?.range;
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
    await until(() => problem(uri, missing) === undefined, 'the problem is gone');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored('problems.csv'), blank.replace('s1,,1', 's1,B,1').replace('s1,,2', 's1,A,2'));
  });

  for (const [when, key] of [
    ['before its page was loaded', 'soon hidden.csv'],
    ['after it was drawn', 'hidden.csv'],
  ] as const) {
    test(`its link leads to the row, though the labeling editor was hidden behind another ${when}`, async () => {
      const uri = await bench.open(key, spelled);
      await until(() => problem(uri, alike) !== undefined, 'labels that are alike');
      const before = key === 'hidden.csv' ? await clearRowAtHand(uri, key) : spelled;
      await bench.open('in front.csv');
      await until(() => tabOf(uri)?.isActive === false, 'another tab in front');
      await settled();
      const told = problem(uri, alike);
      assert.ok(told);
      assert.equal(typeof told.code === 'object' && told.code.value, 'Go to Row');
      await follow(told);
      await until(() => tabOf(uri)?.isActive === true, 'the labeling editor in front');
      assert.equal(await clearRowAtHand(uri, key), before.replace('s2,a,3', 's2,,3'));
    });
  }

  test('its link leads to the row of the editor in front', async () => {
    const uri = await bench.open('front.csv', spelled);
    await until(() => problem(uri, alike) !== undefined, 'labels that are alike');
    const told = problem(uri, alike);
    assert.ok(told);
    await follow(told);
    assert.equal(await clearRowAtHand(uri, 'front.csv'), spelled.replace('s2,a,3', 's2,,3'));
  });

  test('a file that is closed is opened to go to its row', async () => {
    await bench.store('closed before.csv', spelled);
    const uri = bench.uri('closed before.csv');
    await vscode.commands.executeCommand('glueLabeling.editor.goToRow', uri, 2);
    assert.equal(await clearRowAtHand(uri, 'closed before.csv'), spelled.replace('s2,a,3', 's2,,3'));
  });

  test('what is wrong with the columns of a known transform is told where it is', async () => {
    const key = `${transformId}.csv`;
    const uri = await bench.open(key);
    const unlike = /^The columns are not those of the transform \(the order differs: column 3 is “id”, not “name”\)/;
    await until(() => problem(uri, unlike) !== undefined, 'the transform is asked for, and its columns are compared');
    const range = problem(uri, unlike)?.range;
    assert.deepEqual([range?.start.line, range?.start.character, range?.end.character], [0, 22, 24]);
  });

  test('of very many problems the errors come first, and the rest is counted', async () => {
    const half = Array.from({ length: 2402 }, (_, row) => `s${row >> 1},${row % 2 ? '' : 'A'},${row},x\n`).join('');
    const uri = await bench.open('many.csv', `${blank.split('\n')[0]}\n${half}alone,A,1,y\n`);
    await until(() => vscode.languages.getDiagnostics(uri).length > 1, 'problems');
    const told = vscode.languages.getDiagnostics(uri);
    assert.equal(told.length, 1001);
    assert.ok(problem(uri, /^The set has only one row/));
    assert.ok(problem(uri, /^\d+ more problems/));
  });

  test('two open files that contradict each other: told where the rows are apart, and gone when the other is closed', async () => {
    const apart = await bench.open('apart.csv', blank.replace('s1,,1', 's1,A,1').replace('s1,,2', 's1,B,2'));
    const joined = await bench.open('joined.csv', blank.replace('s1,,1', 's1,C,1'));
    await until(() => problem(apart, unlabeled) !== undefined, 'the first file is checked');
    assert.equal(problem(apart, contradicting), undefined);
    await label(joined, 1, 'C');
    await until(() => problem(apart, contradicting) !== undefined, 'told in the file that keeps the rows apart');
    const told = problem(apart, contradicting);
    assert.match(told?.message ?? '', /joined\.csv/);
    assert.deepEqual(
      told?.relatedInformation?.map(({ location, message }) => [
        location.uri.toString(),
        location.range.start.line,
        message,
      ]),
      [
        [joined.toString(), 1, 'Rows 1 and 2 of set 1 are in one group.'],
        [apart.toString(), 1, 'Rows 1 and 2 of set 1 are in different groups.'],
      ],
    );
    assert.equal(problem(joined, contradicting), undefined);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until(() => problem(apart, contradicting) === undefined, 'gone with the other file');
  });

  test('what contradicts another open file is told before the import, too', async () => {
    await configure('glueLabeling.profile', 'bench');
    await configure('glueLabeling.connection', 'aws');
    try {
      const header = 'labeling_set_id,label,name,id\n';
      const uri = await bench.open(`import/${transformId}.csv`, `${header}s1,A,Ann,1\ns1,B,Anne,2\n`);
      const ask = () =>
        answering(undefined, async () => vscode.commands.executeCommand('glueLabeling.importLabels', uri));
      assert.doesNotMatch(await ask(), contradicting);
      const joined = await bench.open('import/joined.csv', `${header}s1,,Ann,1\ns1,C,Anne,2\n`);
      assert.doesNotMatch(await ask(), contradicting);
      await label(joined, 0, 'C');
      assert.match(await ask(), /has 1 error.*\n.*decisions elsewhere make them one: .*import\/joined\.csv/s);
    } finally {
      await configure('glueLabeling.connection', undefined);
      await configure('glueLabeling.profile', undefined);
    }
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
    await vscode.commands.executeCommand('vscode.openWith', uri, labelingViewType);
    await until(() => tabOf(uri) !== undefined, 'a tab');
    await label(uri, 0, 'A');
    await writeFile(uri.fsPath, blank.replace('s2,,4', 's2,Q,4'));
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await readFile(uri.fsPath, 'utf8'), blank.replace('s1,,1', 's1,A,1').replace('s2,,4', 's2,Q,4'));
    // Nothing unsaved: another program's labels are simply taken over, and the tab stays clean.
    await writeFile(uri.fsPath, blank.replace('s1,,1', 's1,Z,1'));
    await until(() => problem(uri, missing) !== undefined, 'the change is noticed');
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
