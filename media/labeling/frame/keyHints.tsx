import { togglePanel } from '../commands/panels';
import { Icon } from '../parts/icon';
import { Part } from '../parts/pure';
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

interface Props {
  readonly state: Opened;
  readonly session: Session;
}

/** The line at the bottom that teaches the keys and says what the marks mean; now and then, what a key did. */
export class KeyHints extends Part<Props> {
  protected override partOf({ state: { say, settings, said } }: Props) {
    return [say, settings.showDifferences, settings.dimEqual, said.isShown && said.text];
  }

  render() {
    const { session, state } = this.props;
    const { say, said } = state;
    return (
      <footer class={said.isShown ? 'hints telling' : 'hints'}>
        {said.isShown ? (
          // The live region has announced it already.
          <span class="told" aria-hidden="true">
            <Icon name="info" />
            <span>{said.text}</span>
          </span>
        ) : (
          this.hints()
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

  private hints() {
    const { say, settings } = this.props.state;
    return (
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
    );
  }
}
