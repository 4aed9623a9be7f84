/** The keys of an object whose keys are known, typed. */
export function keysOf<Definitions extends object>(definitions: Definitions): (keyof Definitions & string)[] {
  return Object.keys(definitions) as (keyof Definitions & string)[];
}

/** The same keys with other values. */
export function mapKeys<Name extends string, Value, Result>(
  definitions: Readonly<Record<Name, Value>>,
  map: (value: Value, name: Name) => Result,
): Record<Name, Result> {
  return Object.fromEntries(
    keysOf(definitions).map((name) => [name, map(definitions[name], name)]),
  ) as Record<Name, Result>;
}

/** `shop` as a logical name: `Shop`. */
export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
