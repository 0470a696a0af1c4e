/** True on Apple's systems, where Command does what Ctrl does elsewhere, and Option types characters. */
export function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}

/** What the keys that type punctuation on a US keyboard stand for where they type a letter. */
const punctuation: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
};

/**
 * The key as the editor's keys are named. Where a layout has letters of another script than Latin (Cyrillic, Greek,
 * Hebrew, …), the place of the key on the keyboard decides, as it does for VS Code's own shortcuts.
 */
export function keyOf({ key, code, shiftKey }: KeyboardEvent): string {
  if (!/^\p{L}$/u.test(key) || /^\p{Script=Latin}$/u.test(key)) {
    return key;
  }
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return (shiftKey ? letter : (letter?.toLowerCase() ?? punctuation[code])) ?? key;
}
