import { Labels } from '../../src/shared/edits';
import { LabelingFile } from '../../src/shared/labelingFile';
import { labelingFileErrorText } from '../../src/shared/labelingFileError';
import { ProgressCounter } from '../../src/shared/progress';
import type { DocumentStatus, ToWebview } from '../../src/shared/protocol';
import { Suggester } from '../../src/shared/suggest';
import { runAction } from './actions';
import { goTo } from './commands/move';
import { dataColumns } from './dataColumns';
import { Lazy } from './lazy';
import { Search } from './search';
import type { Session } from './session';
import { isFiltered, noFilter, type Opened } from './state';
import { speak, translator } from './strings';
import { Turns } from './turns';
import { arrange, type View } from './view';

/** Does what a message of the host asks for. */
export function receive(session: Session, message: ToWebview): void {
  const { opened } = session;
  switch (message.type) {
    case 'open':
      open(session, message);
      break;
    case 'transform':
      if (opened) {
        session.dispatch({ type: 'opened', opened: { ...opened, ...belonging(opened, message) } });
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
    case 'reveal':
      if (opened) {
        goTo(session, opened, message.row);
      }
      break;
    case 'action':
      runAction(session, message.action, message.context);
      break;
    case 'conflict':
      session.dispatch({ type: 'conflict', rows: message.rows.length > 0 ? message.rows : undefined });
      break;
    case 'rejected':
      session.takeBack(message.origin);
      session.announce(message.reason);
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
  session.times.received = performance.now();
  try {
    session.dispatch({ type: 'opened', opened: openedFrom(session, message) });
  } catch (error) {
    session.dispatch({ type: 'failed', say, reason: labelingFileErrorText(error, translator(message.strings)) });
    // For the log, which is English.
    session.send({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

/** What was arranged stays as it is where the file is only read again. */
function openedFrom(session: Session, message: Extract<ToWebview, { type: 'open' }>): Opened {
  const before = session.opened;
  const file = LabelingFile.parse(message.bytes);
  const labels = new Labels(file, message.labels);
  const wanted = before?.selection.cursor ?? session.recallRow(message.name);
  const row = wanted < file.rowCount ? wanted : 0;
  const again = before?.file.rowCount === file.rowCount ? before : undefined;
  const translate = translator(message.strings);
  return {
    ...belonging({ file, translate }, message),
    stage: 'opened',
    say: speak(message.strings),
    translate,
    name: message.name,
    file,
    labels,
    progress: new ProgressCounter(file, labels),
    turns: new Turns(file.sets.length),
    revision: 0,
    hostProblems: before?.hostProblems ?? [],
    dismissed: before?.dismissed ?? session.recallDismissed(message.name),
    status: message.status,
    filter: again?.filter ?? noFilter,
    filterOpen: again?.filterOpen ?? false,
    hits: again?.hits ?? 0,
    sorted: again?.sorted ?? new Map(),
    view: again ? arrangeAgain(file, again) : arrange(file, new Map(), undefined),
    selection: again?.selection ?? { cursor: row, anchor: row, rows: new Set([row]) },
    panel: again?.panel ?? 'none',
    proposals: new Map(),
    accepted: before?.accepted ?? new Map(),
    labelTimes: before?.labelTimes ?? [],
    conflict: undefined,
    said: { text: '', turn: 0 },
  };
}

/** All that hangs on which transform the file belongs to. */
function belonging(
  { file, translate }: Pick<Opened, 'file' | 'translate'>,
  { transform, settings }: Pick<Opened, 'transform' | 'settings'>,
) {
  const columns = dataColumns(file, transform?.primaryKey);
  const primaryKey = columns.find(({ isKey }) => isKey)?.name;
  return {
    transform,
    settings,
    columns,
    search: new Search(file, columns),
    suggester: new Lazy(() => new Suggester(file, { primaryKey }, translate)),
    checks: undefined,
  };
}

/** The same rows as before, over the file that was read again. */
function arrangeAgain(file: LabelingFile, { sorted, filter, view }: Opened): View {
  const shown = new Set(view.sets.flatMap(({ rows }) => rows));
  return arrange(file, sorted, isFiltered(filter) ? (row) => shown.has(row) : undefined);
}

/** Takes labels over; what the user undid is gone to, so that it can be seen. */
function takeLabels(session: Session, message: Extract<ToWebview, { type: 'labels' }>): void {
  const changed = session.adopt(message.changes, message.origin);
  const { opened } = session;
  if (!opened || message.origin !== undefined) {
    return;
  }
  const [first] = changed;
  if (first && (message.reason === 'undo' || message.reason === 'redo')) {
    session.moveTo(first.row);
    session.announce(opened.say(message.reason === 'undo' ? 'saidUndone' : 'saidRedone', message.editName));
  } else if (changed.length > 0) {
    session.announce(opened.say('saidChangedElsewhere', changed.length));
  }
}
