import { labelOfKey } from '../../../src/shared/labels/groups';
import { clearFilter } from '../commands/arrange';
import { clearLabels, finishSet, label, markUnsure, newGroup, sameAsAbove, sameAsBelow } from '../commands/label';
import { moveBy, moveBySet, moveToEdge, moveToProblem, moveToUnlabeled, selectSet } from '../commands/move';
import { chooseGroup, openFilter, openNote, togglePanel } from '../commands/panels';
import { acceptSuggestion, rejectSuggestion, suggestSet } from '../commands/suggest';
import type { Session } from '../state/session';
import { isFiltered } from '../state/state';
import { isApple, keyOf } from './keyboardLayout';

/** Rows that Page Up and Page Down move by. */
const pageRows = 10;

type Command = (session: Session) => void;

/** Keys that type a character which is no label, whatever modifiers a keyboard needs for it. */
const characters: Readonly<Record<string, Command>> = {
  ' ': sameAsAbove,
  '\\': sameAsBelow,
  '.': newGroup,
  ',': chooseGroup,
  '0': markUnsure,
  '#': openNote,
  '[': (session) => moveBySet(session, -1),
  ']': (session) => moveBySet(session, 1),
  '/': openFilter,
  '?': (session) => togglePanel(session, 'help'),
  "'": (session) => togglePanel(session, 'peek'),
  ';': (session) => suggestSet(session),
  '+': (session) => acceptSuggestion(session),
  '=': (session) => acceptSuggestion(session),
  '-': (session) => rejectSuggestion(session),
};

const named: Readonly<Record<string, (session: Session, shift: boolean) => void>> = {
  ArrowDown: (session, shift) => moveBy(session, 1, shift),
  ArrowUp: (session, shift) => moveBy(session, -1, shift),
  PageDown: (session, shift) => moveBy(session, pageRows, shift),
  PageUp: (session, shift) => moveBy(session, -pageRows, shift),
  Home: (session, shift) => moveToEdge(session, 'first', false, shift),
  End: (session, shift) => moveToEdge(session, 'last', false, shift),
  Backspace: clearLabels,
  Delete: clearLabels,
  Enter: (session) => finishSet(session),
  Escape: leave,
  F8: (session, shift) => moveToProblem(session, shift ? -1 : 1),
};

const chords: Readonly<Record<string, (session: Session, shift: boolean) => void>> = {
  Home: (session, shift) => moveToEdge(session, 'first', true, shift),
  End: (session, shift) => moveToEdge(session, 'last', true, shift),
  ArrowDown: (session) => moveToUnlabeled(session, 1),
  ArrowUp: (session) => moveToUnlabeled(session, -1),
  a: selectSet,
  A: selectSet,
};

/** What a key does in the grid, undefined if it is not the grid's: then VS Code sees it. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  const { shiftKey, ctrlKey, metaKey, altKey } = event;
  const key = keyOf(event);
  // Alt Gr reads as Ctrl+Alt, and types brackets on many keyboards; on Apple's, Option does.
  const shifted = event.getModifierState('AltGraph') || (altKey && !ctrlKey && !metaKey && isApple());
  const typed = (!ctrlKey && !metaKey && !altKey) || (shifted && key !== ' ');
  if (key === ' ' && shiftKey && !ctrlKey && !metaKey && !altKey) {
    return sameAsBelow;
  }
  if (typed && key in characters) {
    return characters[key];
  }
  if (altKey || event.isComposing) {
    return undefined;
  }
  if (ctrlKey || metaKey) {
    const chord = chords[key];
    return chord && ((session) => chord(session, shiftKey));
  }
  const name = labelOfKey(key);
  const command = named[key];
  return name === undefined ? command && ((session) => command(session, shiftKey)) : (session) => label(session, name);
}

/** Escape takes back the last thing that changed what is shown. */
function leave(session: Session): void {
  const { opened } = session;
  if (!opened) {
    return;
  }
  const { selection, proposals, file, filter, panel } = opened;
  if (panel !== 'none') {
    session.dispatch({ type: 'panel', panel: 'none' });
  } else if (proposals.has(file.setOf(selection.cursor))) {
    rejectSuggestion(session);
  } else if (selection.rows.size > 1) {
    session.moveTo(selection.cursor);
  } else if (isFiltered(filter) || opened.filterOpen) {
    clearFilter(session);
  }
}
