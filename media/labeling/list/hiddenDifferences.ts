/** Class of a cell that differs where it is cut off. */
const hiding = 'hides';

/**
 * Finds the cells that differ where they are cut off, and has their sign shown. What is cut off is known only once it is
 * drawn; it is looked for after that, so that no key waits for it.
 */
export class HiddenDifferences {
  private frame = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Looks through the list after the next frame. */
  later(list: HTMLElement): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.frame = requestAnimationFrame(() => {
      this.timer = setTimeout(() => look(list));
    });
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
  }
}

function look(list: HTMLElement): void {
  const cells = [...list.querySelectorAll('.below')].flatMap(({ parentElement }) => parentElement ?? []);
  // First all is measured, then all is changed: the page is laid out once.
  const found = cells.map(differsBeyond);
  for (const [at, cell] of cells.entries()) {
    cell.classList.toggle(hiding, found[at]);
  }
}

function differsBeyond(cell: HTMLElement): boolean {
  const value = cell.querySelector('.value');
  const marks = value?.querySelectorAll('mark') ?? [];
  const last = marks[marks.length - 1]?.getBoundingClientRect();
  const box = value?.getBoundingClientRect();
  return last !== undefined && box !== undefined && (last.bottom > box.bottom + 2 || last.right > box.right + 1);
}
