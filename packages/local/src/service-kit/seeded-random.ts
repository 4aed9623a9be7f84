/**
 * Numbers from 0 to below 1 that look random and are the same for the same seed: mulberry32, a generator of 32 bits of
 * state in the public domain (Tommy Ettinger, 2017). Good enough to choose faults; never for a secret.
 *
 * @param stream tells several sequences of one seed apart, so that one being read more often does not change the others
 */
export function seededRandom(seed: number, stream = 0): () => number {
  let state = (seed ^ Math.imul(stream + 1, 0x9e3779b9)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
