import * as vscode from 'vscode';
import { labelingViewType } from '../../shared/ids';

/** The labeling file whose editor is in front. */
export function labelingFileInFront(): vscode.Uri | undefined {
  return labelingFileOf(vscode.window.tabGroups.activeTabGroup.activeTab);
}

/** The files that labeling editors show, one for each tab. */
export function openLabelingFiles(): readonly vscode.Uri[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).flatMap((tab) => labelingFileOf(tab) ?? []);
}

function labelingFileOf(tab: vscode.Tab | undefined): vscode.Uri | undefined {
  const input = tab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === labelingViewType ? input.uri : undefined;
}
