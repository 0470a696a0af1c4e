import { isRepairable } from '../../../src/shared/checks/repair';
import { focusGrid } from '../parts/focus';
import { Icon } from '../parts/icon';
import { newFileProblems } from '../state/problems';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';

/** What is wrong with the file as a whole, until it is put right or put aside. */
export function FileNotice({ session, state }: { readonly session: Session; readonly state: Opened }) {
  const { say, status } = state;
  const problems = newFileProblems(state);
  const dismiss = () => {
    session.dismiss(problems.map(({ text }) => text));
    focusGrid();
  };
  return problems.length > 0 ? (
    <section class="notice warning" aria-label={say('fileProblems')}>
      <ul class="grow">
        {problems.map(({ severity, text }) => (
          <li key={text}>
            <Icon name={severity} />
            <span class="grow">{text}</span>
          </li>
        ))}
      </ul>
      {status.readOnly === undefined && problems.some(isRepairable) && (
        <button type="button" class="secondary" onClick={() => session.send({ type: 'repair' })}>
          {say('repair')}
        </button>
      )}
      <button type="button" class="secondary" onClick={dismiss}>
        {say('dismiss')}
      </button>
    </section>
  ) : null;
}
