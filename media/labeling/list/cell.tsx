import { difference } from '../../../src/shared/difference';
import { seen } from '../parts/seen';
import { hitsIn } from '../state/search';

interface Piece {
  readonly text: string;
  /** Where in the value it begins. */
  readonly at: number;
  readonly differs: boolean;
  readonly hit: boolean;
}

interface Props {
  readonly value: string;
  /** The value of the group's first row, undefined where there is nothing to compare with. */
  readonly reference: string | undefined;
  /** Text that the filter looks for. */
  readonly wanted: string;
  readonly dimEqual: boolean;
  /** It may need more room than one line has. */
  readonly isCut?: boolean;
}

/**
 * A value as it is stored, with what differs and what was searched for marked. No component: there is one in each cell,
 * and a key draws dozens of cells.
 */
export function drawValue({ value, reference, wanted, dimEqual, isCut = true }: Props) {
  const equal = reference !== undefined && reference === value;
  const pieces = piecesOf(value, reference, wanted);
  const [only] = pieces;
  return (
    <span class={`value${isCut ? ' cut' : ''}${dimEqual && equal ? ' same' : ''}`}>
      {pieces.length === 1 && only && !only.differs && !only.hit
        ? seen(value)
        : pieces.map(({ text, at, differs, hit }) => {
            const shown = seen(text, value, at);
            const inner = hit ? (
              <span class="hit" key={at}>
                {shown}
              </span>
            ) : (
              shown
            );
            return differs ? <mark key={at}>{inner}</mark> : inner;
          })}
    </span>
  );
}

/** A text that is compared with none, with what was searched for marked. */
export function drawMarked(text: string, wanted: string) {
  return (
    <span>
      {piecesOf(text, undefined, wanted).map(({ text: piece, at, hit }) =>
        hit ? (
          <span class="hit" key={at}>
            {seen(piece, text, at)}
          </span>
        ) : (
          seen(piece, text, at)
        ),
      )}
    </span>
  );
}

/** The value cut where a difference or a hit begins or ends. */
function piecesOf(value: string, reference: string | undefined, wanted: string): Piece[] {
  const spans = reference === undefined ? [{ text: value, differs: false }] : difference(reference, value);
  if (wanted === '') {
    let at = 0;
    return spans.map((span) => {
      const piece = { ...span, at, hit: false };
      at += span.text.length;
      return piece;
    });
  }
  const hits = hitsIn(value, wanted);
  const pieces: Piece[] = [];
  let at = 0;
  for (const { text, differs } of spans) {
    const end = at + text.length;
    while (at < end) {
      const hit = hits.find(([from, to]) => from <= at && at < to);
      const next = hit ? hit[1] : (hits.find(([from]) => from > at)?.[0] ?? end);
      const stop = Math.min(next, end);
      pieces.push({ text: value.slice(at, stop), at, differs, hit: hit !== undefined });
      at = stop;
    }
  }
  return pieces;
}
