import { Random } from './random';

/** Where a random test begins and how many rounds it makes. */
export interface Fuzz {
  readonly seed: number;
  readonly rounds: number;
}

/** The same seed each time in `npm test`; `npm run fuzz` sets FUZZ_SEED to a fresh one. FUZZ_ROUNDS asks for another number of rounds. */
export function fuzz(usualRounds: number): Fuzz {
  return { seed: wholeNumber('FUZZ_SEED') ?? 1, rounds: wholeNumber('FUZZ_ROUNDS') ?? usualRounds };
}

/**
 * Makes the rounds of a random test one after the other, each with a source of its own. The failure of a round names the
 * seed with which it is the first one.
 */
export async function eachRound(usualRounds: number, round: (random: Random) => unknown): Promise<void> {
  const { seed, rounds } = fuzz(usualRounds);
  for (let at = seed; at < seed + rounds; at++) {
    await namingSeed(at, () => round(new Random(at)));
  }
}

/** Runs one round; its failure says how to have it again. */
export async function namingSeed(seed: number, round: () => unknown): Promise<void> {
  try {
    await round();
  } catch (error) {
    if (error instanceof Error) {
      error.message = `FUZZ_SEED=${seed} FUZZ_ROUNDS=1 has this again: ${error.message}`;
    }
    throw error;
  }
}

function wholeNumber(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') {
    return undefined;
  }
  if (!/^\d{1,9}$/.test(text)) {
    throw new RangeError(`${name} must be a whole number of at most nine digits, not ${text}`);
  }
  return Number(text);
}
