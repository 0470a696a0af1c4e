import { asStored } from '../../../src/shared/labels/unsure';
import { filterInputId, focusGrid, focusOn } from '../parts/focus';
import type { Session } from '../state/session';
import type { Opened, Panel } from '../state/state';

/** Opens a panel, or closes it if it is open. */
export function togglePanel(session: Session, panel: Panel): void {
  session.dispatch({ type: 'panel', panel: session.opened?.panel === panel ? 'none' : panel });
}

/** Shows the row at hand in full, or no longer. */
export function togglePeek(session: Session): void {
  togglePanel(session, 'peek');
}

/** Shows the row at hand in full, as it stays if it is shown already. */
export function openPeek(session: Session): void {
  session.dispatch({ type: 'panel', panel: 'peek' });
}

/** Shows the groups that the selected rows can be put in. */
export function chooseGroup(session: Session): void {
  const { opened } = session;
  if (opened?.status.readOnly !== undefined) {
    session.tell(opened.say('saidReadOnly', opened.status.readOnly));
  } else {
    session.dispatch({ type: 'panel', panel: 'groups' });
  }
}

/** Opens the notes on the row at hand and on its set. */
export function openNote(session: Session): void {
  session.dispatch({ type: 'panel', panel: 'note' });
}

/** Closes whatever panel is open and gives the keys back to the grid. */
export function closePanel(session: Session): void {
  session.dispatch({ type: 'panel', panel: 'none' });
  focusGrid();
}

/** Shows the filter bar, which focuses its field when it appears. */
export function openFilter(session: Session): void {
  session.dispatch({ type: 'filterOpen', open: true });
  focusOn(document.getElementById(filterInputId));
}

/** Copies the selected rows. */
export function copyRows(session: Session): void {
  const { opened } = session;
  if (opened) {
    session.send({ type: 'copy', text: selectedText(opened) });
    const count = opened.selection.rows.size;
    session.tell(count === 1 ? opened.say('saidCopiedRow') : opened.say('saidCopiedRows', count));
  }
}

/** The selected rows with their header, as tab-separated text, which spreadsheets take. */
export function selectedText({ file, labels, columns, selection, say }: Opened): string {
  const clean = (cell: string): string => cell.replace(/[\t\r\n]+/g, ' ');
  const lines = [...selection.rows]
    .sort((a, b) => a - b)
    .map((row) =>
      [asStored(labels.get(row)), ...columns.map(({ index }) => file.cell(row, index))].map(clean).join('\t'),
    );
  const header = [say('label'), ...columns.map(({ name }) => name)].join('\t');
  return [header, ...lines].join('\n');
}
