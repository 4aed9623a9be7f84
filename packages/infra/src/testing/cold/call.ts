import type { FunctionName, functions } from "@doorbuster/adapters/definitions/functions";

import type { Scene } from "./scene.ts";

/** One invocation of a function that has just been started. */
export interface ColdCall {
  /** What it does, to go on from the function's name. */
  readonly does: string;
  /** Prepares what must be there, and answers the event. */
  readonly arrange: (scene: Scene) => Promise<Arranged>;
}

export interface Arranged {
  readonly event: unknown;
  /**
   * Looks at the answer and at what has come of it.
   *
   * @param answer a text where the function streams
   * @param lines what the function has logged
   */
  readonly check: (answer: unknown, lines: readonly string[]) => Promise<void>;
  /** Of a stream without an end: what it must have said. */
  readonly until?: string;
}

type Functions = typeof functions;
type CallFor<Triggers extends readonly unknown[]> = { readonly [Index in keyof Triggers]: ColdCall };

/** Every function has a call for each of its triggers, or this does not compile. */
export type ColdCalls = { readonly [Name in FunctionName]: CallFor<Functions[Name]["triggers"]> };

/** What Lambda reads of a batch that was handled whole. */
export const allHandled = { batchItemFailures: [] };
