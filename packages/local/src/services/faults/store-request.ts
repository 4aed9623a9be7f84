import * as z from "zod";

/** A value or a key as DynamoDB writes it: `{"pk": {"S": "order#1"}}`. */
export type Attributes = Readonly<Record<string, unknown>>;

/** One item that a request is about. */
export interface Touched {
  readonly table: string;
  /** The item's key, or for a `Put` the whole item, of which the key is a part. */
  readonly attributes: Attributes;
}

/** What a request to DynamoDB asks for, as far as faults need to know. */
export interface StoreRequest {
  /** `TransactWriteItems`, `GetItem`, … */
  readonly operation: string;
  /** Every table that is named in it. */
  readonly tables: readonly string[];
  /** The items of a transaction, in its order, or the one item of a single write; empty for everything else. */
  readonly items: readonly Touched[];
  /** What tells a repeated transaction from a new one. */
  readonly token: string | undefined;
}

const attributes = z.record(z.string(), z.unknown());
const action = z.object({
  TableName: z.string(),
  Key: attributes.optional(),
  Item: attributes.optional(),
});
const body = z.object({
  TableName: z.string().optional(),
  Key: attributes.optional(),
  Item: attributes.optional(),
  ClientRequestToken: z.string().optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
  TransactItems: z
    .array(
      z.object({
        Put: action.optional(),
        Update: action.optional(),
        Delete: action.optional(),
        ConditionCheck: action.optional(),
        Get: action.optional(),
      }),
    )
    .optional(),
});

const singleWrites = new Set(["PutItem", "UpdateItem", "DeleteItem"]);

export const isTransaction = ({ operation }: StoreRequest): boolean =>
  operation === "TransactWriteItems" || operation === "TransactGetItems";
export const isSingleWrite = ({ operation }: StoreRequest): boolean => singleWrites.has(operation);

/** @param target the `X-Amz-Target` header: `DynamoDB_20120810.PutItem` */
export function readStoreRequest(target: string, text: string): StoreRequest {
  const operation = target.split(".").at(-1) ?? "";
  const request = body.parse(JSON.parse(text));
  const actions = (request.TransactItems ?? []).flatMap((item) =>
    Object.values(item).filter((each) => each !== undefined),
  );
  const single = request.TableName === undefined ? [] : [{ ...request, TableName: request.TableName }];
  const tables = [...actions, ...single].map(({ TableName }) => TableName);
  return {
    operation,
    tables: [...new Set([...tables, ...Object.keys(request.RequestItems ?? {})])],
    items: (request.TransactItems ? actions : singleWrites.has(operation) ? single : []).map(
      ({ TableName, Key, Item }) => ({ table: TableName, attributes: Key ?? Item ?? {} }),
    ),
    token: request.ClientRequestToken,
  };
}
