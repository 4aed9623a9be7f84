import type { KeySchema } from "@doorbuster/adapters/definitions/tables";
import { invalid } from "./exceptions.ts";
import { parseCondition, type Condition } from "./expression/condition.ts";
import { holds } from "./expression/evaluate.ts";
import type { Placeholders } from "./expression/placeholders.ts";

/** The stretch of one partition that a query asks for. */
export interface KeyCondition {
  readonly partition: string;
  includesSort(sort: string): boolean;
}

/**
 * Parses `partition = :p`, alone or with one condition on the sort key, in any order.
 *
 * @throws ValidationException for any other condition
 */
export function parseKeyCondition(expression: string, given: Placeholders, schema: KeySchema): KeyCondition {
  const parts = conjuncts(parseCondition(expression, given));
  const [partition, none] = parts.flatMap((part) => equalTo(part, schema.partition) ?? []);
  const sorts = parts.filter((part) => equalTo(part, schema.partition) === undefined);
  const [sort, tooMany] = sorts;
  if (partition === undefined || none !== undefined || tooMany) {
    throw invalid("Query condition missed key schema element or holds too many");
  }
  if (sort && !isSortCondition(sort, schema.sort)) throw invalid("Query key condition not supported");
  return {
    partition,
    includesSort: (value) =>
      !sort || schema.sort === undefined || holds(sort, { [schema.sort]: { S: value } }),
  };
}

function conjuncts(condition: Condition): Condition[] {
  if (condition.kind !== "and") return [condition];
  return [...conjuncts(condition.left), ...conjuncts(condition.right)];
}

/** The value of `name = :value`. */
function equalTo(condition: Condition, name: string): string | undefined {
  if (condition.kind !== "compare" || condition.comparator !== "=") return undefined;
  const { left, right } = condition;
  if (left.kind !== "attribute" || left.name !== name || right.kind !== "value") return undefined;
  if (right.value.S === undefined) {
    throw invalid(
      "One or more parameter values were invalid: Condition parameter type does not match schema type",
    );
  }
  return requireFilled(right.value.S, name);
}

/** Keys are strings of ours, so every value that a condition compares one with must be a string too. */
function isSortCondition(condition: Condition, name: string | undefined): boolean {
  const operands = sortOperands(condition);
  if (!operands) return false;
  const [first, ...values] = operands;
  if (first?.kind !== "attribute" || first.name !== name) return false;
  for (const each of values) {
    if (each.kind !== "value") return false;
    if (each.value.S === undefined) {
      throw invalid(
        "One or more parameter values were invalid: Condition parameter type does not match schema type",
      );
    }
    requireFilled(each.value.S, first.name);
  }
  return true;
}

function sortOperands(condition: Condition) {
  if (condition.kind === "compare" && condition.comparator !== "<>") return [condition.left, condition.right];
  if (condition.kind === "between") return [condition.operand, condition.low, condition.high];
  if (condition.kind === "beginsWith") return [condition.operand, condition.part];
  return undefined;
}

function requireFilled(text: string, name: string): string {
  if (text !== "") return text;
  throw invalid(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
  );
}
