import { openPeek, togglePanel } from '../commands/panels';
import type { Session } from '../state/session';
import { pressRow } from './dragRows';
import { pressSash } from './sash';

/** Listens to the pointer in the list until `signal` ends it. */
export function listenToPointer(session: Session, list: HTMLElement, signal: AbortSignal): void {
  list.addEventListener(
    'pointerdown',
    (event) => {
      if (!pressSash(session, event)) {
        pressRow(session, event);
      }
    },
    { signal },
  );
  // The menu of a row acts on that row, so it is the one that is seen to be at hand.
  list.addEventListener('contextmenu', ({ target }) => takeToHand(session, target), { signal, capture: true });
  list.addEventListener('click', ({ target }) => openDifference(session, target), { signal });
  list.addEventListener(
    'dblclick',
    ({ target }) => {
      if (target instanceof Element && target.closest('[data-row] .value')) {
        togglePanel(session, 'peek');
      }
    },
    { signal },
  );
  list.addEventListener('pointerover', showWhole, { signal });
}

function takeToHand(session: Session, target: EventTarget | null): void {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]')?.dataset.row : undefined;
  if (row !== undefined && session.opened?.selection.rows.has(Number(row)) === false) {
    session.moveTo(Number(row));
  }
}

/** The sign of a difference that is cut off leads to it: to the row in full, at that column. */
function openDifference(session: Session, target: EventTarget | null): void {
  const column = target instanceof Element ? target.closest<HTMLElement>('.below')?.dataset.column : undefined;
  if (column !== undefined) {
    openPeek(session);
    requestAnimationFrame(() => document.querySelector(`[data-peek="${column}"] mark`)?.scrollIntoView());
  }
}

/** Gives a value or a label that is cut off its whole text as a tooltip. */
function showWhole({ target }: MouseEvent): void {
  const cell = target instanceof Element ? target.closest<HTMLElement>('.row .cell') : null;
  const text = cell?.querySelector<HTMLElement>('.value, .chip > span');
  const proposed = cell?.querySelector<HTMLElement>('.chip')?.dataset.proposed;
  if (cell && text) {
    const cut = text.scrollWidth > text.clientWidth + 1 || text.scrollHeight > text.clientHeight + 1;
    cell.title = cut ? (text.textContent ?? '') : '';
  } else if (cell) {
    cell.title = proposed ?? '';
  }
}
