import { describe, expect, test } from 'vitest';
import { type PageRequest, page } from '../../../../../src/local/api/glue/paging';
import { Random } from '../../../../harness/random';

interface Item {
  readonly id: string;
  readonly rank: number;
}

function ask(items: readonly Item[], changes: Partial<PageRequest<Item>> = {}) {
  return page({
    items,
    sortBy: ({ rank }) => rank,
    id: ({ id }) => id,
    descending: false,
    question: 'all',
    token: undefined,
    limit: 3,
    ...changes,
  });
}

function all(items: readonly Item[], changes: Partial<PageRequest<Item>> = {}): string[] {
  const ids: string[] = [];
  let token: string | undefined;
  do {
    const { items: some, next } = ask(items, { ...changes, token });
    ids.push(...some.map(({ id }) => id));
    token = next;
  } while (token !== undefined);
  return ids;
}

describe('pages', () => {
  const random = new Random(4711);
  const items = Array.from({ length: 50 }, (_, at) => ({ id: `i${at}`, rank: random.int(0, 5) }));
  const sorted = [...items].sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1)).map(({ id }) => id);

  test('together are the whole list, in order, whatever their size', () => {
    for (const limit of [1, 2, 7, 49, 50, 51, 1000]) {
      expect(all(items, { limit })).toEqual(sorted);
      expect(all(items, { limit, descending: true })).toEqual([...sorted].reverse());
    }
  });

  test('end without a token when the last one is full', () => {
    expect(ask(items.slice(0, 3)).next).toBeUndefined();
    expect(ask([]).next).toBeUndefined();
  });

  test('neither repeat nor skip what stays when items come and go in between', () => {
    const first = ask(items, { limit: 10 });
    const seen = new Set(first.items.map(({ id }) => id));
    const changed = [...items.filter((item) => item !== first.items[9]), { id: 'early', rank: -1 }];
    const rest = all(changed, { limit: 10 }).slice(10);
    const second = ask(changed, { limit: 100, token: first.next });
    expect(second.items.filter(({ id }) => seen.has(id))).toEqual([]);
    expect(second.items.map(({ id }) => id)).toEqual(rest.filter((id) => !seen.has(id)));
  });

  test('refuse a token of another question, and whatever else is no token', () => {
    const { next = '' } = ask(items);
    const other = [next, `${next}x`, next.slice(1), '', 'null', Buffer.from('[1]').toString('base64url')];
    for (const token of other) {
      expect(() => ask(items, { token, question: 'another' })).toThrow('The NextToken is not valid');
    }
  });
});
