import { readFileSync } from "node:fs";

/** One of AWS's documented events, from `lambda/samples`. */
export function sample(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../samples/${name}.json`, import.meta.url), "utf8"));
}

/**
 * The form of an event: field names and types, without values. Where the field names are data (headers, attributes),
 * named by `maps`, only the type of what they hold counts.
 */
export function shape(value: unknown, maps: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map((one) => shape(one, maps));
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      maps.includes(name) ? { "*": shape(Object.values(field as object)[0], maps) } : shape(field, maps),
    ]),
  );
}
