import type { SecretName as StoredSecretName } from "@doorbuster/adapters/access/secrets";
import type { FunctionName } from "@doorbuster/adapters/definitions/functions";
import type {
  BucketName,
  QueueName,
  StreamName,
  TopicName,
} from "@doorbuster/adapters/definitions/messaging";
import type { tables, TableName } from "@doorbuster/adapters/definitions/tables";

/** Whatever settles an order moves it and gives its units back. */
const settlesOrders = [
  { table: "Orders", actions: ["GetItem", "PutItem", "UpdateItem"] },
  { table: "Stock", actions: ["UpdateItem"] },
] as const satisfies readonly Use[];

/** Whatever tells customers asks what they want, and claims the notice. */
const tellsCustomers = [
  { table: "Orders", actions: ["BatchGetItem"] },
  { table: "Preferences", actions: ["BatchGetItem"] },
  { table: "Notifications", actions: ["PutItem", "UpdateItem", "DeleteItem"] },
] as const satisfies readonly Use[];

/** Looks at dead letters, and puts them back on the queue they died in. */
const putsBack = (from: QueueName, to: QueueName): readonly Use[] => [
  { queue: from, actions: ["GetQueueAttributes", "ReceiveMessage", "DeleteMessage"] },
  { queue: to, actions: ["SendMessage"] },
];

/**
 * What each function may do with what, besides being fed by its triggers, which `grants.ts` adds. Actions are IAM's: a
 * transaction is allowed by the actions of its parts. `packages/e2e/observed` compares this with the calls that the
 * functions make while the road's tests run: what is missing fails, and so does what nobody uses.
 */
export const permissions = {
  shop: {
    use: [
      { table: "Orders", actions: ["GetItem", "BatchGetItem", "Query", "PutItem"] },
      { index: "Orders/byOwner", actions: ["Query"] },
      { table: "Stock", actions: ["GetItem", "BatchGetItem", "UpdateItem"] },
      { table: "Catalog", actions: ["BatchGetItem"] },
      { index: "Catalog/byCollection", actions: ["Query"] },
      { table: "Preferences", actions: ["BatchGetItem", "UpdateItem"] },
    ],
    secrets: ["paymentSecretKey", "readTokenKey", "vapidKey"],
    internet: "the payment provider, and Cognito for the keys of tokens",
  },
  webhook: {
    use: [...settlesOrders, { table: "Webhooks", actions: ["PutItem", "UpdateItem"] }],
    secrets: ["paymentSecretKey", "webhookSecrets"],
    internet: "the payment provider",
  },
  announce: { use: [{ topic: "OrderTopic", actions: ["Publish"] }] },
  publish: { use: [{ stream: "EventStream", actions: ["PutRecords"] }] },
  payments: {
    use: [{ table: "Orders", actions: ["GetItem", "PutItem", "UpdateItem"] }],
    names: ["Stock"], // the code that all share looks it up; what is announced to it holds no reservation any more
    secrets: ["paymentSecretKey"],
    internet: "the payment provider",
  },
  email: {
    use: [
      ...tellsCustomers,
      { queue: "EmailDeadLetters", actions: ["SendMessage"] },
      { mail: "sender", actions: ["SendEmail"] },
    ],
    names: ["HeldNotices"], // the code that all channels share looks it up; a mail is never held
    secrets: ["readTokenKey"],
  },
  sms: {
    use: [
      ...tellsCustomers,
      { table: "HeldNotices", actions: ["PutItem"] },
      { queue: "SmsDeadLetters", actions: ["SendMessage"] },
      { anyResource: "A telephone is no resource of AWS", service: "sns", actions: ["Publish"] },
    ],
    secrets: ["readTokenKey"],
  },
  push: {
    use: [
      ...tellsCustomers,
      { table: "HeldNotices", actions: ["PutItem"] },
      { table: "Preferences", actions: ["UpdateItem"] },
      { queue: "PushDeadLetters", actions: ["SendMessage"] },
    ],
    secrets: ["readTokenKey", "vapidKey"],
    internet: "the push services of browsers",
  },
  release: {
    use: [
      { table: "HeldNotices", actions: ["Query", "DeleteItem"] },
      { queue: "SmsQueue", actions: ["SendMessage"] },
      { queue: "PushQueue", actions: ["SendMessage"] },
    ],
  },
  live: { use: [{ table: "Metrics", actions: ["GetItem", "PutItem"] }] },
  lake: { use: [{ bucket: "Lake", prefix: "events/", actions: ["PutObject"] }] },
  detect: {
    use: [
      { table: "Metrics", actions: ["GetItem", "BatchGetItem", "PutItem"] },
      { table: "Catalog", actions: ["BatchGetItem"] },
      { table: "Stock", actions: ["BatchGetItem"] },
      { topic: "OpsTopic", actions: ["Publish"] },
    ],
  },
  sweep: {
    use: [...settlesOrders, { index: "Orders/due", actions: ["Query"] }],
    secrets: ["paymentSecretKey"],
    internet: "the payment provider",
  },
  reconcile: {
    use: [
      { table: "Orders", actions: ["GetItem", "BatchGetItem"] },
      { index: "Orders/recent", actions: ["Query"] },
      { index: "Orders/released", actions: ["Query"] },
      { table: "Stock", actions: ["GetItem"] },
      { table: "Catalog", actions: ["Scan"] },
      { table: "Metrics", actions: ["BatchGetItem"] },
      { table: "Books", actions: ["GetItem", "Query", "PutItem"] },
    ],
    secrets: ["paymentSecretKey"],
    internet: "the payment provider",
  },
  ops: {
    use: [
      { table: "Orders", actions: ["GetItem", "BatchGetItem", "Query", "PutItem"] },
      { index: "Orders/byOwner", actions: ["Query"] },
      { index: "Orders/recent", actions: ["Query"] },
      { table: "Preferences", actions: ["BatchGetItem", "PutItem", "DeleteItem"] },
      { table: "Notifications", actions: ["DeleteItem"] },
      { table: "Stock", actions: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"] },
      { table: "Catalog", actions: ["BatchGetItem", "UpdateItem"] },
      { index: "Catalog/byCollection", actions: ["Query"] },
      { table: "Metrics", actions: ["GetItem", "BatchGetItem"] },
      { table: "Books", actions: ["GetItem", "Query", "PutItem"] },
      ...putsBack("EmailDeadLetters", "EmailQueue"),
      ...putsBack("SmsDeadLetters", "SmsQueue"),
      ...putsBack("PushDeadLetters", "PushQueue"),
      ...putsBack("PaymentDeadLetters", "PaymentQueue"),
      { queue: "StreamFailures", actions: ["GetQueueAttributes", "ReceiveMessage"] },
    ],
    internet: "Cognito, for the keys of tokens",
  },
  watch: {
    use: [
      { table: "Orders", actions: ["GetItem", "Query"] },
      { table: "Stock", actions: ["BatchGetItem"] },
      { table: "Catalog", actions: ["BatchGetItem"] },
      { index: "Catalog/byCollection", actions: ["Query"] },
      { table: "Metrics", actions: ["GetItem", "BatchGetItem"] },
    ],
    secrets: ["readTokenKey"],
    internet: "Cognito, for the keys of tokens",
  },
} as const satisfies Record<FunctionName, Permissions>;

export interface Permissions {
  readonly use: readonly Use[];
  /** Which secrets it may read, by their names in `secrets` below. */
  readonly secrets?: readonly SecretName[];
  /** Tables that it looks up by name and does nothing with. */
  readonly names?: readonly TableName[];
  /** What it calls that no endpoint of a private network reaches; without it that network gives it no way out. */
  readonly internet?: string;
}

/** Actions on one resource, without the service's prefix. */
export type Use =
  | { readonly table: TableName; readonly actions: readonly TableAction[] }
  | { readonly index: IndexName; readonly actions: readonly "Query"[] }
  | { readonly topic: TopicName; readonly actions: readonly "Publish"[] }
  | { readonly stream: StreamName; readonly actions: readonly "PutRecords"[] }
  | { readonly queue: QueueName; readonly actions: readonly QueueAction[] }
  | {
      readonly bucket: BucketName;
      /** Only objects under it. */
      readonly prefix: string;
      readonly actions: readonly ("GetObject" | "PutObject" | "DeleteObject")[];
    }
  | { readonly mail: "sender"; readonly actions: readonly "SendEmail"[] }
  | {
      /** AWS knows no resource for it; why, for the docs. */
      readonly anyResource: string;
      readonly service: "sns";
      readonly actions: readonly "Publish"[];
    };

type TableAction =
  | "GetItem"
  | "BatchGetItem"
  | "Query"
  | "Scan"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "ConditionCheckItem";
type QueueAction = "SendMessage" | "ReceiveMessage" | "DeleteMessage" | "GetQueueAttributes";

type Tables = typeof tables;
/** `Table/index`, of those that the definitions name. */
export type IndexName = {
  [Table in TableName]: Tables[Table] extends { readonly indexes: infer Indexes }
    ? `${Table}/${keyof Indexes & string}`
    : never;
}[TableName];

/** Every secret, and what for. Values are put in by command after the first deployment, never by the program. */
export const secrets = {
  paymentSecretKey: "The payment provider's API key",
  webhookSecrets:
    "Secrets of the provider's webhooks: a JSON list, the newest first; two while one is replaced",
  readTokenKey: "Key of guests' reading tokens: 32 random bytes, base64",
  vapidKey: "Signs pushes to browsers: a private key as JWK, P-256",
  sessionKey:
    "Key of the sites' session cookies: 32 random bytes, base64; a JSON list, the newest first, while one is replaced",
} as const satisfies Record<StoredSecretName, string>;

export type SecretName = keyof typeof secrets;
