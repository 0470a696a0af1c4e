import { visible } from './visible';

/** Markdown of ours. Made by `markdown` only, so that what others wrote is never read as Markdown. */
export class Markdown {
  constructor(readonly source: string) {}
}

/** Markdown as it stands in the template. What is put in is shown as it is, if it is not Markdown itself. */
export function markdown(ours: TemplateStringsArray, ...texts: readonly (string | number | Markdown)[]): Markdown {
  const parts = ours.map((own, at) => {
    const text = texts[at];
    return own + (text instanceof Markdown ? text.source : text === undefined ? '' : escaped(String(text)));
  });
  return new Markdown(parts.join(''));
}

/** Pieces of Markdown after each other. */
export function joined(pieces: readonly Markdown[], separator = ''): Markdown {
  return new Markdown(pieces.map(({ source }) => source).join(separator));
}

/** All but letters, figures and the spaces between them as references: neither Markdown, HTML nor a bare address is left. */
function escaped(text: string): string {
  return visible(text).replace(/^ | $| (?= )|[^\p{L}\p{N}\p{M} ]/gu, (sign) => `&#${sign.codePointAt(0)};`);
}
