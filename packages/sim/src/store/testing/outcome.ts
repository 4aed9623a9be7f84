import { DynamoDBServiceException } from "@aws-sdk/client-dynamodb";
import type { Item } from "@doorbuster/adapters/dynamo/items";

/** What a caller gets to see of one operation, in a form in which two stores can be compared. */
export type Outcome = { readonly output: Readonly<Record<string, unknown>> } | { readonly error: object };

/** Runs an operation; anything but an exception of DynamoDB's fails the test. */
export async function outcomeOf(run: () => unknown): Promise<Outcome> {
  try {
    return { output: comparable((await run()) as Record<string, unknown>) };
  } catch (error) {
    if (!(error instanceof DynamoDBServiceException)) throw error;
    const { name, $fault } = error;
    const { Item, CancellationReasons } = error as { Item?: Item; CancellationReasons?: object[] };
    const reasons = CancellationReasons?.map((reason) => ({ ...reason, Message: undefined }));
    return { error: { class: error.constructor.name, name, $fault, ...comparable({ Item, reasons }) } };
  }
}

/**
 * Without what no two stores share (metadata), without order where there is none (sets, a batch's answers), binary values
 * in base64.
 */
export function comparable<T extends object>(answer: T): T {
  return walk(answer, (name, value) => {
    if (name === "$metadata") return undefined;
    if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
    if ((name === "SS" || name === "NS") && Array.isArray(value)) return [...(value as string[])].sort();
    if (name === "Responses" && !Array.isArray(value)) return sortedLists(value as Record<string, Item[]>);
    return value;
  }) as T;
}

const sortedLists = (lists: Readonly<Record<string, readonly Item[]>>) =>
  Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, [...list].sort(bySpelling)]));

const bySpelling = (a: Item, b: Item) => (spelling(a) < spelling(b) ? -1 : 1);
/** One string for an item, whatever the order of its attributes. */
export const spelling = (item: Item) =>
  JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Puts the run's prefix in the place of each leading `@`, so that no two runs meet in an item or a token. */
export function inRun<T extends object>(input: T, prefix: string): T {
  return walk(input, (_, value) =>
    typeof value === "string" && value.startsWith("@") ? prefix + value.slice(1) : value,
  ) as T;
}

function walk(value: unknown, change: (name: string, value: unknown) => unknown, name = ""): unknown {
  const changed = change(name, value);
  if (Array.isArray(changed)) return changed.map((each) => walk(each, change));
  if (typeof changed !== "object" || changed === null || changed instanceof Uint8Array) return changed;
  const entries = Object.entries(changed).map(([key, each]) => [key, walk(each, change, key)] as const);
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
}
