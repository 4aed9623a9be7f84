import type { Item } from "@doorbuster/adapters/dynamo/items";
import { invalid } from "../exceptions.ts";
import type { Placeholders } from "./placeholders.ts";
import { reader } from "./reader.ts";

/** The attributes that a projection expression names. */
export function parseProjection(expression: string, placeholders: Placeholders): ReadonlySet<string> {
  const read = reader(expression, placeholders);
  const names = new Set<string>();
  do {
    const name = read.attribute();
    if (names.has(name)) {
      throw invalid(
        `Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [${name}], path two: [${name}]`,
      );
    }
    names.add(name);
  } while (read.accept(","));
  read.expectEnd();
  return names;
}

export function project(item: Item, names: ReadonlySet<string> | undefined): Item {
  if (!names) return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}
