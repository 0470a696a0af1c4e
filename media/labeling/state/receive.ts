import { LabelingFile } from '../../../src/shared/file/labelingFile';
import { labelingFileErrorText } from '../../../src/shared/file/labelingFileError';
import { AcceptedRows } from '../../../src/shared/labels/acceptedRows';
import { Labels } from '../../../src/shared/labels/edits';
import { ProgressCounter } from '../../../src/shared/labels/progress';
import type { DocumentStatus, Notes, ToWebview } from '../../../src/shared/protocol';
import { Suggester } from '../../../src/shared/suggest/suggest';
import { unhide } from '../commands/arrange';
import { goTo } from '../commands/move';
import { recallArrangement } from '../commands/recall';
import { runAction } from '../input/actions';
import { Lazy } from '../parts/lazy';
import { speak, translator } from '../parts/strings';
import { carriedOver, ordersNow, unarranged } from './carryOver';
import { dataColumns } from './columns';
import type { Place } from './place';
import { RowOrders } from './rowOrders';
import { Search } from './search';
import type { Session } from './session';
import { type Opened, type ShownNotes, wantedOrders } from './state';
import { Turns } from './turns';
import { isShown, reordered } from './view';

/** Does what a message of the host asks for. */
export function receive(session: Session, message: Exclude<ToWebview, { type: 'keys' }>): void {
  const { opened } = session;
  switch (message.type) {
    case 'open':
      open(session, message);
      break;
    case 'transform':
      if (opened) {
        session.dispatch({
          type: 'opened',
          opened: { ...opened, ...belonging(opened, message), ...reordering(opened, message) },
        });
      }
      break;
    case 'labels':
      takeLabels(session, message);
      break;
    case 'status':
      takeStatus(session, message.status);
      break;
    case 'problems':
      session.dispatch({ type: 'hostProblems', problems: message.problems });
      break;
    case 'notes':
      // Those of rows that have moved come with the rows.
      if (message.rowsVersion === session.rowsVersion) {
        session.dispatch({ type: 'notes', notes: shownNotes(message.notes) });
      }
      break;
    case 'reveal':
      session.awaited = message.row;
      goToAwaited(session);
      break;
    case 'action':
      runAction(session, message.action, message.context);
      break;
    case 'conflict':
      session.dispatch({ type: 'conflict', rows: message.rows.length > 0 ? message.rows : undefined });
      break;
    case 'rejected':
      session.takeBack(message.origin);
      session.tell(message.reason);
      break;
  }
}

function takeStatus(session: Session, status: DocumentStatus): void {
  const before = session.opened?.status.notice?.text;
  session.dispatch({ type: 'status', status });
  if (status.notice && status.notice.text !== before) {
    session.announce(status.notice.text);
  }
}

function open(session: Session, message: Extract<ToWebview, { type: 'open' }>): void {
  const say = speak(message.strings);
  session.forgetPending();
  session.rowsVersion = message.rowsVersion;
  session.times.received = performance.now();
  try {
    const place = session.opened ? undefined : session.recall(message.name);
    session.dispatch({ type: 'opened', opened: openedFrom(session.opened, message, place) });
    if (place) {
      recallArrangement(session, place);
    }
    goToAwaited(session);
  } catch (error) {
    session.dispatch({ type: 'failed', say, reason: labelingFileErrorText(error, translator(message.strings)) });
    // For the log, which is English.
    session.send({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

/** Goes to the row that the host asked for, as soon as there is a file. */
function goToAwaited(session: Session): void {
  const { awaited } = session;
  if (session.opened && awaited !== undefined) {
    session.awaited = undefined;
    goTo(session, awaited);
  }
}

/** What was arranged stays as it is where the file is only read again. */
function openedFrom(
  before: Opened | undefined,
  message: Extract<ToWebview, { type: 'open' }>,
  place: Place | undefined,
): Opened {
  const file = LabelingFile.parse(message.bytes);
  const labels = new Labels(file, message.labels);
  const translate = translator(message.strings);
  const belongs = belonging({ file, labels, translate }, message);
  const orders = new RowOrders(file, belongs.columns, labels, before ? ordersNow(before, file) : standing(file, place));
  const arranging = { file, orders, settings: belongs.settings };
  return {
    ...belongs,
    stage: 'opened',
    say: speak(message.strings),
    translate,
    name: message.name,
    file,
    labels,
    accepted: new AcceptedRows(message.accepted, labels),
    progress: new ProgressCounter(file, labels),
    turns: new Turns(file.sets.length),
    orders,
    revision: 0,
    notes: shownNotes(message.notes),
    hostProblems: before?.hostProblems ?? [],
    dismissed: before?.dismissed ?? place?.dismissed ?? [],
    status: message.status,
    ...(before ? carriedOver(before, arranging) : unarranged(arranging, place?.row)),
    proposals: new Map(),
    labeling: before?.labeling ?? [{ at: Date.now(), rows: 0 }],
    finished: before?.finished ?? false,
    conflict: undefined,
    said: { text: '', turn: 0, isShown: false },
  };
}

function shownNotes({ rows, sets }: Notes): ShownNotes {
  return { rows: new Map(rows), sets: new Map(sets) };
}

/** All that hangs on which transform the file belongs to. */
function belonging(
  { file, labels, translate }: Pick<Opened, 'file' | 'labels' | 'translate'>,
  { transform, settings }: Pick<Opened, 'transform' | 'settings'>,
) {
  const columns = dataColumns(file, transform?.primaryKey);
  const primaryKey = columns.find(({ isKey }) => isKey)?.name;
  return {
    transform,
    settings,
    columns,
    search: new Search(file, columns, labels),
    suggester: new Lazy(() => new Suggester(file, { primaryKey }, translate)),
    checks: undefined,
  };
}

/** The order of the set at hand when the file was last shown. */
function standing(file: LabelingFile, place: Place | undefined): readonly (readonly [number, readonly number[]])[] {
  const set = file.sets[file.setOf(place?.row ?? 0)];
  const order = place?.standing ?? [];
  const isWhole = set !== undefined && order.length === set.rows.length && set.rows.every((row) => order.includes(row));
  return isWhole ? [[set.index, order]] : [];
}

/** The view where the user wants the rows of this transform's files in another order than they stand in. */
function reordering(opened: Opened, { settings }: Pick<Opened, 'settings'>): Partial<Pick<Opened, 'view'>> {
  const isSame = settings.order === opened.settings.order;
  return isSame ? {} : { view: reordered(opened.view, wantedOrders({ ...opened, settings })) };
}

/** Takes labels over; what the user undid is gone to, so that it can be seen. */
function takeLabels(session: Session, message: Extract<ToWebview, { type: 'labels' }>): void {
  const changed = session.adopt(message.changes, message.origin);
  const { opened } = session;
  if (!opened || message.origin !== undefined) {
    return;
  }
  const { view, file, say } = opened;
  const target = changed.find(({ row }) => isShown(view, file, row)) ?? changed[0];
  if (target && (message.reason === 'undo' || message.reason === 'redo')) {
    const cleared = unhide(session, target.row);
    session.moveTo(target.row);
    const done = say(message.reason === 'undo' ? 'saidUndone' : 'saidRedone', message.editName);
    session.tell(cleared ? `${done} ${say('saidUnfiltered')}` : done);
  } else if (changed.length > 0) {
    session.tell(opened.say(changed.length === 1 ? 'saidOneChangedElsewhere' : 'saidChangedElsewhere', changed.length));
  }
}
