import { focusOn } from './focus';

/**
 * Left, Right, Home and End move between the buttons of a toolbar, which is one tab stop (ARIA Authoring Practices).
 * Which of them that is, is the toolbar's to keep: the one that had the focus last.
 */
export function moveAlongToolbar(event: KeyboardEvent): void {
  const { key, currentTarget, target } = event;
  if (!(currentTarget instanceof HTMLElement) || !(target instanceof HTMLButtonElement)) {
    return;
  }
  const buttons = [...currentTarget.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
  const next = buttons.at(placeAfter(key, buttons.indexOf(target), buttons.length) ?? buttons.indexOf(target));
  if (next && next !== target) {
    event.preventDefault();
    event.stopPropagation();
    focusOn(next);
  }
}

/** Where a key leads among `count` buttons, round the end; undefined if it does not move. */
function placeAfter(key: string, here: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (here + 1) % count;
    case 'ArrowLeft':
      return here - 1;
    case 'Home':
      return 0;
    case 'End':
      return -1;
    default:
      return undefined;
  }
}
