/** Sizes in CSS pixels that both the style sheet and the windowing need to know. */
export interface Metrics {
  readonly line: number;
  /** A row of one line, with its border. */
  readonly row: number;
  /** Head of a card with the names of the columns. */
  readonly top: number;
  readonly names: number;
  /** Space between cards, and around the list. */
  readonly gap: number;
  readonly margin: number;
}

/** Measures text in the page's own font. */
export function measureIn(font: string): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (context) {
    context.font = font;
  }
  return (text) => context?.measureText(text).width ?? text.length * 8;
}

/** Sizes for the font that the user has chosen for VS Code. */
export function metricsOf(fontSize: number): Metrics {
  const line = Math.round(fontSize * 1.4);
  const names = Math.round(fontSize * 0.85 * 1.4) + 7;
  return { line, row: line + 8, top: line + 13 + names, names, gap: 12, margin: 10 };
}
