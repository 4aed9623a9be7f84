/** Everything that a simulation leaves to chance, from one seed. */
export interface SeededRandom {
  /** A number in [0, 1). */
  (): number;
  /** A whole number in [from, to], both included. */
  whole(from: number, to: number): number;
  /** Whether something of this probability happens. */
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** `length` letters and digits. */
  text(length: number): string;
}

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

/**
 * The same numbers for the same seed, on every machine: sfc32 by Chris Doty-Humphrey (PractRand), 128 bits of state, after
 * the twelve rounds of warming up that its author asks for.
 */
export function seededRandom(seed: number): SeededRandom {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, seed | 0, 1];
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 12; round++) next();
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return Object.assign(next, {
    whole,
    chance: (probability: number) => next() < probability,
    pick<T>(list: readonly T[]): T {
      if (list.length === 0) throw new RangeError("nothing to pick from");
      return list[whole(0, list.length - 1)] as T;
    },
    text: (length: number) => Array.from({ length }, () => alphabet[whole(0, 35)]).join(""),
  });
}
