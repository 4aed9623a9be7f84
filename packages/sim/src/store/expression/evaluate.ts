import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import { unsupported } from "../exceptions.ts";
import { compareValues, members, sameValue, typeOf } from "../values.ts";
import type { Comparator, Condition, Operand } from "./condition.ts";

/**
 * Whether a condition holds for an item; one that isn't there is an item without attributes. A comparison with an
 * attribute that is missing or of another type does not hold, except `<>`, which then does.
 */
export function holds(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case "and":
      return holds(condition.left, item) && holds(condition.right, item);
    case "or":
      return holds(condition.left, item) || holds(condition.right, item);
    case "not":
      return !holds(condition.condition, item);
    case "exists":
      return (item[condition.name] !== undefined) === condition.expected;
    case "compare":
      return compares(condition.comparator, resolve(condition.left, item), resolve(condition.right, item));
    case "between": {
      const value = resolve(condition.operand, item);
      return (
        compares(">=", value, resolve(condition.low, item)) &&
        compares("<=", value, resolve(condition.high, item))
      );
    }
    case "in": {
      const value = resolve(condition.operand, item);
      return condition.candidates.some((candidate) => compares("=", value, resolve(candidate, item)));
    }
    case "beginsWith":
      return beginsWith(resolve(condition.operand, item), resolve(condition.part, item));
    case "contains":
      return contains(resolve(condition.operand, item), resolve(condition.part, item));
  }
}

function resolve(operand: Operand, item: Item): AttributeValue | undefined {
  switch (operand.kind) {
    case "value":
      return operand.value;
    case "attribute":
      return item[operand.name];
    case "size": {
      const value = item[operand.name];
      const size = value && sizeOf(value);
      return size === undefined ? undefined : { N: String(size) };
    }
  }
}

function compares(
  comparator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (left === undefined || right === undefined) return comparator === "<>";
  if (comparator === "=") return sameValue(left, right);
  if (comparator === "<>") return !sameValue(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  switch (comparator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

function beginsWith(whole: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (whole?.S !== undefined && part?.S !== undefined) return whole.S.startsWith(part.S);
  if (whole?.B === undefined || part?.B === undefined) return false;
  return Buffer.compare(whole.B.subarray(0, part.B.length), part.B) === 0;
}

/** Part of a string or of binary data, member of a set, element of a list. */
function contains(whole: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (whole === undefined || part === undefined) return false;
  if (whole.S !== undefined) return part.S !== undefined && whole.S.includes(part.S);
  if (whole.B !== undefined) return part.B !== undefined && Buffer.from(whole.B).includes(part.B);
  if (whole.L !== undefined) return whole.L.some((element) => sameValue(element, part));
  const single = typeOf(whole) === `${typeOf(part)}S` ? memberOf(part) : undefined;
  return single !== undefined && members(whole).has(single);
}

function memberOf({ S, N, B }: AttributeValue): string | undefined {
  const alone: AttributeValue =
    S !== undefined ? { SS: [S] } : N !== undefined ? { NS: [N] } : { BS: B ? [B] : [] };
  const [member] = members(alone);
  return member;
}

/** `undefined` for types that have no size: a condition on it does not hold. */
function sizeOf(value: AttributeValue): number | undefined {
  if (value.S !== undefined) {
    // The documentation says "length" and not of what.
    if (Buffer.byteLength(value.S) > value.S.length) throw unsupported("size() of a string beyond ASCII");
    return value.S.length;
  }
  if (value.M !== undefined) return Object.keys(value.M).length;
  return (value.B ?? value.SS ?? value.NS ?? value.BS ?? value.L)?.length;
}
