import type { Say, TextKey } from './strings';

const hints: readonly (readonly [keys: readonly string[], text: TextKey])[] = [
  [['A–Z'], 'keyGroup'],
  [['Space'], 'keySame'],
  [['.'], 'keyAlone'],
  [['Enter'], 'keyFinish'],
  [['⌫'], 'keyClear'],
  [['[', ']'], 'keySets'],
  [['/'], 'keyFilter'],
];

/** The line at the bottom that teaches the keys. */
export function KeyHints({ say }: { readonly say: Say }) {
  return (
    <div class="hints">
      {hints.map(([keys, text]) => (
        <span key={text}>
          {keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
          {say(text)}
        </span>
      ))}
    </div>
  );
}
