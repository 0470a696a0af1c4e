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

/**
 * How wide a text is at most, from the widths of its characters: a table is quicker than to measure each text. Infinite
 * for a text with characters that are not in it, or with blanks at its edges, which are drawn with a sign.
 */
export function boundIn(measure: (text: string) => number): (text: string) => number {
  const widths = Array.from({ length: lastAscii + 1 }, (_, code) =>
    code < firstAscii ? Number.POSITIVE_INFINITY : measure(String.fromCharCode(code)),
  );
  // Digits are drawn one as wide as the other.
  const digits = Array.from('0123456789', (digit) => digit.charCodeAt(0));
  const digit = Math.max(...digits.map((code) => widths[code] ?? 0));
  for (const code of digits) {
    widths[code] = digit;
  }
  return (text) => {
    let sum = text.startsWith(' ') || text.endsWith(' ') ? Number.POSITIVE_INFINITY : 0;
    for (let at = 0; at < text.length && sum < widest; at++) {
      sum += widths[text.charCodeAt(at)] ?? Number.POSITIVE_INFINITY;
    }
    return sum;
  };
}

const firstAscii = 32;
const lastAscii = 126;
/** No column is wider, in CSS pixels. */
const widest = 10_000;

/** Sizes for the font that the user has chosen for VS Code. */
export function metricsOf(fontSize: number): Metrics {
  const line = Math.round(fontSize * 1.4);
  const names = Math.round(fontSize * 0.85 * 1.4) + 7;
  return { line, row: line + 8, top: line + 13 + names, names, gap: 12, margin: 10 };
}
