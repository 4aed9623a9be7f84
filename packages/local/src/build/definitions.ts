import {
  type FunctionDefinition,
  type FunctionName,
  functions,
  type Trigger,
} from "@doorbuster/adapters/definitions/functions";

/**
 * How long a reader waits for a batch to fill, at most. On AWS the lake waits a minute, because each file and each query
 * over many small files costs; on a laptop nobody wants to wait a minute for a report, or for the pipeline to come to
 * rest.
 */
const windowSecondsMax = 1;

/**
 * Batches of one queue at a time, at most. AWS starts an environment for each; here one process takes them all, and ten at
 * once would not be done sooner, only each of them later, until they run out of time.
 */
const batchesAtOnceMax = 4;

/** Every function of the shop by its name, as the laptop runs it. */
export const functionDefinitions: Readonly<Record<string, FunctionDefinition>> = Object.fromEntries(
  Object.entries<FunctionDefinition>(functions).map(([name, definition]) => [
    name,
    { ...definition, triggers: definition.triggers.map(asOnALaptop) },
  ]),
);

function asOnALaptop(trigger: Trigger): Trigger {
  if (!("maximumBatchingWindowSeconds" in trigger)) return trigger;
  const seconds = Math.min(trigger.maximumBatchingWindowSeconds, windowSecondsMax);
  const shortened = { ...trigger, maximumBatchingWindowSeconds: seconds };
  if (shortened.kind !== "queue") return shortened;
  return { ...shortened, maximumConcurrency: Math.min(shortened.maximumConcurrency, batchesAtOnceMax) };
}

/** The payment provider repeats what it is not answered in time, and nobody sits and waits for it. */
export const calledByMachines: ReadonlySet<string> = new Set<FunctionName>(["webhook"]);

/** The way of a number to the operations screen, where somebody watches. */
export const screenFeeds: ReadonlySet<string> = new Set<FunctionName>(["publish", "live"]);
