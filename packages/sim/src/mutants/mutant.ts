import type { Invariant } from "../invariants/invariant.ts";

/** One change of a source file, as text. */
export interface Patch {
  /** Relative to the repository's root. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** A mistake that somebody might make, put into the source as it is loaded. */
export interface Mutant {
  readonly name: string;
  /** What is wrong with it, going on from "this shop …". */
  readonly breaks: string;
  /** What it must be caught by. Another one that breaks is no proof: any crash would do. */
  readonly invariant: Invariant;
  readonly patches: readonly Patch[];
  /** A day on which it showed, where that took many: the first to be looked at. As good as any other, once the shop has changed. */
  readonly day?: number;
}

export const adapters = "packages/adapters/src";
export const core = "packages/core/src";
/** What is put together here of each function's parts. */
export const functions = "packages/sim/src/functions";
