import { Icon } from '../parts/icon';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';

/** What the host has to say about the document, with what can be done. The live region tells it, too. */
export function Notice({ session, state }: { readonly session: Session; readonly state: Opened }) {
  const { notice } = state.status;
  return notice ? (
    <section class={`notice ${notice.severity}`} aria-label={state.say('notice')}>
      <Icon name={notice.severity} />
      <span class="grow">{notice.text}</span>
      {notice.actions.map(({ id, title }) => (
        <button type="button" class="secondary" key={id} onClick={() => session.send({ type: 'noticeAction', id })}>
          {title}
        </button>
      ))}
    </section>
  ) : null;
}
