import { togglePanel } from '../commands/panels';
import { Icon } from '../parts/icon';
import type { TextKey } from '../parts/strings';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';

const hints: readonly (readonly [keys: readonly string[], text: TextKey])[] = [
  [['A–Z'], 'keyGroup'],
  [['Space'], 'keySame'],
  [['\\'], 'keyBelow'],
  [['.'], 'keyAlone'],
  [[','], 'keyChoose'],
  [['0'], 'keyUnsure'],
  [['Enter'], 'keyFinish'],
  [['⌫'], 'keyClear'],
  [['[', ']'], 'keySets'],
  [['/'], 'keyFilter'],
];

/** The line at the bottom that teaches the keys and says what the marks mean; now and then, what a key did. */
export function KeyHints({ state, session }: { readonly state: Opened; readonly session: Session }) {
  const { say, settings, said } = state;
  return (
    <footer class={said.isShown ? 'hints telling' : 'hints'}>
      {said.isShown ? (
        // The live region has announced it already.
        <span class="told" aria-hidden="true">
          <Icon name="info" />
          <span>{said.text}</span>
        </span>
      ) : (
        <span class="fitting">
          {settings.showDifferences && (
            <span class="legend">
              <mark>{say('legendMark')}</mark> {say('legendDiffers')}
              {settings.dimEqual && <span class="same"> {say('legendEqual')}</span>}
            </span>
          )}
          {hints.map(([keys, text]) => (
            <span key={text}>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
              {say(text)}
            </span>
          ))}
        </span>
      )}
      <button
        type="button"
        class="link"
        title={say('withKey', say('helpTitle'), '?')}
        onClick={() => togglePanel(session, 'help')}
      >
        <kbd>?</kbd>
        {say('keyHelp')}
      </button>
    </footer>
  );
}
