import { togglePanel } from './commands/panels';
import type { Session } from './session';
import type { Opened } from './state';
import type { TextKey } from './strings';

const hints: readonly (readonly [keys: readonly string[], text: TextKey])[] = [
  [['A–Z'], 'keyGroup'],
  [['Space'], 'keySame'],
  [['.'], 'keyAlone'],
  [[','], 'keyChoose'],
  [['Enter'], 'keyFinish'],
  [['⌫'], 'keyClear'],
  [['[', ']'], 'keySets'],
  [['/'], 'keyFilter'],
];

/** The line at the bottom that teaches the keys and says what the marks mean. */
export function KeyHints({ state, session }: { readonly state: Opened; readonly session: Session }) {
  const { say, settings } = state;
  return (
    <footer class="hints">
      {hints.map(([keys, text]) => (
        <span key={text}>
          {keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
          {say(text)}
        </span>
      ))}
      <span class="grow" />
      {settings.showDifferences && (
        <span class="legend">
          <mark>{say('legendMark')}</mark> {say('legendDiffers')}
          {settings.dimEqual && <span class="same"> {say('legendEqual')}</span>}
        </span>
      )}
      <button type="button" class="link" onClick={() => togglePanel(session, 'help')}>
        <kbd>?</kbd>
        {say('keyHelp')}
      </button>
    </footer>
  );
}
