import type { Pairs } from '../compare/candidates';
import type { Features } from '../compare/features';

/** Features of whole records of which more speaks for a match, each in its own way. */
const telling = ['equalRarity', 'codesShared', 'meanTrigrams', 'leastTrigrams'];

/**
 * Orders pairs by several views, most alike first: a single one may rank what matches behind all that merely looks alike.
 * @param most pairs per view
 */
export function viewsOf(pairs: Pairs, features: Features, most: number): number[][] {
  const places = telling.map((name) =>
    features.names.findIndex((feature) => feature.column < 0 && feature.name === name),
  );
  const values = places.map(() => new Float32Array(pairs.left.length));
  const row = new Float32Array(features.width);
  for (let pair = 0; pair < pairs.left.length; pair++) {
    features.compute(pairs.left[pair] ?? 0, pairs.right[pair] ?? 0, row, 0);
    for (const [view, place] of places.entries()) {
      const into = values[view];
      if (into) {
        into[pair] = row[place] ?? 0;
      }
    }
  }
  return values.map((view) =>
    [...view.keys()]
      .filter((pair) => (view[pair] ?? 0) > 0)
      .sort((x, y) => (view[y] ?? 0) - (view[x] ?? 0) || x - y)
      .slice(0, most),
  );
}
