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
const windowSecondsMax = 2;

/** Every function of the shop by its name, as the laptop runs it. */
export const functionDefinitions: Readonly<Record<string, FunctionDefinition>> = Object.fromEntries(
  Object.entries<FunctionDefinition>(functions).map(([name, definition]) => [
    name,
    { ...definition, triggers: definition.triggers.map(withShortWindow) },
  ]),
);

function withShortWindow(trigger: Trigger): Trigger {
  if (!("maximumBatchingWindowSeconds" in trigger)) return trigger;
  const seconds = Math.min(trigger.maximumBatchingWindowSeconds, windowSecondsMax);
  return { ...trigger, maximumBatchingWindowSeconds: seconds };
}

/** The payment provider repeats what it is not answered in time, and nobody sits and waits for it. */
export const calledByMachines: ReadonlySet<string> = new Set<FunctionName>(["webhook"]);
