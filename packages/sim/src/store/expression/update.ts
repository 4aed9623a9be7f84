import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { invalid, unsupported } from "../exceptions.ts";
import { typeOf, type ValueType } from "../values.ts";
import type { Placeholders } from "./placeholders.ts";
import { reader, type Reader } from "./reader.ts";

/** What an attribute is set to. */
export type Term =
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "attribute"; readonly name: string }
  | { readonly kind: "ifNotExists"; readonly name: string; readonly otherwise: Term }
  | { readonly kind: "sum" | "difference"; readonly left: Term; readonly right: Term };

export type Action =
  | { readonly kind: "set"; readonly name: string; readonly term: Term }
  | { readonly kind: "remove"; readonly name: string }
  | { readonly kind: "add" | "delete"; readonly name: string; readonly value: AttributeValue };

const clauses: Readonly<Record<string, (read: Reader) => Action>> = {
  SET(read) {
    const name = read.attribute();
    read.expect("=");
    return { kind: "set", name, term: setTerm(read) };
  },
  REMOVE: (read) => ({ kind: "remove", name: read.attribute() }),
  ADD: (read) => ({
    kind: "add",
    name: read.attribute(),
    value: valueOfType(read, "ADD", ["N", "SS", "NS", "BS"]),
  }),
  DELETE: (read) => ({
    kind: "delete",
    name: read.attribute(),
    value: valueOfType(read, "DELETE", ["SS", "NS", "BS"]),
  }),
};

/**
 * Parses an update expression: SET, REMOVE, ADD and DELETE, each at most once, in any order.
 *
 * @throws ValidationException as DynamoDB would before it looks at any item, also if two actions meet in one attribute
 */
export function parseUpdate(expression: string, placeholders: Placeholders): readonly Action[] {
  const read = reader(expression, placeholders);
  const actions: Action[] = [];
  const seen = new Set<string>();
  while (read.peek() !== undefined) {
    const clause = Object.keys(clauses).find((each) => read.accept(each));
    const parse = clause === undefined ? undefined : clauses[clause];
    if (clause === undefined || parse === undefined) throw read.syntaxError();
    if (seen.has(clause)) {
      throw invalid(
        `Invalid UpdateExpression: The "${clause}" section can only be used once in an update expression;`,
      );
    }
    seen.add(clause);
    do actions.push(parse(read));
    while (read.accept(","));
  }
  requireSeparate(actions);
  return actions;
}

function requireSeparate(actions: readonly Action[]): void {
  const names = new Set<string>();
  for (const { name } of actions) {
    if (names.has(name)) {
      throw invalid(
        `Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [${name}], path two: [${name}]`,
      );
    }
    names.add(name);
  }
}

function setTerm(read: Reader): Term {
  const left = plainTerm(read);
  const kind = read.accept("+") ? "sum" : read.accept("-") ? "difference" : undefined;
  if (kind === undefined) return left;
  const right = plainTerm(read);
  for (const each of [left, right]) {
    if (each.kind === "value") requireType(kind === "sum" ? "+" : "-", each.value, ["N"]);
  }
  return { kind, left, right };
}

function plainTerm(read: Reader): Term {
  const value = read.acceptValue();
  if (value) return { kind: "value", value };
  if (read.sees("list_append", "(")) throw unsupported("list_append");
  if (!read.sees("if_not_exists", "(")) return { kind: "attribute", name: read.attribute() };
  read.expect("if_not_exists");
  read.expect("(");
  const name = read.attribute();
  read.expect(",");
  const otherwise = plainTerm(read);
  read.expect(")");
  return { kind: "ifNotExists", name, otherwise };
}

function valueOfType(read: Reader, clause: string, types: readonly ValueType[]): AttributeValue {
  const value = read.acceptValue();
  if (!value) throw read.syntaxError();
  requireType(clause, value, types);
  return value;
}

function requireType(operator: string, value: AttributeValue, types: readonly ValueType[]): void {
  const type = typeOf(value);
  if (types.includes(type)) return;
  throw invalid(
    `Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ${operator}, operand type: ${type}`,
  );
}
