import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import { invalid } from "../exceptions.ts";
import { takeItem } from "../values.ts";

export interface PlaceholderInput {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
}

/** The names and values that a request's expressions share. */
export interface Placeholders {
  /** @throws ValidationException if the request gives no such name or value */
  name(token: string): string;
  value(token: string): AttributeValue;
  /** To be called when every expression is parsed. @throws ValidationException if one was given in vain */
  requireAllUsed(): void;
}

export function placeholders(input: PlaceholderInput): Placeholders {
  const names = input.ExpressionAttributeNames;
  const values = input.ExpressionAttributeValues && takeItem(input.ExpressionAttributeValues);
  requireTokens("ExpressionAttributeNames", "#", names);
  requireTokens("ExpressionAttributeValues", ":", values);
  const used = new Set<string>();
  const find = <T>(kind: string, given: Readonly<Record<string, T>> | undefined, token: string): T => {
    const found = given?.[token];
    if (found === undefined) {
      throw invalid(
        `Invalid expression: An expression attribute ${kind} used in expression is not defined; attribute ${kind}: ${token}`,
      );
    }
    used.add(token);
    return found;
  };
  return {
    name: (token) => find("name", names, token),
    value: (token) => find("value", values, token),
    requireAllUsed() {
      for (const [parameter, given] of [
        ["ExpressionAttributeNames", names],
        ["ExpressionAttributeValues", values],
      ] as const) {
        const unused = Object.keys(given ?? {}).filter((token) => !used.has(token));
        if (unused.length > 0) {
          throw invalid(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(", ")}}`);
        }
      }
    },
  };
}

function requireTokens(parameter: string, sign: string, given: object | undefined): void {
  if (given === undefined) return;
  const tokens = Object.keys(given);
  if (tokens.length === 0) throw invalid(`${parameter} must not be empty`);
  for (const token of tokens) {
    if (!token.startsWith(sign))
      throw invalid(`${parameter} contains invalid key: Syntax error; key: "${token}"`);
  }
}
