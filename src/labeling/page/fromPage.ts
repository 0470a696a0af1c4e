import type { LabelChange, LabelEdit } from '../../shared/labels/edits';
import type { ColumnLayout, FromWebview, ViewSettings } from '../../shared/protocol';

type Fields = Readonly<Record<string, unknown>>;

/** Longer names and labels are cut off or refused: a webview is not trusted to be reasonable. */
const longestText = 10_000;

/** Checks a message of the webview, member by member. Undefined if it is not one of ours. */
export function parseFromWebview(message: unknown): FromWebview | undefined {
  if (!isFields(message)) {
    return undefined;
  }
  switch (message.type) {
    case 'ready':
    case 'cancelConflict':
    case 'save':
    case 'undo':
    case 'redo':
    case 'repair':
      return { type: message.type };
    case 'goToRow':
      return isText(message.uri) && isCount(message.row)
        ? { type: 'goToRow', uri: message.uri, row: message.row }
        : undefined;
    case 'edit':
      return parseEdit(message);
    case 'settings': {
      const settings = parseViewSettings(message.settings);
      return settings && { type: 'settings', settings };
    }
    case 'noticeAction':
      return isText(message.id) ? { type: 'noticeAction', id: message.id } : undefined;
    case 'resolveConflict': {
      const { choices } = message;
      return Array.isArray(choices) && choices.every(isChoice) ? { type: 'resolveConflict', choices } : undefined;
    }
    case 'note':
      return parseNote(message);
    case 'copy':
      return typeof message.text === 'string' ? { type: 'copy', text: message.text } : undefined;
    case 'step':
      return isStep(message.step) ? { type: 'step', step: message.step } : undefined;
    case 'askKeys':
      return isCount(message.turn) && typeof message.byHand === 'boolean'
        ? { type: 'askKeys', turn: message.turn, byHand: message.byHand }
        : undefined;
    case 'typedAhead':
      return isText(message.text) ? { type: 'typedAhead', text: message.text } : undefined;
    case 'painted':
      return parsePainted(message);
    case 'failed':
      return isText(message.reason) ? { type: 'failed', reason: message.reason } : undefined;
    default:
      return undefined;
  }
}

/** Checks view settings, which also come from where VS Code stores them. Undefined if anything is missing. */
export function parseViewSettings(value: unknown): ViewSettings | undefined {
  if (!isFields(value) || typeof value.showDifferences !== 'boolean' || typeof value.dimEqual !== 'boolean') {
    return undefined;
  }
  const layout = parseLayout(value.layout);
  // What was stored before there was a choice has none.
  const order = value.order === 'file' ? 'file' : 'similarity';
  return layout && { showDifferences: value.showDifferences, dimEqual: value.dimEqual, layout, order };
}

function parseLayout(value: unknown): ColumnLayout | undefined {
  if (!isFields(value) || !isTexts(value.hidden) || !isTexts(value.pinned) || !isFields(value.widths)) {
    return undefined;
  }
  const widths: Record<string, number> = {};
  for (const [column, width] of Object.entries(value.widths)) {
    if (typeof width !== 'number' || !Number.isFinite(width) || width <= 0) {
      return undefined;
    }
    widths[column] = width;
  }
  return { hidden: value.hidden, pinned: value.pinned, widths };
}

/** Checks an edit that a command was given. */
export function parseLabelEdit(value: unknown): LabelEdit | undefined {
  if (!isFields(value) || !isText(value.name) || !Array.isArray(value.changes) || !value.changes.every(isChange)) {
    return undefined;
  }
  return { name: value.name, changes: value.changes };
}

function parsePainted({ ready, received, painted }: Fields): FromWebview | undefined {
  return isTime(ready) && isTime(received) && isTime(painted)
    ? { type: 'painted', ready, received, painted }
    : undefined;
}

function parseEdit(message: Fields): FromWebview | undefined {
  const { id, name, rowsVersion, changes } = message;
  if (!isText(id) || !isText(name) || !isCount(rowsVersion) || !Array.isArray(changes) || !changes.every(isChange)) {
    return undefined;
  }
  return { type: 'edit', id, name, rowsVersion, changes };
}

function parseNote({ on, row, rowsVersion, before, note }: Fields): FromWebview | undefined {
  const isWhole =
    (on === 'row' || on === 'set') && isCount(row) && isCount(rowsVersion) && isText(before) && isText(note);
  return isWhole ? { type: 'note', on, row, rowsVersion, before, note } : undefined;
}

function isChange(value: unknown): value is LabelChange {
  return (
    isFields(value) &&
    isCount(value.row) &&
    isText(value.before) &&
    isText(value.after) &&
    isFlag(value.wasAccepted) &&
    isFlag(value.isAccepted)
  );
}

function isFlag(value: unknown): value is boolean | undefined {
  return value === undefined || typeof value === 'boolean';
}

function isChoice(value: unknown): value is readonly [row: number, label: string] {
  return Array.isArray(value) && value.length === 2 && isCount(value[0]) && isText(value[1]);
}

function isStep(value: unknown): value is 'import' | 'open' | 'estimate' | 'generate' {
  return value === 'import' || value === 'open' || value === 'estimate' || value === 'generate';
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestText;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
