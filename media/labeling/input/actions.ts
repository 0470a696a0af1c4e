import type { EditorAction, ToWebview } from '../../../src/shared/protocol';
import * as arrange from '../commands/arrange';
import * as label from '../commands/label';
import * as move from '../commands/move';
import * as panels from '../commands/panels';
import * as suggest from '../commands/suggest';
import type { TextKey } from '../parts/strings';
import type { Session } from '../state/session';

type Context = Extract<ToWebview, { type: 'action' }>['context'];
type Run = (session: Session, context: Context) => void;

/** What the actions of VS Code's keybindings, menus and palette do. `context` says where a menu was opened. */
const actions: Readonly<Record<EditorAction, Run>> = {
  finishSet: (session, context) => label.finishSet(session, setOf(session, context)),
  nextSet: (session) => move.moveBySet(session, 1),
  previousSet: (session) => move.moveBySet(session, -1),
  nextUnlabeled: (session) => move.moveToUnlabeled(session, 1),
  previousUnlabeled: (session) => move.moveToUnlabeled(session, -1),
  nextProblem: (session) => move.moveToProblem(session, 1),
  previousProblem: (session) => move.moveToProblem(session, -1),
  filter: panels.openFilter,
  clearFilter: arrange.clearFilter,
  suggestSet: (session, context) => suggest.suggestSet(session, setOf(session, context)),
  suggestAll: suggest.suggestAll,
  acceptSuggestion: (session, context) => suggest.acceptSuggestion(session, setOf(session, context)),
  rejectSuggestion: (session, context) => suggest.rejectSuggestion(session, setOf(session, context)),
  toggleDifferences: (session) => {
    arrange.toggleDifferences(session);
    tellState(session, session.opened?.settings.showDifferences, 'saidDifferencesOn', 'saidDifferencesOff');
  },
  toggleDimEqual: (session) => {
    arrange.toggleDimEqual(session);
    tellState(session, session.opened?.settings.dimEqual, 'saidDimOn', 'saidDimOff');
  },
  columns: (session) => panels.togglePanel(session, 'columns'),
  summary: (session) => panels.togglePanel(session, 'finish'),
  help: (session) => panels.togglePanel(session, 'help'),
  sameAsAbove: onRow(label.sameAsAbove),
  sameAsBelow: onRow(label.sameAsBelow),
  newGroup: onRow(label.newGroup),
  chooseGroup: onRow(panels.chooseGroup),
  unsure: onRow(label.markUnsure),
  note: onRow(panels.openNote),
  clearLabel: onRow(label.clearLabels),
  fileOrder: arrange.toggleOrder,
  hideColumn: onColumn(arrange.toggleHidden),
  pinColumn: onColumn(arrange.togglePinned),
  peek: (session, context) => onRow(context?.row === undefined ? panels.togglePeek : panels.openPeek)(session, context),
  copyRow: onRow(panels.copyRows),
};

/** Does what a keybinding, menu item or palette entry of VS Code asks for. */
export function runAction(session: Session, action: EditorAction, context: Context): void {
  actions[action](session, context);
}

/** A key that toggles has no button that would show the state. */
function tellState(session: Session, isOn: boolean | undefined, on: TextKey, off: TextKey): void {
  session.tell(session.opened?.say(isOn ? on : off) ?? '');
}

/** A menu on a row acts on that row, or on the selection if the row is in it. */
function onRow(run: (session: Session) => void): Run {
  return (session, context) => {
    const row = context?.row;
    if (typeof row === 'number' && session.opened?.selection.rows.has(row) === false) {
      session.moveTo(row);
    }
    run(session);
  };
}

/** Without a menu the column is not known, so the columns panel opens. */
function onColumn(run: (session: Session, column: string) => void): Run {
  return (session, context) => {
    const column = context?.column;
    if (typeof column === 'string') {
      run(session, column);
    } else {
      panels.togglePanel(session, 'columns');
    }
  };
}

function setOf({ opened }: Session, context: Context): number | undefined {
  const set = context?.set;
  return typeof set === 'number' ? set : opened?.file.setOf(opened.selection.cursor);
}
