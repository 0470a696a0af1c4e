import * as vscode from 'vscode';

/** Tells when a labeling editor's tab goes from unsaved to saved. */
export function onDidSaveLabelingFile(saved: (uri: vscode.Uri) => void): vscode.Disposable {
  const dirty = new Set<string>();
  return vscode.window.tabGroups.onDidChangeTabs(({ changed }) => {
    for (const { input, isDirty } of changed) {
      if (!(input instanceof vscode.TabInputCustom) || input.viewType !== 'glueLabeling.labelingSet') {
        continue;
      }
      const uri = input.uri.toString();
      if (isDirty) {
        dirty.add(uri);
      } else if (dirty.delete(uri)) {
        saved(input.uri);
      }
    }
  });
}
