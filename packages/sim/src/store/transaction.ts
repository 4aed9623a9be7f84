import { isDeepStrictEqual } from "node:util";
import { deserialize, serialize } from "node:v8";
import {
  IdempotentParameterMismatchException,
  TransactionCanceledException,
  type CancellationReason,
  type TransactWriteItem,
  type TransactWriteItemsCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import { allowOnly, invalid, isInvalid, noMetadata } from "./exceptions.ts";
import { idOf } from "./keys.ts";
import type { Tables } from "./table.ts";
import { copyItem } from "./values.ts";
import {
  conditionParameters,
  prepareCheck,
  prepareDelete,
  preparePut,
  prepareUpdate,
  type Commit,
  type Write,
} from "./writes.ts";

/** TransactWriteItems' own limits (DynamoDB API reference). */
const maxItems = 100;
const maxTokenLength = 36;
/** How long a client request token is remembered after its transaction (DynamoDB API reference). */
const tokenLifetimeMs = 10 * 60_000;

/** What became of one item: how it is to be from now on, or why that can't be. */
type Outcome = { readonly after: Item | undefined } | { readonly refused: CancellationReason };

/**
 * Makes TransactWriteItems: every condition is judged on the state before, then everything is written or nothing. The
 * tokens of transactions that were written are remembered; one that was cancelled has done nothing and is judged anew.
 */
export function transactor(tables: Tables, commit: Commit, now: () => number) {
  const tokens = new Map<string, { readonly at: number; readonly items: Buffer }>();

  /** Whether the transaction of this token was written already. */
  const isRepeated = (token: string | undefined, items: readonly TransactWriteItem[]): boolean => {
    for (const [old, { at }] of tokens) {
      if (at + tokenLifetimeMs > now()) break;
      tokens.delete(old);
    }
    const known = token === undefined ? undefined : tokens.get(token);
    if (known && !isDeepStrictEqual(deserialize(known.items), items)) {
      throw new IdempotentParameterMismatchException({
        $metadata: noMetadata,
        message: "The request uses the same client token as a previous, but non-identical request",
      });
    }
    return known !== undefined;
  };

  return (input: TransactWriteItemsCommandInput): object => {
    allowOnly("TransactWriteItems", input, ["TransactItems", "ClientRequestToken"]);
    const { TransactItems: items = [], ClientRequestToken: token } = input;
    const writes = prepareAll(tables, items);
    if (token !== undefined && (token === "" || token.length > maxTokenLength)) {
      throw invalid(`ClientRequestToken must have between 1 and ${maxTokenLength} characters`);
    }
    if (isRepeated(token, items)) return {};
    const outcomes = writes.map(judge);
    if (outcomes.some((outcome) => "refused" in outcome)) throw cancelled(outcomes);
    writes.forEach(({ table, key }, i) => {
      const outcome = outcomes[i];
      if (outcome && "after" in outcome) commit(table, key, outcome.after);
    });
    if (token !== undefined) tokens.set(token, { at: now(), items: serialize(items) });
    return {};
  };
}

function prepareAll(tables: Tables, items: readonly TransactWriteItem[]): Write[] {
  if (items.length === 0 || items.length > maxItems) {
    throw invalid(`TransactItems must have between 1 and ${maxItems} members`);
  }
  const writes = items.map((item) => prepare(tables, item));
  const targets = new Set(writes.map(({ table, key }) => `${table.name}/${idOf(key)}`));
  if (targets.size < writes.length) {
    throw invalid("Transaction request cannot include multiple operations on one item");
  }
  return writes;
}

/** One item of a transaction. */
export function prepare(tables: Tables, { Put, Update, Delete, ConditionCheck }: TransactWriteItem): Write {
  const given = [Put, Update, Delete, ConditionCheck].filter((operation) => operation !== undefined);
  for (const operation of given) {
    allowOnly("TransactItems", operation, [...conditionParameters, "Item", "Key", "UpdateExpression"]);
  }
  if (given.length === 1) {
    if (Put) return preparePut(tables, Put);
    if (Update) return prepareUpdate(tables, Update);
    if (Delete) return prepareDelete(tables, Delete);
    if (ConditionCheck) return prepareCheck(tables, ConditionCheck);
  }
  throw invalid("TransactItems can only contain one of Check, Put, Update or Delete");
}

function judge(write: Write): Outcome {
  const before = write.table.get(write.key);
  if (!write.allows(before)) {
    const item = write.showsItem && before && { Item: copyItem(before) };
    return {
      refused: { Code: "ConditionalCheckFailed", Message: "The conditional request failed", ...item },
    };
  }
  try {
    return { after: write.apply(before) };
  } catch (error) {
    if (!isInvalid(error)) throw error;
    return { refused: { Code: "ValidationError", Message: error.message } };
  }
}

function cancelled(outcomes: readonly Outcome[]): TransactionCanceledException {
  const reasons = outcomes.map((outcome) => ("refused" in outcome ? outcome.refused : { Code: "None" }));
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return new TransactionCanceledException({
    $metadata: noMetadata,
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    CancellationReasons: reasons,
  });
}
