/** Ids by which parts of the page find each other's elements. */
export const gridId = 'labeling-sets';
export const filterInputId = 'filter-text';

/** The grid takes the keys again. */
export function focusGrid(): void {
  document.getElementById(gridId)?.focus({ preventScroll: true });
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
