import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { invalid, unsupported } from "../exceptions.ts";
import { compareValues, typeOf } from "../values.ts";
import type { Placeholders } from "./placeholders.ts";
import { reader, type Reader } from "./reader.ts";

export type Operand =
  | { readonly kind: "attribute"; readonly name: string }
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "size"; readonly name: string };

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

export type Condition =
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | { readonly kind: "not"; readonly condition: Condition }
  | {
      readonly kind: "compare";
      readonly comparator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: "between"; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: "in"; readonly operand: Operand; readonly candidates: readonly Operand[] }
  | { readonly kind: "exists"; readonly name: string; readonly expected: boolean }
  | { readonly kind: "beginsWith" | "contains"; readonly operand: Operand; readonly part: Operand };

const comparators: readonly Comparator[] = ["=", "<>", "<", "<=", ">", ">="];
/** IN's own limit (Developer Guide, "Comparison operator and function reference"). */
const maxCandidates = 100;

/**
 * Parses a condition, a filter or a key condition.
 *
 *   or      := and { OR and }
 *   and     := not { AND not }
 *   not     := NOT not | ( or ) | operand comparator operand | operand BETWEEN … | operand IN ( … ) | function ( … )
 *
 * @throws ValidationException as DynamoDB would before it looks at any item
 */
export function parseCondition(expression: string, placeholders: Placeholders): Condition {
  const read = reader(expression, placeholders);
  const condition = disjunction(read);
  read.expectEnd();
  return condition;
}

/** The attributes that a condition looks at. */
export function namesIn(condition: Condition): ReadonlySet<string> {
  switch (condition.kind) {
    case "and":
    case "or":
      return new Set([...namesIn(condition.left), ...namesIn(condition.right)]);
    case "not":
      return namesIn(condition.condition);
    case "exists":
      return new Set([condition.name]);
    case "compare":
      return namesOf(condition.left, condition.right);
    case "between":
      return namesOf(condition.operand, condition.low, condition.high);
    case "in":
      return namesOf(condition.operand, ...condition.candidates);
    case "beginsWith":
    case "contains":
      return namesOf(condition.operand, condition.part);
  }
}

function namesOf(...operands: readonly Operand[]): ReadonlySet<string> {
  return new Set(operands.flatMap((operand) => (operand.kind === "value" ? [] : [operand.name])));
}

function disjunction(read: Reader): Condition {
  let left = conjunction(read);
  while (read.accept("OR")) left = { kind: "or", left, right: conjunction(read) };
  return left;
}

function conjunction(read: Reader): Condition {
  let left = negation(read);
  while (read.accept("AND")) left = { kind: "and", left, right: negation(read) };
  return left;
}

function negation(read: Reader): Condition {
  if (read.accept("NOT")) return { kind: "not", condition: negation(read) };
  if (read.sees("(", "(")) requireSingleParentheses(read);
  if (!read.accept("(")) return test(read);
  const condition = disjunction(read);
  read.expect(")");
  return condition;
}

/** `((a = :b))` is refused; `((a = :b) AND c = :d)` is not, and telling them apart takes a look ahead. */
function requireSingleParentheses(read: Reader): void {
  if (read.closesTogether()) throw invalid("Invalid expression: The expression has redundant parentheses;");
}

function test(read: Reader): Condition {
  const called = read.sees(read.peek()?.text ?? "", "(") ? read.peek()?.text : undefined;
  if (called !== undefined && called !== "size") return functionCall(read, called);
  const left = operand(read);
  if (read.accept("BETWEEN")) return between(read, left);
  if (read.accept("IN")) return isIn(read, left);
  const comparator = comparators.find((each) => read.accept(each));
  if (comparator === undefined) throw read.syntaxError();
  const right = operand(read);
  requireDistinct(comparator, left, right);
  if (comparator !== "=" && comparator !== "<>") requireOrdered(comparator, left, right);
  return { kind: "compare", comparator, left, right };
}

function functionCall(read: Reader, name: string): Condition {
  read.expect(name);
  read.expect("(");
  const condition = called(read, name);
  read.expect(")");
  return condition;
}

function called(read: Reader, name: string): Condition {
  switch (name) {
    case "attribute_exists":
    case "attribute_not_exists":
      return { kind: "exists", name: read.attribute(), expected: name === "attribute_exists" };
    case "begins_with":
    case "contains": {
      const whole = operand(read);
      read.expect(",");
      const part = operand(read);
      if (whole.kind !== "attribute") throw unsupported(`${name} on anything but an attribute`);
      requireDistinct(name, whole, part);
      if (name === "contains") return { kind: "contains", operand: whole, part };
      requireType(name, part, ["S", "B"]);
      return { kind: "beginsWith", operand: whole, part };
    }
    case "attribute_type":
      throw unsupported("the function attribute_type");
    default:
      throw invalid(`Invalid expression: Invalid function name; function: ${name}`);
  }
}

function operand(read: Reader): Operand {
  if (read.sees("size", "(")) {
    read.expect("size");
    read.expect("(");
    const name = read.attribute();
    read.expect(")");
    return { kind: "size", name };
  }
  const value = read.acceptValue();
  return value ? { kind: "value", value } : { kind: "attribute", name: read.attribute() };
}

function between(read: Reader, of: Operand): Condition {
  const low = operand(read);
  read.expect("AND");
  const high = operand(read);
  requireOrdered("BETWEEN", low, high);
  if (low.kind === "value" && high.kind === "value") {
    const order = compareValues(low.value, high.value);
    if (order === undefined) {
      throw invalid(
        "Invalid expression: The BETWEEN operator requires same data type for lower and upper bounds;",
      );
    }
    if (order > 0) {
      throw invalid(
        "Invalid expression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound;",
      );
    }
  }
  return { kind: "between", operand: of, low, high };
}

function isIn(read: Reader, of: Operand): Condition {
  read.expect("(");
  const candidates = [operand(read)];
  while (read.accept(",")) candidates.push(operand(read));
  read.expect(")");
  if (candidates.length > maxCandidates) {
    throw invalid(
      `Invalid expression: The IN operator is provided with more than ${maxCandidates} operands;`,
    );
  }
  return { kind: "in", operand: of, candidates };
}

function requireDistinct(what: string, left: Operand, right: Operand): void {
  const isSame = left.kind !== "value" && left.kind === right.kind && left.name === right.name;
  if (!isSame) return;
  throw invalid(
    `Invalid expression: The first operand must be distinct from the remaining operands for this operator or function; operator: ${what}`,
  );
}

function requireOrdered(what: string, ...operands: readonly Operand[]): void {
  for (const each of operands) requireType(what, each, ["S", "N", "B"]);
}

/** Only a given value is known before the item is. */
function requireType(what: string, operand: Operand, types: readonly string[]): void {
  if (operand.kind !== "value") return;
  const type = typeOf(operand.value);
  if (types.includes(type)) return;
  throw invalid(
    `Invalid expression: Incorrect operand type for operator or function; operator or function: ${what}, operand type: ${type}`,
  );
}
