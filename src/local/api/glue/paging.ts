import { createHash } from 'node:crypto';
import { invalidInput } from './errors';

/** What a page is cut from. */
export interface PageRequest<Item> {
  readonly items: readonly Item[];
  /** What the items are sorted by, then by `id`; strings compare by code unit. */
  readonly sortBy: (item: Item) => string | number;
  readonly id: (item: Item) => string;
  readonly descending: boolean;
  /** Names the operation, its filter and sort: the token of another question is refused. */
  readonly question: unknown;
  readonly token: string | undefined;
  readonly limit: number;
}

/**
 * One page of a sorted list, and the token of the next. The token says after which item to go on, so that items created or deleted
 * between two pages make none appear twice or get lost. Throws InvalidInputException for a token that is not from the same question.
 */
export function page<Item>(request: PageRequest<Item>): { readonly items: Item[]; readonly next: string | undefined } {
  const direction = request.descending ? -1 : 1;
  const position = (item: Item): Position => [request.sortBy(item), request.id(item)];
  const sorted = request.items
    .map((item) => ({ item, at: position(item) }))
    .sort((a, b) => direction * compare(a.at, b.at));
  const after = request.token === undefined ? undefined : readToken(request.token, request.question);
  const first = after ? sorted.findIndex(({ at }) => direction * compare(at, after) > 0) : 0;
  const rest = first < 0 ? [] : sorted.slice(first, first + request.limit + 1);
  const shown = rest.slice(0, request.limit);
  const last = shown.at(-1);
  const next = rest.length > shown.length && last ? writeToken(last.at, request.question) : undefined;
  return { items: shown.map(({ item }) => item), next };
}

/** A sequence number as an id: in order of text too. */
export function sequenceId(sequence: number): string {
  return String(sequence).padStart(15, '0');
}

type Position = readonly [string | number, string];

function compare(a: Position, b: Position): number {
  return compareValues(a[0], b[0]) || compareValues(a[1], b[1]);
}

function compareValues(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function writeToken(position: Position, question: unknown): string {
  const text = JSON.stringify(position);
  return Buffer.from(JSON.stringify([text, digest(text, question)])).toString('base64url');
}

function readToken(token: string, question: unknown): Position {
  const refused = invalidInput('The NextToken is not valid for this request. Start again without a token.');
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (Array.isArray(content) && typeof content[0] === 'string' && content[1] === digest(content[0], question)) {
      return JSON.parse(content[0]) as Position;
    }
  } catch {
    // Whatever it was, it is no token of ours.
  }
  throw refused;
}

function digest(text: string, question: unknown): string {
  return createHash('sha256')
    .update(`${text}\n${JSON.stringify(question)}`)
    .digest('base64url')
    .slice(0, 22);
}
