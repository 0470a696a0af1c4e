import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';

const viewType = 'glueLabeling.labelingSet';

suite('labeling editor on a local file', () => {
  test('opens without a dirty mark and without a write', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const path = join(folder, 'opening.csv');
    const content = 'labeling_set_id,label,id,name\ns1,,1,Ann\ns1,A,2,Anne\n';
    await writeFile(path, content);
    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(path), viewType);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.ok(tab?.input instanceof vscode.TabInputCustom);
    assert.equal(tab.input.viewType, viewType);
    assert.equal(tab.isDirty, false);
    assert.equal(await readFile(path, 'utf8'), content);
  });
});
