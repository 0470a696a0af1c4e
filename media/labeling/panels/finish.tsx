import { outcomeOf } from '../../../src/shared/labels/progress';
import { moveToProblem } from '../commands/move';
import { closePanel } from '../commands/panels';
import { canTake, stepTexts, takeStep } from '../frame/fileStep';
import { Icon } from '../parts/icon';
import type { TextKey } from '../parts/strings';
import { fileProblems, openProblems, problemRows } from '../state/problems';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';
import { Dialog } from './dialog';

/** Shown when every row has a label: what was decided, what is still open, and the one next step. */
export function Finish({ session, state }: { readonly session: Session; readonly state: Opened }) {
  const { say, file, labels, accepted, progress, status } = state;
  const { rows, labeledRows, unsureRows, sets } = progress.now;
  const { groups, matched, apart } = outcomeOf(file, labels);
  const problems = openProblems(state);
  const figures: readonly (readonly [TextKey, number])[] = [
    ['finishGroups', groups],
    ['finishMatched', matched],
    ['finishApart', apart],
    ['finishAccepted', accepted.rows(labels).length],
  ];
  const title = say(unsureRows > 0 ? 'finishTitleUnsure' : 'finishTitle');
  const close = () => closePanel(session);
  const { step } = status;
  const goOn = () => {
    close();
    takeStep(session);
  };
  return (
    <Dialog
      name={title}
      class="finish"
      onClose={close}
      onEnter={step !== undefined && canTake(step) ? goOn : undefined}
    >
      <h2>
        <Icon name="pass-filled" />
        {title}
      </h2>
      <p>
        {say(sets === 1 ? 'finishSet' : 'finishRows', labeledRows - unsureRows, rows, sets)}
        {unsureRows > 0 && ` ${say(unsureRows === 1 ? 'finishUnsureRow' : 'finishUnsureRows', unsureRows)}`}
      </p>
      <dl class="figures">
        {figures.map(([text, figure]) => (
          <div key={text}>
            <dd>{figure}</dd>
            <dt>{say(text)}</dt>
          </div>
        ))}
      </dl>
      {problems > 0 ? (
        <div class="open">
          <p class="problem warning">
            <Icon name="warning" />
            {say(problems === 1 ? 'finishProblem' : 'finishProblems', problems)}
          </p>
          <ul>
            {fileProblems(state).map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      ) : (
        <p class="dim">{say('finishNoProblems')}</p>
      )}
      <div class="buttons">
        {problemRows(state).size > 0 && (
          <button
            type="button"
            class="secondary"
            onClick={() => {
              close();
              moveToProblem(session, 1);
            }}
          >
            {say('finishShow')}
          </button>
        )}
        <button type="button" class="secondary" onClick={close}>
          {say('finishReview')}
        </button>
        {step !== undefined && canTake(step) && (
          <button type="button" class="primary" aria-keyshortcuts="Enter" onClick={goOn}>
            {say(stepTexts[step])} <kbd>Enter</kbd>
          </button>
        )}
      </div>
    </Dialog>
  );
}
