import type { Place } from '../state/place';
import type { Session } from '../state/session';
import { isFiltered } from '../state/state';
import { setFilter } from './arrange';

/** Shows of the file what was shown before its tab was hidden. */
export function recallArrangement(session: Session, { filter }: Place): void {
  if (isFiltered(filter) && filter.problems) {
    filterOnceChecked(session, filter);
  } else if (isFiltered(filter)) {
    setFilter(session, filter);
  }
}

/** Which rows have problems is known only after the first rows are on the screen. */
function filterOnceChecked(session: Session, filter: Place['filter']): void {
  const { file } = session.opened ?? {};
  const unsubscribe = session.store.subscribe(() => {
    if (session.opened?.file !== file) {
      unsubscribe();
    } else if (session.opened?.checks !== undefined) {
      unsubscribe();
      setFilter(session, filter);
    }
  });
}
