import { setWidth } from '../commands/arrange';
import type { Session } from '../state/session';

const narrowest = 48;

/** A press on the edge of a column's name: moved, it sets the column's width. Done by keys in the columns panel. */
export function pressSash(session: Session, event: PointerEvent): boolean {
  const sash = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.sash') : null;
  const column = sash?.dataset.column;
  const width = sash?.parentElement?.getBoundingClientRect().width;
  if (!sash || column === undefined || width === undefined || event.button !== 0) {
    return false;
  }
  event.preventDefault();
  const ending = new AbortController();
  const { signal } = ending;
  document.addEventListener(
    'pointermove',
    (moved) => setWidth(session, column, Math.max(width + moved.clientX - event.clientX, narrowest)),
    { signal },
  );
  document.addEventListener('pointerup', () => ending.abort(), { signal });
  document.addEventListener('pointercancel', () => ending.abort(), { signal });
  return true;
}
