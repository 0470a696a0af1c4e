import { assign } from '../../../src/shared/labels/groups';
import type { Proposal } from '../state/proposal';
import { propose } from '../state/propose';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';
import { isShown } from '../state/view';

/** Shows suggested groups for the set at hand, or takes them away. */
export function suggestSet(session: Session, index = currentIndex(session)): void {
  const { opened } = session;
  if (!opened || index === undefined) {
    return;
  }
  if (opened.proposals.has(index)) {
    rejectSuggestion(session, index);
    return;
  }
  const proposal = propose(opened, index);
  if (!proposal) {
    session.tell(opened.say('saidNothingToSuggest'));
    return;
  }
  show(session, opened, [proposal]);
  const reasons = proposal.groups
    .filter(({ reason }) => reason !== '')
    .map(({ label, reason }) => opened.say('saidSuggestedGroup', label, reason));
  session.announce([saySuggested(opened, proposal), ...reasons].join(' '));
}

function saySuggested({ say }: Opened, { groups, labels }: Proposal): string {
  if (groups.length > 1) {
    return say('saidSuggested', groups.length, labels.size);
  }
  return labels.size === 1 ? say('saidSuggestedRow') : say('saidSuggestedOne', labels.size);
}

/** Suggestions are looked for in slices of this many milliseconds, so that keys are answered in between. */
const slice = 20;

/** Shows suggested groups for every shown set that has an unlabeled row; takes all away where some are shown. */
export function suggestAll(session: Session): void {
  const { opened } = session;
  if (!opened) {
    return;
  }
  if (opened.proposals.size > 0) {
    session.dispatch({ type: 'proposals', proposals: new Map() });
    session.announce(opened.say('saidRejected'));
    return;
  }
  suggestNext(
    session,
    opened,
    opened.view.sets.map(({ set }) => set.index),
    0,
    0,
  );
}

/** Goes on from one slice to the next until all is done, the file is read again or the suggestions are taken away. */
function suggestNext(session: Session, { file }: Opened, sets: readonly number[], from: number, shown: number): void {
  const { opened } = session;
  if (!opened || opened.file !== file || (shown > 0 && opened.proposals.size === 0)) {
    return;
  }
  const end = performance.now() + slice;
  const proposals: Proposal[] = [];
  let at = from;
  for (; at < sets.length && performance.now() < end; at++) {
    const proposal = propose(opened, sets[at] ?? 0);
    if (proposal) {
      proposals.push(proposal);
    }
  }
  show(session, opened, proposals);
  if (at < sets.length) {
    setTimeout(() => suggestNext(session, opened, sets, at, shown + proposals.length));
  } else {
    const count = session.opened?.proposals.size ?? 0;
    session.tell(opened.say(count === 1 ? 'saidSuggestedSet' : 'saidSuggestedAll', count));
  }
}

/** Gives the shown rows of the set the suggested labels, as one edit. */
export function acceptSuggestion(session: Session, index = currentIndex(session)): void {
  const { opened } = session;
  const proposal = index === undefined ? undefined : opened?.proposals.get(index);
  if (!opened || !proposal) {
    session.tell(opened?.say('saidNoSuggestion') ?? '');
    return;
  }
  const { view, file, labels } = opened;
  const changes = [...proposal.labels]
    .filter(([row]) => isShown(view, file, row))
    .flatMap(([row, label]) => assign([row], label, labels))
    .map((change) => ({ ...change, isAccepted: true }));
  const name = opened.say('editAccept', proposal.set + 1);
  if (session.edit(name, changes)) {
    // What the filter hides of it is not decided, and would wait out of sight.
    hide(session, proposal);
    session.announce(opened.say(changes.length === 1 ? 'saidAcceptedRow' : 'saidAccepted', changes.length));
  }
}

/** Takes the suggestion of a set away; labels stay as they are. */
export function rejectSuggestion(session: Session, index = currentIndex(session)): void {
  const { opened } = session;
  const proposal = index === undefined ? undefined : opened?.proposals.get(index);
  if (opened && proposal) {
    hide(session, proposal);
    session.announce(opened.say('saidRejected'));
  }
}

function show(session: Session, opened: Opened, proposals: readonly Proposal[]): void {
  const all = new Map(opened.proposals);
  for (const proposal of proposals) {
    all.set(proposal.set, proposal);
  }
  session.dispatch({ type: 'proposals', proposals: all });
}

function hide(session: Session, { set }: Proposal): void {
  const left = new Map(session.opened?.proposals);
  left.delete(set);
  session.dispatch({ type: 'proposals', proposals: left });
}

function currentIndex({ opened }: Session): number | undefined {
  return opened?.file.setOf(opened.selection.cursor);
}
