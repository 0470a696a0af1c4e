import type { Fix, Problem } from '../../../src/shared/checks/problems';
import type { HostProblem } from '../../../src/shared/protocol';
import { applyFix } from '../commands/label';
import { goTo, goToSet } from '../commands/move';
import { acceptSuggestion, rejectSuggestion } from '../commands/suggest';
import { focusGrid } from '../parts/focus';
import { Icon } from '../parts/icon';
import { hostProblemsIn, problemsInCard } from '../state/problems';
import type { Proposal } from '../state/proposal';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';
import { rowNumber } from '../state/view';

interface Props {
  readonly state: Opened;
  readonly session: Session;
  readonly set: number;
  readonly current: boolean;
  readonly line: number;
}

/** Below the records: a suggestion that waits, and what is wrong with the set. Present even when empty. */
export function CardFooter({ state, session, set, current, line }: Props) {
  const proposal = state.proposals.get(set);
  return (
    <div class="foot" style={{ gridRow: String(line) }}>
      {proposal && <Waiting state={state} session={session} proposal={proposal} current={current} />}
      {problemsInCard(state, set, current).map((problem) => (
        <ProblemLine
          key={problem.code + problem.text}
          state={state}
          session={session}
          problem={problem}
          current={current}
        />
      ))}
      {hostProblemsIn(state, set).map((problem) => (
        <HostProblemLine key={problem.text} state={state} session={session} problem={problem} current={current} />
      ))}
    </div>
  );
}

interface ProblemProps {
  readonly state: Opened;
  readonly session: Session;
  readonly problem: Problem;
  readonly current: boolean;
}

function ProblemLine({ state, session, problem, current }: ProblemProps) {
  const { say, checks } = state;
  const stop = current ? 0 : -1;
  const elsewhere = [...new Set(problem.chain.filter(({ file }) => file === undefined).map(({ set }) => set))].filter(
    (set) => set !== problem.set,
  );
  const [row] = problem.rows;
  return (
    <div class={`problem ${problem.severity}`}>
      <Icon name={problem.severity} />
      <span>
        {problem.text}{' '}
        {row !== undefined && problem.rows.length < (state.file.sets[problem.set ?? -1]?.rows.length ?? 0) && (
          <button type="button" class="inline" tabIndex={stop} onClick={() => leaveFor(() => goTo(session, row))}>
            {say('goToRow')}
          </button>
        )}
        {elsewhere.map((set) => (
          <button
            type="button"
            class="inline"
            key={set}
            tabIndex={stop}
            onClick={() => leaveFor(() => goToSet(session, set))}
          >
            {say('goToSet', set + 1)}
          </button>
        ))}
        <Fixes fixes={checks?.fixes(problem) ?? []} session={session} stop={stop} />
      </span>
    </div>
  );
}

interface HostProblemProps extends Omit<ProblemProps, 'problem'> {
  readonly problem: HostProblem;
}

/** What contradicts another file, which one can go to. */
function HostProblemLine({ state, session, problem, current }: HostProblemProps) {
  const { say, labels } = state;
  const { severity, text, row, elsewhere } = problem;
  const stop = current ? 0 : -1;
  const files = elsewhere.filter(({ uri }, at) => elsewhere.findIndex((other) => other.uri === uri) === at);
  // The host may have found the problem before the last key.
  const fixes = problem.fixes.filter(({ changes }) => changes.every(({ row, before }) => labels.get(row) === before));
  return (
    <div class={`problem ${severity}`}>
      <Icon name={severity} />
      <span>
        {text}{' '}
        <button type="button" class="inline" tabIndex={stop} onClick={() => leaveFor(() => goTo(session, row))}>
          {say('goToRow')}
        </button>
        {files.map(({ name, uri, row }) => (
          <button
            type="button"
            class="inline"
            key={uri}
            title={name}
            tabIndex={stop}
            onClick={() => session.send({ type: 'goToRow', uri, row })}
          >
            {say('goToFile', name.slice(name.lastIndexOf('/') + 1))}
          </button>
        ))}
        <Fixes fixes={fixes} session={session} stop={stop} />
      </span>
    </div>
  );
}

interface FixesProps {
  readonly fixes: readonly Fix[];
  readonly session: Session;
  readonly stop: 0 | -1;
}

function Fixes({ fixes, session, stop }: FixesProps) {
  return fixes.map(({ name, changes }) => (
    <button
      type="button"
      class="inline fix"
      key={name}
      tabIndex={stop}
      onClick={() => applyFix(session, name, changes)}
    >
      <Icon name="lightbulb" />
      {name}
    </button>
  ));
}

/** A link leads to a row, and that is where its keys are to go on. */
function leaveFor(go: () => void): void {
  go();
  focusGrid();
}

interface WaitingProps {
  readonly state: Opened;
  readonly session: Session;
  readonly proposal: Proposal;
  readonly current: boolean;
}

/** The suggestion with the reason for each group, and the two keys that decide. */
function Waiting({ state, session, proposal, current }: WaitingProps) {
  const { say, view } = state;
  const shown = view.sets[view.placeOf[proposal.set] ?? -1]?.members ?? [];
  const open = proposal.groups
    .map(({ rows, ...group }) => ({ ...group, rows: rows.filter((row) => shown.includes(row)) }))
    .filter(({ rows }) => rows.length > 0);
  const alone = open.filter(({ reason }) => reason === '').length;
  const stop = current ? 0 : -1;
  return (
    <div class="waiting">
      <Icon name="combine" />
      <span class="reasons">
        <b>{say('suggested')}</b>
        {open
          .filter(({ reason }) => reason !== '')
          .map(({ label, rows, reason }) => (
            <span key={label + rows[0]}>
              {say(
                rows.length === 1 ? 'suggestedRow' : 'suggestedGroup',
                label,
                rows.map((row) => rowNumber(state.file, row)).join(', '),
                reason,
              )}
            </span>
          ))}
        {alone > 0 && <span>{say(alone === 1 ? 'suggestedOneAlone' : 'suggestedAlone', alone)}</span>}
        {proposal.asked && <b>{say('suggestionWaits')}</b>}
      </span>
      <button type="button" class="secondary" tabIndex={stop} onClick={() => acceptSuggestion(session, proposal.set)}>
        {say('accept')} <kbd>+</kbd>
      </button>
      <button type="button" class="secondary" tabIndex={stop} onClick={() => rejectSuggestion(session, proposal.set)}>
        {say('reject')} <kbd>-</kbd>
      </button>
    </div>
  );
}
