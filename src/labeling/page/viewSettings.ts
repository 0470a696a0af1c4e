import type * as vscode from 'vscode';
import type { ViewSettings } from '../../shared/protocol';
import { parseViewSettings } from './fromPage';

const keyPrefix = 'labeling.view.';

const initial: ViewSettings = {
  showDifferences: true,
  dimEqual: false,
  layout: { hidden: [], pinned: [], widths: {} },
  order: 'similarity',
};

/** How labelers arranged the columns and marks, for each transform, or for each set of columns where none is known. */
export class ViewSettingsStore {
  constructor(private readonly memory: vscode.Memento) {}

  /** `owner` is a transform's id, or undefined for a file of unknown origin, which is known by its columns. */
  get(owner: string | undefined, columns: readonly string[]): ViewSettings {
    return parseViewSettings(this.memory.get(key(owner, columns))) ?? initial;
  }

  async set(owner: string | undefined, columns: readonly string[], settings: ViewSettings): Promise<void> {
    await this.memory.update(key(owner, columns), settings);
  }
}

function key(owner: string | undefined, columns: readonly string[]): string {
  return keyPrefix + (owner ?? columns.join(','));
}
