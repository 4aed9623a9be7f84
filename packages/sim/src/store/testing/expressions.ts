import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import * as fc from "fast-check";
import { compareValues, typeOf } from "../values.ts";

/** A piece of an expression; attributes and values get their placeholders when a request is put together. */
export type Part =
  | string
  | { readonly attribute: string; readonly aliased: boolean }
  | { readonly value: AttributeValue };
export type Parts = readonly Part[];

/** The attributes of a generated item besides its keys; `state` is a reserved word. */
export const plainAttributes = {
  version: fc.integer({ min: 0, max: 3 }).map((n) => ({ N: String(n) })),
  available: fc
    .oneof(
      fc.integer({ min: -5, max: 5 }),
      fc.integer(),
      fc.constantFrom("1.50", "007", "1e3", "-0.25", "9e30"),
    )
    .map((n) => ({ N: String(n) })),
  state: fc.constantFrom("leased", "sent", "", "lease").map((S) => ({ S })),
  tags: fc
    .uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 })
    .map((SS): AttributeValue => ({ SS })),
  sizes: fc
    .uniqueArray(fc.constantFrom("1", "2", "3"), { minLength: 1 })
    .map((NS): AttributeValue => ({ NS })),
  payload: fc.uint8Array({ maxLength: 3, max: 2 }).map((B) => ({ B })),
  flag: fc.boolean().map((BOOL) => ({ BOOL })),
  list: fc.constantFrom<AttributeValue>(
    { L: [] },
    { L: [{ S: "a" }, { N: "1" }] },
    { M: { a: { S: "a" } } },
    { NULL: true },
  ),
} as const satisfies Readonly<Record<string, fc.Arbitrary<AttributeValue>>>;

const reserved = new Set(["state", "collection", "position"]);

/** An attribute by its name or by a placeholder; now and then a reserved word where it isn't allowed. */
export const attribute = (names: readonly string[]): fc.Arbitrary<Part> =>
  fc
    .record({ attribute: fc.constantFrom(...names), alias: fc.integer({ min: 0, max: 99 }) })
    .map(({ attribute, alias }) => ({
      attribute,
      aliased: reserved.has(attribute) ? alias > 1 : alias > 70,
    }));

const plainValue: fc.Arbitrary<AttributeValue> = fc.oneof(...Object.values(plainAttributes));
export const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  { weight: 3, arbitrary: plainValue },
  fc.constantFrom("k", "k1", "k2", "@1", "@2", "a").map((S) => ({ S })),
);
const valuePart: fc.Arbitrary<Part> = value.map((value) => ({ value }));

/** An attribute beside a value that it may well have. */
const fitting = fc.oneof(
  ...Object.entries(plainAttributes).map(([name, values]) =>
    fc.tuple(
      attribute([name]),
      values.map((value): Part => ({ value })),
    ),
  ),
);

/** The same, or an attribute beside any value, or beside another attribute. */
const pair = (names: readonly string[]): fc.Arbitrary<[Part, Part]> =>
  fc.oneof(
    { weight: 8, arbitrary: fitting },
    { weight: 2, arbitrary: fc.tuple(attribute(names), valuePart) },
    {
      weight: 1,
      arbitrary: fc.tuple(attribute(names), attribute(names)).filter(([a, b]) => nameOf(a) !== nameOf(b)),
    },
  );

const nameOf = (part: Part | undefined) =>
  typeof part === "object" && "attribute" in part ? part.attribute : undefined;
const typeOfPart = (part: Part) =>
  typeof part === "object" && "value" in part ? typeOf(part.value) : undefined;

const isOrdered = (part: Part) => ["S", "N", "B", undefined].includes(typeOfPart(part));

const bounds = (names: readonly string[]): fc.Arbitrary<[Part, Part, Part]> =>
  fc
    .tuple(attribute(names), plainValue, plainValue)
    .filter(([, low, high]) => (compareValues(low, high) ?? 1) <= 0)
    .map(([name, low, high]) => [name, { value: low }, { value: high }]);

/**
 * What AWS refuses and the embedded DynamoDB lets pass (as a condition that doesn't hold) is left out: an order among
 * types that have none, bounds the wrong way round, and an attribute compared with itself.
 */
function simpleCondition(names: readonly string[]): fc.Arbitrary<Parts> {
  const name = attribute(names);
  const two = pair(names);
  const ordered = two.filter(([, b]) => isOrdered(b));
  const equality = fc.constantFrom("=", "<>");
  const comparator = fc.constantFrom("=", "<>", "<", "<=", ">", ">=");
  const start = fc.constantFrom("l", "lease", "k", "").map((S): Part => ({ value: { S } }));
  const size = fc.integer({ min: 0, max: 4 }).map((n): Part => ({ value: { N: String(n) } }));
  return fc.oneof(
    { weight: 3, arbitrary: name.map((of): Parts => ["attribute_exists(", of, ")"]) },
    { weight: 3, arbitrary: name.map((of): Parts => ["attribute_not_exists(", of, ")"]) },
    { weight: 3, arbitrary: fc.tuple(two, equality).map(([[a, b], sign]): Parts => [a, sign, b]) },
    { weight: 5, arbitrary: fc.tuple(ordered, comparator).map(([[a, b], sign]): Parts => [a, sign, b]) },
    bounds(names).map(([a, low, high]): Parts => [a, "BETWEEN", low, "AND", high]),
    fc.tuple(two, valuePart).map(([[a, b], c]): Parts => [a, "IN (", b, ",", c, ")"]),
    fc.tuple(name, start).map(([a, b]): Parts => ["begins_with(", a, ",", b, ")"]),
    fc.tuple(two).map(([[a, b]]): Parts => ["contains(", a, ",", b, ")"]),
    fc.tuple(name, comparator, size).map(([a, sign, n]): Parts => ["size(", a, ")", sign, n]),
  );
}

/** Conditions of every operator and function that the store knows, most of them sensible. */
export function condition(names: readonly string[]): fc.Arbitrary<Parts> {
  const { tree } = fc.letrec<{ tree: Parts }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      simpleCondition(names),
      fc
        .tuple(tie("tree"), fc.constantFrom("AND", "OR", "and"), tie("tree"))
        .map(([a, word, b]) => [...a, word, ...b]),
      fc
        .tuple(tie("tree"), fc.constantFrom("AND", "OR"), tie("tree"))
        .map(([a, word, b]) => ["(", ...a, word, ...b, ")"]),
      tie("tree").map((a) => ["NOT", ...a]),
      tie("tree").map((a) => ["(", ...a, ")"]),
    ),
  }));
  return tree;
}

interface Action {
  readonly clause: "SET" | "REMOVE" | "ADD" | "DELETE";
  /** What it changes, and all of it. */
  readonly parts: Parts;
}

/**
 * Updates by SET, REMOVE, ADD and DELETE of the plain attributes and of those of the indexes. One that only takes away
 * is left out: AWS does not say whether it makes an item where there is none.
 */
export function update(indexed: Readonly<Record<string, fc.Arbitrary<AttributeValue>>>): fc.Arbitrary<Parts> {
  const number = attribute(["version", "available"]);
  const some = fc.integer({ min: -3, max: 3 }).map((n): Part => ({ value: { N: String(n) } }));
  const keys = Object.entries(indexed).map(([name, values]) =>
    fc.tuple(
      attribute([name]),
      values.map((value): Part => ({ value })),
    ),
  );
  const members = fitting.filter(([, b]) => typeOfPart(b) === "SS" || typeOfPart(b) === "NS");
  const any = attribute([...Object.keys(plainAttributes), ...Object.keys(indexed)]);
  const set = (parts: Parts): Action => ({ clause: "SET", parts });
  const action = fc.oneof(
    { weight: 4, arbitrary: pair(Object.keys(plainAttributes)).map(([a, b]) => set([a, "=", b])) },
    { weight: 4, arbitrary: fc.oneof(...keys).map(([a, b]) => set([a, "=", b])) },
    fc.tuple(number, fc.constantFrom("+", "-"), some).map(([a, sign, n]) => set([a, "=", a, sign, n])),
    fc.tuple(number, some).map(([a, n]) => set([a, "= if_not_exists(", a, ",", n, ")"])),
    fc.tuple(number, some, some).map(([a, n, m]) => set([a, "= if_not_exists(", a, ",", n, ") +", m])),
    { weight: 2, arbitrary: any.map((a): Action => ({ clause: "REMOVE", parts: [a] })) },
    { weight: 2, arbitrary: fc.tuple(number, some).map((parts): Action => ({ clause: "ADD", parts })) },
    members.map((parts): Action => ({ clause: "ADD", parts })),
    members.map((parts): Action => ({ clause: "DELETE", parts })),
  );
  const target = ({ parts: [first] }: Action) => nameOf(first);
  return fc
    .oneof(
      { weight: 20, arbitrary: fc.uniqueArray(action, { minLength: 1, maxLength: 4, selector: target }) },
      fc.array(action, { minLength: 2, maxLength: 4 }),
    )
    .filter((actions) => actions.some(({ clause }) => clause === "SET" || clause === "ADD"))
    .map((actions) =>
      [...Map.groupBy(actions, ({ clause }) => clause)].flatMap(([clause, each]) => [
        clause,
        ...each.flatMap(({ parts }, i) => (i === 0 ? parts : [",", ...parts])),
      ]),
    );
}

/** How a request is spoilt. */
export const spoilt = fc.constantFrom<Spoil>("unused value", "unused name", "unknown value", "syntax");
export type Spoil = "unused value" | "unused name" | "unknown value" | "syntax";

/** The expressions of one request with the names and values that they share. */
export function assemble(expressions: Readonly<Record<string, Parts | undefined>>, spoil?: Spoil): object {
  const names: Record<string, string> = spoil === "unused name" ? { "#unused": "version" } : {};
  const values: Item = spoil === "unused value" ? { ":unused": { N: "1" } } : {};
  const spell = (part: Part): string => {
    if (typeof part === "string") return part;
    if ("value" in part) {
      const token = `:v${Object.keys(values).length}`;
      if (spoil !== "unknown value") values[token] = part.value;
      return token;
    }
    if (!part.aliased) return part.attribute;
    names[`#${part.attribute}`] = part.attribute;
    return `#${part.attribute}`;
  };
  const texts = Object.entries(expressions).flatMap(([parameter, parts]) =>
    parts ? [[parameter, parts.map(spell).join(" ") + (spoil === "syntax" ? " AND" : "")]] : [],
  );
  return {
    ...Object.fromEntries(texts),
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
}
