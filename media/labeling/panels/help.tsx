import { closePanel } from '../commands/panels';
import { isApple } from '../input/keyboardLayout';
import type { Say, TextKey } from '../parts/strings';
import type { Session } from '../state/session';
import { Dialog } from './dialog';

type Line = readonly [keys: readonly string[], text: TextKey];

const groups: readonly (readonly [title: TextKey, lines: readonly Line[]])[] = [
  [
    'helpLabel',
    [
      [['A–Z', '1–9'], 'helpGroup'],
      [['Space'], 'helpSame'],
      [['\\', 'Shift+Space'], 'helpBelow'],
      [['.'], 'helpAlone'],
      [[',', 'F2'], 'helpChoose'],
      [['0'], 'helpUnsure'],
      [['#'], 'helpNote'],
      [['Enter'], 'helpFinish'],
      [['⌫'], 'helpClear'],
      [['Ctrl+Z', 'Ctrl+Y'], 'helpUndo'],
      [['Ctrl+S'], 'helpSave'],
    ],
  ],
  [
    'helpMove',
    [
      [['↑', '↓', 'PgUp', 'PgDn'], 'helpRows'],
      [['[', ']'], 'helpSets'],
      [['Home', 'End'], 'helpEdges'],
      [['Ctrl+Home', 'Ctrl+End'], 'helpEnds'],
      [['Ctrl+↓', 'Ctrl+↑'], 'helpUnlabeled'],
      [['F8', 'Shift+F8'], 'helpProblem'],
      [['Shift+↑', 'Shift+↓', 'Ctrl+A'], 'helpSelect'],
    ],
  ],
  [
    'helpShow',
    [
      [['/'], 'helpFilter'],
      [['Alt+O'], 'helpOrder'],
      [['Alt+G'], 'helpGuidelines'],
      [['Alt+Enter'], 'helpStep'],
      [['Esc'], 'helpEscape'],
      [["'"], 'helpPeek'],
      [[';'], 'helpSuggest'],
      [['+', '-'], 'helpDecide'],
      [['?'], 'helpHelp'],
    ],
  ],
];

function appleName(key: string): string {
  return key === 'Ctrl+Y' ? '⇧⌘Z' : key.replace('Ctrl+', '⌘').replace('Shift+', '⇧');
}

/** All keys, and what the mouse can do instead. */
export function Help({ session, say }: { readonly session: Session; readonly say: Say }) {
  const apple = isApple();
  return (
    <Dialog name={say('helpTitle')} class="help" onClose={() => closePanel(session)}>
      <h2>{say('helpTitle')}</h2>
      <div class="helpGroups">
        {groups.map(([title, lines]) => (
          <section key={title}>
            <h3>{say(title)}</h3>
            <dl>
              {lines.map(([keys, text]) => (
                <div key={text}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{apple ? appleName(key) : key}</kbd>
                    ))}
                  </dt>
                  <dd>{say(text)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p class="dim">{say(apple ? 'helpMouseApple' : 'helpMouse')}</p>
      <p class="dim">{say('helpLetters')}</p>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => closePanel(session)}>
          {say('close')}
        </button>
      </div>
    </Dialog>
  );
}
