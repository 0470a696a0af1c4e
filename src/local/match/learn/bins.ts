import type { Examples } from './examples';

/** Most bins a feature's values are put into; splits are searched between bins instead of between all values. */
export const maxBins = 64;

/** Features as small bin numbers, feature by feature. Bin 0 holds unknown values. */
export interface BinnedMatrix {
  readonly rows: number;
  readonly width: number;
  /** Bin of feature f in row r at f * rows + r. */
  readonly bins: Uint8Array;
  /** Per feature, the lower bounds of bins 2, 3, …: a value v below bounds[i] lies in a bin up to i + 1. */
  readonly bounds: readonly Float32Array[];
}

/** Puts each feature's values into bins of about equally many rows, bounded halfway between neighbouring values. */
export function bin({ features, width, rows }: Examples): BinnedMatrix {
  const bins = new Uint8Array(rows * width);
  const bounds: Float32Array[] = [];
  const values = new Float32Array(rows);
  for (let feature = 0; feature < width; feature++) {
    for (let row = 0; row < rows; row++) {
      values[row] = features[row * width + feature] ?? 0;
    }
    const edges = edgesOf(values);
    bounds.push(edges);
    for (let row = 0; row < rows; row++) {
      const value = values[row] ?? 0;
      bins[feature * rows + row] = value < 0 ? 0 : 1 + below(edges, value);
    }
  }
  return { rows, width, bins, bounds };
}

function edgesOf(values: Float32Array): Float32Array {
  const known = values.filter((value) => value >= 0).sort();
  const distinct: number[] = [];
  const ends: number[] = [];
  for (const [i, value] of known.entries()) {
    if (i === 0 || value !== known[i - 1]) {
      distinct.push(value);
      ends.push(i);
    }
  }
  const edges: number[] = [];
  const step = known.length / (maxBins - 1);
  for (let i = 1; i < distinct.length; i++) {
    const enough = distinct.length < maxBins || (ends[i] ?? 0) >= (edges.length + 1) * step;
    if (enough && edges.length < maxBins - 2) {
      edges.push(((distinct[i - 1] ?? 0) + (distinct[i] ?? 0)) / 2);
    }
  }
  return Float32Array.from(edges);
}

/** How many edges are at or below the value. */
function below(edges: Float32Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
