import { focusOn, gridId, rowId } from '../parts/focus';

/** Puts a popover below a row, whole within the window, and the focus in its first field. */
export function anchorAt(element: HTMLElement, row: number): void {
  const box = (document.getElementById(rowId(row)) ?? document.getElementById(gridId))?.getBoundingClientRect();
  if (box) {
    element.style.left = `${box.left + 8}px`;
    element.style.top = `${Math.max(0, Math.min(box.bottom, window.innerHeight - element.offsetHeight - 8))}px`;
    focusOn(element.querySelector('input'));
  }
}

/** Calls back when anything outside of the element is pressed, until the signal. */
export function onPressOutside(element: HTMLElement, signal: AbortSignal, press: () => void): void {
  document.addEventListener(
    'pointerdown',
    (event) => {
      if (event.target instanceof Node && !element.contains(event.target)) {
        press();
      }
    },
    { signal },
  );
}
