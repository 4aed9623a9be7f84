import { createHash } from "node:crypto";

/** A number from 0 to below 1 that looks random and is always the same for the same seed and name. */
export function draw(seed: number, name: string): number {
  return createHash("sha256").update(`${seed} ${name}`).digest().readUInt32BE(0) / 2 ** 32;
}
