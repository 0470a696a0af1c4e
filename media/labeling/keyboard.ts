import { closePanel, selectedText } from './commands/panels';
import { focusGrid, isGridFocused } from './focus';
import { commandOf } from './keys';
import type { Session } from './session';

/** Listens to the keys of the whole page, for as long as the page lives. */
export function listenToKeys(session: Session): void {
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && session.opened?.panel !== 'none' && !isGridFocused()) {
      take(event);
      closePanel(session);
    } else if (isText(event.target)) {
      keepUndoInText(event);
    } else if (isGridFocused()) {
      const command = commandOf(event);
      if (command) {
        take(event);
        command(session);
      }
    }
  });
  document.addEventListener('click', giveKeysBack);
  // VS Code turns its copy command into this event.
  document.addEventListener('copy', (event) => {
    if (session.opened && isGridFocused() && event.clipboardData) {
      event.preventDefault();
      event.clipboardData.setData('text/plain', selectedText(session.opened));
    }
  });
}

/**
 * Who clicks goes on with the keys of the grid, unless the click has opened or is in something with keys of its own.
 * Who presses a button by Enter or Space, which are clicks of no count, stays there.
 */
function giveKeysBack({ detail }: MouseEvent): void {
  if (detail > 0 && !document.activeElement?.closest('input, dialog, .popover, .picker')) {
    focusGrid();
  }
}

/** VS Code would see the key too, and may have a command of its own on it. */
function take(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/**
 * Undo and redo in a text field are the field's. VS Code would undo an edit of the document instead
 * (microsoft/vscode#227849).
 */
function keepUndoInText(event: KeyboardEvent): void {
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey && (key === 'z' || key === 'y')) {
    take(event);
    document.execCommand(key === 'y' || event.shiftKey ? 'redo' : 'undo');
  }
}

function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio';
}
