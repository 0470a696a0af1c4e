/** How many pairs share a number: rows a cluster, or rows a record. @param count numbers are below it */
export function pairsWithin(numbers: Int32Array, count: number): number {
  const sizes = new Int32Array(count);
  let pairs = 0;
  for (const number of numbers) {
    const size = sizes[number] ?? 0;
    pairs += size;
    sizes[number] = size + 1;
  }
  return pairs;
}
