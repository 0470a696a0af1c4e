import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { writeBackup } from '../../../src/labeling/backup/backupFile';
import { backupOf } from '../../../src/labeling/backup/keeper';
import { LabelingDocument } from '../../../src/labeling/document/document';
import { repaired } from '../../../src/shared/checks/repair';
import { windows1252 } from '../../../src/shared/foreignText';
import { labelingViewType } from '../../../src/shared/ids';
import {
  answering,
  answeringEach,
  blank,
  closeAll,
  HostBench,
  isDirty,
  label,
  openEditor,
  redo,
  save,
  settled,
  tabOf,
  undo,
  until,
} from './bench';

const odd = `\ufeff${blank.replaceAll(',', ';')}`;

suite('repairing a file', () => {
  let bench: HostBench;

  suiteSetup(async () => {
    bench = await HostBench.start();
  });

  suiteTeardown(() => bench.stop());

  teardown(() => closeAll());

  function toRepair(uri: vscode.Uri): readonly string[] {
    return vscode.languages.getDiagnostics(uri).flatMap(({ code, message }) => {
      return typeof code === 'object' && code.value === 'Repair…' ? [message] : [];
    });
  }

  /** Opens the file and waits until its problems are told. */
  async function opened(key: string, text = odd): Promise<vscode.Uri> {
    const uri = await bench.open(key, text);
    await until(() => vscode.languages.getDiagnostics(uri).length > 0, 'problems');
    return uri;
  }

  /** Runs the repair with its question answered by a button, or closed; answers the question. */
  function answered(button: string | undefined, ...args: readonly unknown[]): Promise<string> {
    return answering(button, async () => {
      await vscode.commands.executeCommand('glueLabeling.editor.repair', ...args);
      await settled();
    });
  }

  test('says what it changes, and changes nothing unless agreed to', async () => {
    const uri = await opened('asked.csv');
    assert.equal(toRepair(uri).length, 2);
    const question = await answered(undefined);
    assert.match(question, /^Repair “s3:\/\/bucket\/asked\.csv”\?\n/);
    assert.match(question, /The byte order mark \(3 bytes\) at the beginning is removed\.\n/);
    assert.match(question, /The semicolon between columns becomes a comma\.\n/);
    assert.equal(isDirty(uri), false);
    assert.equal(toRepair(uri).length, 2);
  });

  test('is an edit: undone, done again and saved', async () => {
    const uri = await opened('repaired.csv');
    await label(uri, 0, 'A');
    await answered('Repair');
    await until(() => toRepair(uri).length === 0, 'nothing to repair any more');
    assert.equal(isDirty(uri), true);
    assert.equal(await bench.stored('repaired.csv'), odd);
    await undo();
    await until(() => toRepair(uri).length === 2, 'told again after the undo');
    await undo();
    await until(() => !isDirty(uri), 'clean after both undos');
    await redo();
    await until(() => isDirty(uri), 'dirty after the redo');
    await redo();
    await until(() => toRepair(uri).length === 0, 'repaired again after both redos');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored('repaired.csv'), blank.replace('s1,,1', 's1,A,1'));
    assert.deepEqual(toRepair(uri), []);
  });

  test('a file in UTF-16 is converted when asked, and then opened', async () => {
    const text = blank.replace('s1,,1', 's1,Zürich 東京,1');
    const foreign: Uint8Array = Buffer.from(`\ufeff${text}`, 'utf16le');
    await bench.store('wide.csv', foreign);
    const uri = await openEditor(bench.uri('wide.csv'));
    const convert = async () => vscode.commands.executeCommand('glueLabeling.editor.convertFromUtf16');
    assert.match(
      await answering(undefined, convert),
      /^Convert “s3:.*wide\.csv” from UTF-16.*\nlabeling_set_id,label,/,
    );
    assert.notEqual(await bench.stored('wide.csv'), text);
    await answering('Convert', convert);
    assert.equal(await bench.stored('wide.csv'), text);
    await label(uri, 1, 'B');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.match(await bench.stored('wide.csv'), /^s1,Zürich 東京,1.*\ns1,B,2/m);
  });

  test('shows cells before and after, and takes them for another encoding when asked', async () => {
    const text = 'labeling_set_id,label,id,name\ns1,,1,Zürich\ns1,,2,price ¤ 5\n';
    const bytes = Buffer.from(text);
    const at = bytes.indexOf('¤');
    await bench.store('encoded.csv', Buffer.concat([bytes.subarray(0, at), Buffer.of(0xa4), bytes.subarray(at + 2)]));
    const uri = bench.uri('encoded.csv');
    await vscode.commands.executeCommand('vscode.openWith', uri, labelingViewType);
    await until(() => toRepair(uri).length === 1, 'the encoding is told');
    assert.match(toRepair(uri)[0] ?? '', /^Line 3, column 13: the byte A4 is not UTF-8/);
    const { showQuickPick } = vscode.window;
    const questions: string[] = [];
    const answers = ['Other Encoding…', 'Repair'];
    Reflect.set(vscode.window, 'showQuickPick', async (items: readonly vscode.QuickPickItem[]) =>
      items.find(({ label, description }) => {
        return label.startsWith('ISO-8859-15') && description === 'Line 3, name: price \ufffd 5 → price € 5';
      }),
    );
    try {
      await answeringEach(answers, questions, async () => {
        await vscode.commands.executeCommand('glueLabeling.editor.repair', uri);
      });
    } finally {
      Reflect.set(vscode.window, 'showQuickPick', showQuickPick);
    }
    assert.match(questions[0] ?? '', /Windows-1252.*Line 3, name: price \ufffd 5 → price ¤ 5/s);
    assert.match(questions[1] ?? '', /ISO-8859-15.*Line 3, name: price \ufffd 5 → price € 5/s);
    await until(() => isDirty(uri), 'repaired');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored('encoded.csv'), text.replace('¤', '€'));
  });

  test('is offered in Problems for a file that is not in front, and as a quick fix', async () => {
    const uri = await opened('behind.csv');
    await opened('in front.csv');
    const [diagnostic] = vscode.languages.getDiagnostics(uri);
    assert.ok(typeof diagnostic?.code === 'object');
    assert.match(await answered(undefined, ...JSON.parse(diagnostic.code.target.query)), /behind\.csv/);
    await vscode.workspace.openTextDocument(uri);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      diagnostic.range,
    );
    const fix = actions.find(({ command }) => command?.command === 'glueLabeling.editor.repair');
    assert.ok(fix?.command);
    await answered('Repair', ...(fix.command.arguments ?? []));
    await until(() => isDirty(uri), 'the file behind is repaired');
  });

  test('comes back from a backup with its labels, and is undone step by step', async () => {
    await bench.store('restored repair.csv', odd);
    const uri = bench.uri('restored repair.csv');
    const bytes = new TextEncoder().encode(odd);
    const document = new LabelingDocument({ bytes, version: await bench.etag('restored repair.csv') });
    document.edit({ name: 'put 1 row in group A', changes: [{ row: 0, before: '', after: 'A' }] });
    document.reform(repaired(document.file, windows1252) ?? document.file, 'repair the file');
    const folder = await vscode.commands.executeCommand<string>('glueLabeling.editor.backupFolder');
    const name = createHash('sha256').update(uri.toString()).digest('hex').slice(0, 32);
    await writeBackup(join(folder, `${name}.json`), backupOf(uri.toString(), document, 'a window'));
    await vscode.commands.executeCommand('vscode.openWith', uri, labelingViewType);
    await until(() => tabOf(uri) !== undefined && isDirty(uri), 'restored and dirty');
    await until(() => vscode.languages.getDiagnostics(uri).length > 0, 'problems');
    assert.deepEqual(toRepair(uri), []);
    await undo();
    await until(() => toRepair(uri).length === 2, 'the repair is undone');
    assert.equal(isDirty(uri), true);
    await redo();
    await until(() => toRepair(uri).length === 0, 'and done again');
    await save();
    await until(() => !isDirty(uri), 'saved');
    assert.equal(await bench.stored('restored repair.csv'), blank.replace('s1,,1', 's1,A,1'));
  });
});
