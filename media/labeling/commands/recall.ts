import type { Place } from '../place';
import { similarityOrder } from '../propose';
import type { Session } from '../session';
import { isFiltered } from '../state';
import { arrange } from '../view';
import { setFilter } from './arrange';

/** Arranges the file as it was before its tab was hidden. */
export function recallArrangement(session: Session, { sorted, filter }: Place): void {
  const { opened } = session;
  if (!opened) {
    return;
  }
  const sets = sorted.filter((index) => index < opened.file.sets.length);
  if (sets.length > 0) {
    const orders = new Map(sets.map((index) => [index, similarityOrder(opened, index)]));
    session.dispatch({ type: 'sorted', sorted: orders, view: arrange(opened.file, orders, undefined) });
  }
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
