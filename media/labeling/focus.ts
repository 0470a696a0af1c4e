/** Ids by which parts of the page find each other's elements. */
export const gridId = 'labeling-sets';
export const filterInputId = 'filter-text';

/** The grid takes the keys again. */
export function focusGrid(): void {
  document.getElementById(gridId)?.focus({ preventScroll: true });
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
