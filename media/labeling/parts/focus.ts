/** Ids by which parts of the page find each other's elements. */
export const gridId = 'labeling-sets';
export const filterInputId = 'filter-text';

const awaiting = 'data-awaits-focus';

/**
 * Moves the focus within the page. A page that does not have it must not take it from what has, which may be a prompt
 * that somebody is typing into: then the element gets it once the page does.
 */
export function focusOn(element: HTMLElement | null | undefined, options?: FocusOptions): void {
  document.querySelector(`[${awaiting}]`)?.removeAttribute(awaiting);
  if (document.hasFocus()) {
    element?.focus(options);
  } else {
    element?.setAttribute(awaiting, '');
  }
}

/** The page has got the focus: so does what was waiting for it, or else the grid, unless something has it still. */
export function takeAwaitedFocus(): void {
  const awaited = document.querySelector<HTMLElement>(`[${awaiting}]`);
  if (awaited) {
    focusOn(awaited, { preventScroll: true });
  } else {
    catchLostFocus();
  }
}

/** The grid takes the keys again. */
export function focusGrid(): void {
  focusOn(document.getElementById(gridId), { preventScroll: true });
}

/** What had the focus may be gone from the page, as a button that has done its work: then the grid takes the keys. */
export function catchLostFocus(): void {
  const { activeElement } = document;
  // A page that is not in use must not take the focus from what is.
  if (document.hasFocus() && (activeElement === null || activeElement === document.body)) {
    focusGrid();
  }
}

/** True if nothing that has keys of its own is focused. */
export function isGridFocused(): boolean {
  const { activeElement } = document;
  return (
    activeElement === null ||
    activeElement === document.body ||
    activeElement.id === gridId ||
    activeElement.classList.contains('list')
  );
}

/** Id of a row's element, by which the grid names the row at hand. */
export function rowId(row: number): string {
  return `row-${row}`;
}
