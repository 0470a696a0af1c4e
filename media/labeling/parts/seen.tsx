import { seenPieces } from '../../../src/shared/visible';

/**
 * A text with a sign for each character that can't be seen, so that texts that differ look different. The sign is drawn
 * by the style sheet: what is selected and copied is the text. A change of direction ends with its piece.
 */
export function Seen({ text }: { readonly text: string }) {
  const pieces = seenPieces(text);
  return pieces.map(({ text: piece, sign }, at) =>
    sign === undefined ? (
      piece
    ) : (
      <span class="unseen" data-sign={sign} key={at}>
        {piece}
      </span>
    ),
  );
}
