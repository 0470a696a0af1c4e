import { togglePanel } from './commands/panels';
import { pressRow } from './dragRows';
import { pressSash } from './sash';
import type { Session } from './session';

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

/** Gives a value that is cut off its whole text as a tooltip. */
function showWhole({ target }: MouseEvent): void {
  const cell = target instanceof Element ? target.closest<HTMLElement>('.row .cell') : null;
  const value = cell?.querySelector<HTMLElement>('.value');
  if (cell && value) {
    const cut = value.scrollWidth > value.clientWidth + 1 || value.scrollHeight > value.clientHeight + 1;
    cell.title = cut ? (value.textContent ?? '') : '';
  }
}
