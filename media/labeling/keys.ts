import { labelOfKey } from '../../src/shared/groups';
import type { Editor } from './editor';

/** Rows that Page Up and Page Down move by. */
export const pageRows = 10;

type Command = (editor: Editor) => void;

const commands: Readonly<Record<string, Command>> = {
  ' ': (editor) => editor.sameAsAbove(),
  '.': (editor) => editor.newGroup(),
  Backspace: (editor) => editor.clear(),
  Delete: (editor) => editor.clear(),
  Enter: (editor) => editor.finishSet(),
  '[': (editor) => editor.moveBySet(-1),
  ']': (editor) => editor.moveBySet(1),
};

/** What a key does in the grid, undefined if it is not the grid's: then VS Code sees it. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  const chord = ctrlKey || metaKey;
  if (altKey && !isTyped(key)) {
    return undefined;
  }
  switch (key) {
    case 'ArrowDown':
      return chord ? undefined : (editor) => editor.moveBy(1, shiftKey);
    case 'ArrowUp':
      return chord ? undefined : (editor) => editor.moveBy(-1, shiftKey);
    case 'PageDown':
      return chord ? undefined : (editor) => editor.moveBy(pageRows, shiftKey);
    case 'PageUp':
      return chord ? undefined : (editor) => editor.moveBy(-pageRows, shiftKey);
    case 'Home':
      return (editor) => editor.moveToEdge('first', chord, shiftKey);
    case 'End':
      return (editor) => editor.moveToEdge('last', chord, shiftKey);
    default:
      return chord ? undefined : typed(key);
  }
}

function typed(key: string): Command | undefined {
  const label = labelOfKey(key);
  return label === undefined ? commands[key] : (editor) => editor.label(label);
}

/** Some keyboards need Alt Gr or Option for brackets. */
function isTyped(key: string): boolean {
  return key === '[' || key === ']' || key === '?' || key === '/';
}
