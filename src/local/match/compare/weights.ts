/**
 * Weights in fixed point. Sums of whole numbers don't depend on their order, and logarithms made of multiplications alone are the same
 * in every language; both are needed to get the same result everywhere.
 */

/** Bits behind the point of a logarithm. */
const logBits = 20;
const logUnit = 2 ** logBits;
const ln2 = Math.LN2;

/** The logarithm of a whole number from 1 to 2^31, to the base 2, in units of 2^-20, rounded down. */
export function log2Fixed(number: number): number {
  const whole = 31 - Math.clz32(number);
  let rest = number / 2 ** whole;
  let log = whole;
  for (let bit = 0; bit < logBits; bit++) {
    rest *= rest;
    log *= 2;
    if (rest >= 2) {
      rest /= 2;
      log += 1;
    }
  }
  return log;
}

/** One in the units of weights. */
const weightUnit = 256;

function inverseFrequency(count: number, frequency: number): number {
  return ((log2Fixed(1 + count) - log2Fixed(1 + frequency)) * ln2) / logUnit + 1;
}

/** Inverse document frequency, ln((1 + count) / (1 + frequency)) + 1, in units of 1/256. */
export function idfWeight(count: number, frequency: number): number {
  return Math.floor(inverseFrequency(count, frequency) * weightUnit + 0.5);
}

/** The square of the inverse document frequency, in units of 1/256. */
export function squaredIdfWeight(count: number, frequency: number): number {
  const idf = inverseFrequency(count, frequency);
  return Math.floor(idf * idf * weightUnit + 0.5);
}

/** How much the agreement of a value tells that `frequency` of `present` records have: 0 for all of them, 1 for one. */
export function rarityOf(present: number, frequency: number): number {
  const scale = log2Fixed(present + 1);
  return scale === 0 ? 0 : (scale - log2Fixed(Math.max(1, frequency))) / scale;
}

/** Weights of items by their frequencies. */
export function weigh(weights: Int32Array, frequencies: Int32Array, weight: (frequency: number) => number): Int32Array {
  for (let item = 0; item < frequencies.length; item++) {
    weights[item] = weight(frequencies[item] ?? 0);
  }
  return weights;
}
