import { joinRow } from '../commands/label';
import { toggleSelected } from '../commands/move';
import { chooseGroup } from '../commands/panels';
import { focusGrid } from '../parts/focus';
import type { Session } from '../state/session';
import { isApple } from './keyboardLayout';

/** The pointer moves this far before a press becomes a drag. */
const threshold = 6;

/**
 * A press on a row selects it; moved, it drags the selected rows onto another row or group of the set. Everything that
 * dragging does is also done by keys, and by a click on the label.
 */
export function pressRow(session: Session, event: PointerEvent): void {
  const row = rowAt(event.target);
  const { opened } = session;
  // There Ctrl+click asks for the menu.
  const asksForMenu = event.ctrlKey && isApple();
  if (row === undefined || !opened || event.button !== 0 || asksForMenu) {
    return;
  }
  event.preventDefault();
  focusGrid();
  if (event.ctrlKey || event.metaKey) {
    toggleSelected(session, row);
    return;
  }
  const inSelection = opened.selection.rows.size > 1 && opened.selection.rows.has(row);
  const wasCurrent = opened.selection.cursor === row;
  if (!inSelection || event.shiftKey) {
    session.moveTo(row, event.shiftKey);
  }
  const onLabel = event.target instanceof Element && event.target.closest('.chip') !== null;
  new Drag(session, event, () => {
    if (inSelection && !event.shiftKey) {
      session.moveTo(row);
    }
    if (onLabel && wasCurrent && !event.shiftKey) {
      chooseGroup(session);
    }
  });
}

/** One press of the pointer, from down to up. */
class Drag {
  private readonly ending = new AbortController();
  private ghost: HTMLElement | undefined;
  private target: Element | undefined;

  constructor(
    private readonly session: Session,
    private readonly start: PointerEvent,
    private readonly clicked: () => void,
  ) {
    const { signal } = this.ending;
    document.addEventListener('pointermove', (event) => this.moved(event), { signal });
    document.addEventListener('pointerup', () => this.released(), { signal });
    document.addEventListener('pointercancel', () => this.end(), { signal });
    document.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Escape' && this.ghost) {
          event.stopPropagation();
          this.end();
        }
      },
      { signal, capture: true },
    );
  }

  private moved(event: PointerEvent): void {
    const far = Math.hypot(event.clientX - this.start.clientX, event.clientY - this.start.clientY) > threshold;
    if (!this.ghost && far) {
      this.ghost = this.makeGhost();
    }
    if (this.ghost) {
      this.ghost.style.left = `${event.clientX + 12}px`;
      this.ghost.style.top = `${event.clientY + 8}px`;
      this.aim(document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-row], [data-join]'));
    }
  }

  private aim(element: Element | null | undefined): void {
    this.target?.classList.remove('target');
    this.target = element && this.accepts(element) ? element : undefined;
    this.target?.classList.add('target');
  }

  /** Labels are local to a set, so rows go nowhere else. */
  private accepts(element: Element): boolean {
    const { opened } = this.session;
    const row = targetRow(element);
    return (
      opened !== undefined &&
      row !== undefined &&
      !(element.hasAttribute('data-row') && opened.selection.rows.has(row)) &&
      [...opened.selection.rows].every((other) => opened.file.setOf(other) === opened.file.setOf(row))
    );
  }

  private released(): void {
    const row = this.target && targetRow(this.target);
    const dragged = this.ghost !== undefined;
    this.end();
    if (row !== undefined) {
      joinRow(this.session, [...(this.session.opened?.selection.rows ?? [])], row);
    } else if (!dragged) {
      this.clicked();
    }
  }

  private end(): void {
    this.aim(undefined);
    this.ghost?.remove();
    this.ending.abort();
  }

  private makeGhost(): HTMLElement {
    const { opened } = this.session;
    const ghost = document.createElement('div');
    ghost.className = 'ghost';
    const count = opened?.selection.rows.size ?? 1;
    ghost.textContent = opened?.say(count === 1 ? 'dragRow' : 'dragRows', count) ?? '';
    document.body.append(ghost);
    return ghost;
  }
}

function rowAt(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest('[data-row]')?.getAttribute('data-row') : null;
  return row === null || row === undefined ? undefined : Number(row);
}

function targetRow(element: Element): number | undefined {
  const row = element.getAttribute('data-row') ?? element.getAttribute('data-join');
  return row === null ? undefined : Number(row);
}
