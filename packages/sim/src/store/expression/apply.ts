import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import { addNumbers, subtractNumbers } from "../decimal.ts";
import { invalid } from "../exceptions.ts";
import { members, typeOf } from "../values.ts";
import type { Action, Term } from "./update.ts";

/**
 * The item after an update. Every action sees the item as it was before all of them.
 *
 * @throws ValidationException if this item makes it impossible
 */
export function applyUpdate(actions: readonly Action[], before: Item): Item {
  const after = { ...before };
  for (const action of actions) {
    const value = outcome(action, before);
    if (value === undefined) delete after[action.name];
    else after[action.name] = value;
  }
  return after;
}

function outcome(action: Action, before: Item): AttributeValue | undefined {
  const current = before[action.name];
  switch (action.kind) {
    case "set":
      return evaluate(action.term, before);
    case "remove":
      return undefined;
    case "add":
      return current ? added(current, action.value) : action.value;
    case "delete":
      return current && without(current, action.value);
  }
}

function evaluate(term: Term, item: Item): AttributeValue {
  switch (term.kind) {
    case "value":
      return term.value;
    case "attribute": {
      const value = item[term.name];
      if (value === undefined) {
        throw invalid("The provided expression refers to an attribute that does not exist in the item");
      }
      return value;
    }
    case "ifNotExists":
      return item[term.name] ?? evaluate(term.otherwise, item);
    case "sum":
      return { N: addNumbers(numberOf(term.left, item), numberOf(term.right, item)) };
    case "difference":
      return { N: subtractNumbers(numberOf(term.left, item), numberOf(term.right, item)) };
  }
}

function numberOf(term: Term, item: Item): string {
  const { N } = evaluate(term, item);
  if (N === undefined) throw wrongType();
  return N;
}

function added(current: AttributeValue, value: AttributeValue): AttributeValue {
  if (typeOf(current) !== typeOf(value)) throw wrongType();
  if (current.N !== undefined && value.N !== undefined) return { N: addNumbers(current.N, value.N) };
  const already = members(current);
  const isNew = (_: unknown, i: number) => !already.has([...members(value)][i] ?? "");
  if (current.SS && value.SS) return { SS: [...current.SS, ...value.SS.filter(isNew)] };
  if (current.NS && value.NS) return { NS: [...current.NS, ...value.NS.filter(isNew)] };
  return { BS: [...(current.BS ?? []), ...(value.BS ?? []).filter(isNew)] };
}

/** `undefined` when nothing is left: there are no empty sets. */
function without(current: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  if (typeOf(current) !== typeOf(value)) throw wrongType();
  const gone = members(value);
  const stays = (_: unknown, i: number) => !gone.has([...members(current)][i] ?? "");
  const kept = {
    SS: current.SS?.filter(stays),
    NS: current.NS?.filter(stays),
    BS: current.BS?.filter(stays),
  };
  if (kept.SS?.length) return { SS: kept.SS };
  if (kept.NS?.length) return { NS: kept.NS };
  return kept.BS?.length ? { BS: kept.BS } : undefined;
}

function wrongType(): Error {
  return invalid("An operand in the update expression has an incorrect data type");
}
