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
