import { closePanel, selectedText } from '../commands/panels';
import { focusGrid, isGridFocused, takeAwaitedFocus } from '../parts/focus';
import type { Session } from '../state/session';
import { type KeyGate, typesText } from './keyGate';
import { commandOf } from './keys';

/** VS Code waits this long, in milliseconds, for the second key after Ctrl+K. */
const chordPatience = 5_000;

const modifiers: ReadonlySet<string> = new Set(['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Dead']);

/** Listens to the keys of the whole page, for as long as the page lives. */
export class Keyboard {
  /** The key that completes a chord of VS Code's, which began with the key before. */
  private second: KeyboardEvent | undefined;
  private chordBegan = Number.NEGATIVE_INFINITY;
  private clicked = false;

  constructor(
    private readonly session: Session,
    private readonly gate: KeyGate,
  ) {
    // Before anything in the page sees it, dialogs too.
    document.addEventListener('keydown', (event) => this.hold(event), true);
    document.addEventListener('keydown', (event) => this.pressed(event));
    document.addEventListener('click', giveKeysBack);
    // VS Code turns its copy command into this event.
    document.addEventListener('copy', (event) => this.copy(event));
    document.addEventListener('pointerdown', () => this.pointed(), true);
    window.addEventListener('focus', () => this.focused());
    window.addEventListener('blur', () => this.blurred());
  }

  /** The host says that keys are the page's. What was typed meanwhile is done now. */
  free(turn: number): void {
    for (const event of this.gate.open(turn)) {
      this.replay(event);
    }
  }

  private hold(event: KeyboardEvent): void {
    if (modifiers.has(event.key)) {
      return;
    }
    const completesChord = event.timeStamp - this.chordBegan < chordPatience;
    this.chordBegan = Number.NEGATIVE_INFINITY;
    this.second = completesChord ? event : undefined;
    if (!this.gate.isShut || completesChord || isText(event.target)) {
      return;
    }
    const isOurs = isGridFocused() ? commandOf(event) !== undefined : ['Enter', 'Escape'].includes(event.key);
    if (isOurs || typesText(event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.gate.keep(event);
    }
  }

  private pressed(event: KeyboardEvent): void {
    if (event === this.second) {
      this.gate.ask(false);
    } else if (this.closesPanel(event)) {
      take(event);
      closePanel(this.session);
    } else if (isText(event.target)) {
      keepUndoInText(event);
      this.passed(event);
    } else {
      const command = isGridFocused() ? commandOf(event) : undefined;
      if (command) {
        take(event);
        command(this.session);
      } else {
        this.passed(event);
      }
    }
  }

  /** What the page leaves to VS Code may begin something that asks. */
  private passed({ key, ctrlKey, metaKey, altKey, defaultPrevented, timeStamp }: KeyboardEvent): void {
    const isShortcut = ctrlKey || metaKey || altKey || /^(F\d+|ContextMenu)$/.test(key);
    if (isShortcut && !modifiers.has(key) && !defaultPrevented) {
      this.chordBegan = (ctrlKey || metaKey) && key.toLowerCase() === 'k' ? timeStamp : Number.NEGATIVE_INFINITY;
      this.gate.ask(false);
    }
  }

  private replay(event: KeyboardEvent): void {
    const { activeElement } = document;
    if (this.closesPanel(event)) {
      closePanel(this.session);
    } else if (isText(activeElement)) {
      // A field has opened meanwhile, as that of the filter: it was typed for that.
      if (event.key.length === 1) {
        document.execCommand('insertText', false, event.key);
      }
    } else if (isGridFocused()) {
      commandOf(event)?.(this.session);
    } else if (['Enter', ' '].includes(event.key) && activeElement instanceof HTMLButtonElement) {
      activeElement.click();
    }
  }

  private closesPanel({ key }: KeyboardEvent): boolean {
    return key === 'Escape' && this.session.opened?.panel !== 'none' && !isGridFocused();
  }

  private copy(event: ClipboardEvent): void {
    const { opened } = this.session;
    if (opened && isGridFocused() && event.clipboardData) {
      event.preventDefault();
      event.clipboardData.setData('text/plain', selectedText(opened));
    }
  }

  private pointed(): void {
    this.clicked = true;
    // A list that drags its rows keeps the browser from doing so.
    window.focus();
    setTimeout(() => {
      this.clicked = false;
    });
  }

  private focused(): void {
    takeAwaitedFocus();
    this.gate.shut();
    // A click that gives the focus comes with it, before or after.
    setTimeout(() => this.gate.isShut && this.gate.ask(this.clicked));
  }

  private blurred(): void {
    this.chordBegan = Number.NEGATIVE_INFINITY;
    this.gate.handOver();
  }
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
