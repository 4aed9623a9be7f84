import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import { canonicalNumber, compareNumbers } from "./decimal.ts";
import { invalid } from "./exceptions.ts";

const types = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "M", "L"] as const;
export type ValueType = (typeof types)[number];

export function typeOf(value: AttributeValue): ValueType {
  const [type, ...more] = Object.keys(value) as ValueType[];
  if (type === undefined || !types.includes(type)) {
    throw invalid("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  }
  if (more.length > 0) {
    throw invalid(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  }
  return type;
}

/** A copy of what a caller gave, checked, with numbers in their one spelling. */
export function takeItem(item: Item): Item {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, takeValue(value)]));
}

export function takeValue(value: AttributeValue): AttributeValue {
  switch (typeOf(value)) {
    case "N":
      return { N: canonicalNumber(value.N ?? "") };
    case "SS":
      return { SS: distinct(value.SS ?? [], (each) => each) };
    case "NS":
      return { NS: distinct((value.NS ?? []).map(canonicalNumber), (each) => each) };
    case "BS":
      return { BS: distinct((value.BS ?? []).map(copyBytes), hex) };
    case "M":
      return { M: takeItem(value.M ?? {}) };
    case "L":
      return { L: (value.L ?? []).map(takeValue) };
    default:
      return copyValue(value);
  }
}

function distinct<T>(members: readonly T[], identity: (member: T) => string): T[] {
  if (members.length === 0) {
    throw invalid("One or more parameter values were invalid: An set may not be empty");
  }
  if (new Set(members.map(identity)).size < members.length) {
    throw invalid("One or more parameter values were invalid: Input collection contains duplicates");
  }
  return [...members];
}

/** What is stored is never changed in place and never leaves the store: everything handed out is a copy. */
export function copyItem(item: Item): Item {
  const copy: Item = {};
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) copy[name] = copyValue(value);
  }
  return copy;
}

function copyValue(value: AttributeValue): AttributeValue {
  if (value.S !== undefined) return { S: value.S };
  if (value.N !== undefined) return { N: value.N };
  if (value.B !== undefined) return { B: copyBytes(value.B) };
  if (value.SS !== undefined) return { SS: [...value.SS] };
  if (value.NS !== undefined) return { NS: [...value.NS] };
  if (value.BS !== undefined) return { BS: value.BS.map(copyBytes) };
  if (value.M !== undefined) return { M: copyItem(value.M) };
  if (value.L !== undefined) return { L: value.L.map(copyValue) };
  return { ...value };
}

const copyBytes = (bytes: Uint8Array) => Uint8Array.from(bytes);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Equality as `=` has it: numbers by value, sets without order. */
export function sameValue(a: AttributeValue, b: AttributeValue): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  switch (type) {
    case "B":
      return hex(a.B ?? new Uint8Array()) === hex(b.B ?? new Uint8Array());
    case "SS":
    case "NS":
    case "BS":
      return [...members(a)].sort().join() === [...members(b)].sort().join();
    case "M":
      return sameItem(a.M ?? {}, b.M ?? {});
    case "L": {
      const others = b.L ?? [];
      return (
        a.L?.length === others.length && a.L.every((each, i) => sameValue(each, others[i] ?? { NULL: true }))
      );
    }
    default:
      return a[type] === b[type];
  }
}

export function sameItem(a: Item, b: Item): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => {
      const [left, right] = [a[name], b[name]];
      return left !== undefined && right !== undefined && sameValue(left, right);
    })
  );
}

/** The members of a set, each in a spelling by which they can be compared. */
export function members(set: AttributeValue): ReadonlySet<string> {
  const spelled = set.BS?.map(hex) ?? set.SS ?? set.NS ?? [];
  return new Set(spelled.map((member) => JSON.stringify(member)));
}

/** The order of two values of one type that has an order (S by UTF-8, N by value, B by bytes), else `undefined`. */
export function compareValues(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return compareStrings(a.S, b.S);
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N);
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(a.B, b.B);
  return undefined;
}

/** By UTF-8 bytes. JavaScript compares UTF-16 units, in which surrogates lie below U+E000, not above. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  return /[\uD800-\uDFFF]/.test(a + b) ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : a < b ? -1 : 1;
}

/** About what DynamoDB charges for (Developer Guide, "Item sizes and formats"): names and values in UTF-8. */
export function bytesOf(item: Item): number {
  let bytes = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) bytes += Buffer.byteLength(name) + bytesOfValue(value);
  }
  return bytes;
}

function bytesOfValue(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return bytesOfNumber(value.N);
  if (value.B !== undefined) return value.B.length;
  const overhead = 3;
  if (value.M !== undefined) return overhead + bytesOf(value.M) + Object.keys(value.M).length;
  if (value.L !== undefined) return value.L.reduce((sum, each) => sum + 1 + bytesOfValue(each), overhead);
  if (value.SS) return value.SS.reduce((sum, each) => sum + Buffer.byteLength(each), 0);
  if (value.NS) return value.NS.reduce((sum, each) => sum + bytesOfNumber(each), 0);
  if (value.BS) return value.BS.reduce((sum, each) => sum + each.length, 0);
  return 1;
}

/** A byte for two significant digits, and one more. */
const bytesOfNumber = (text: string) => Math.ceil(text.replace(/^-?[0.]*|\.|0+$/g, "").length / 2) + 1;
