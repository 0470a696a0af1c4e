import type { ComponentChildren } from 'preact';
import { seenPieces } from '../../../src/shared/visible';

/**
 * A text with a sign for each character that can't be seen, so that texts that differ look different. The sign is drawn
 * by the style sheet: what is selected and copied is the text. A change of direction ends with its piece. Of a piece of a
 * text, `within` is the whole and `at` its place there: only a blank at the edge of the whole can't be seen.
 */
export function seen(text: string, within?: string, at?: number): ComponentChildren {
  const pieces = seenPieces(text, within, at);
  return pieces.length === 1 && pieces[0]?.sign === undefined
    ? text
    : pieces.map(({ text: piece, sign }, index) =>
        sign === undefined ? (
          piece
        ) : (
          <span class="sign" data-sign={sign} key={index}>
            {piece}
          </span>
        ),
      );
}

/** The same as a component. */
export function Seen({ text }: { readonly text: string }) {
  return <>{seen(text)}</>;
}
