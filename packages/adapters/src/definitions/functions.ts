import type { QueueName, StreamName } from "./messaging.ts";
import type { TableName } from "./tables.ts";

/**
 * How a Lambda reads a stream (DynamoDB or Kinesis). The names are those of AWS's event source mapping.
 *
 * `maximumRetryAttempts` −1 means: until the record leaves the stream. An outage of the target must only ever delay,
 * and a record that can never be handled is put aside by the handler itself, so nothing blocks the shard for a day.
 */
export interface StreamSource {
  readonly batchSize: number;
  readonly maximumBatchingWindowSeconds: number;
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
  readonly bisectBatchOnFunctionError: boolean;
  readonly maximumRetryAttempts: number;
  readonly maximumRecordAgeSeconds: number;
  readonly onFailure: QueueName;
}

export type Trigger =
  | {
      readonly kind: "http";
      readonly method: "ANY" | "GET" | "POST";
      /** API Gateway resource path; `{proxy+}` is greedy. The most specific path wins. */
      readonly path: string;
      /** Behind the authoriser: no valid token, no invocation. */
      readonly authorizer?: "staff";
      readonly streaming?: boolean;
    }
  | ({
      readonly kind: "table";
      readonly table: TableName;
      /** An EventBridge pattern over the stream record: what does not match is never delivered. */
      readonly filter: object;
    } & StreamSource)
  | ({ readonly kind: "stream"; readonly stream: StreamName } & StreamSource)
  | {
      readonly kind: "queue";
      readonly queue: QueueName;
      readonly batchSize: number;
      readonly maximumBatchingWindowSeconds: number;
      readonly maximumConcurrency: number;
    }
  | { readonly kind: "schedule"; readonly everyMinutes: number };

/** A Lambda function: `apps/functions/src/<name>.ts`, export `handler`. */
export interface FunctionDefinition {
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Invocations at once that are set aside for this function, and the most that it may have. */
  readonly reservedConcurrency?: number;
  readonly triggers: readonly Trigger[];
}

/** Only new timeline entries leave the table; a change of the order row never does. */
const newTimelineEntries = {
  eventName: ["INSERT"],
  dynamodb: { Keys: { sk: { S: [{ prefix: "event#" }] } } },
};

const untilItSucceeds = {
  startingPosition: "TRIM_HORIZON",
  bisectBatchOnFunctionError: true,
  maximumRetryAttempts: -1,
  maximumRecordAgeSeconds: -1,
  onFailure: "StreamFailures",
} as const;

/** Every function, in the order in which an order meets them. */
export const functions = {
  shop: {
    timeoutSeconds: 29, // API Gateway's own limit for a REST integration
    memoryMb: 1769, // one full vCPU, AWS Lambda developer guide
    triggers: [{ kind: "http", method: "ANY", path: "/trpc/{proxy+}" }],
  },
  webhook: {
    timeoutSeconds: 29,
    memoryMb: 512,
    triggers: [{ kind: "http", method: "POST", path: "/webhooks/payment" }],
  },
  announce: {
    timeoutSeconds: 30,
    memoryMb: 512,
    triggers: [
      {
        kind: "table",
        table: "Orders",
        filter: newTimelineEntries,
        batchSize: 100,
        maximumBatchingWindowSeconds: 0,
        ...untilItSucceeds,
      },
    ],
  },
  publish: {
    timeoutSeconds: 30,
    memoryMb: 512,
    triggers: [
      {
        kind: "table",
        table: "Orders",
        filter: newTimelineEntries,
        batchSize: 500, // PutRecords takes at most 500
        maximumBatchingWindowSeconds: 0,
        ...untilItSucceeds,
      },
    ],
  },
  payments: {
    timeoutSeconds: 20, // two calls of the provider at 8 s
    memoryMb: 512,
    triggers: [
      {
        kind: "queue",
        queue: "PaymentQueue",
        batchSize: 10,
        maximumBatchingWindowSeconds: 0,
        maximumConcurrency: 10,
      },
    ],
  },
  email: {
    timeoutSeconds: 10,
    memoryMb: 512,
    triggers: [
      {
        kind: "queue",
        queue: "EmailQueue",
        batchSize: 10,
        maximumBatchingWindowSeconds: 0,
        maximumConcurrency: 10,
      },
    ],
  },
  sms: {
    timeoutSeconds: 10,
    memoryMb: 512,
    triggers: [
      {
        kind: "queue",
        queue: "SmsQueue",
        batchSize: 10,
        maximumBatchingWindowSeconds: 0,
        maximumConcurrency: 10,
      },
    ],
  },
  push: {
    timeoutSeconds: 20, // a customer has several browsers, and push services take their time
    memoryMb: 512,
    triggers: [
      {
        kind: "queue",
        queue: "PushQueue",
        batchSize: 10,
        maximumBatchingWindowSeconds: 0,
        maximumConcurrency: 10,
      },
    ],
  },
  release: {
    timeoutSeconds: 55,
    memoryMb: 512,
    triggers: [{ kind: "schedule", everyMinutes: 1 }],
  },
  live: {
    timeoutSeconds: 30,
    memoryMb: 1024,
    triggers: [
      {
        kind: "stream",
        stream: "EventStream",
        batchSize: 500,
        maximumBatchingWindowSeconds: 0,
        ...untilItSucceeds,
      },
    ],
  },
  lake: {
    timeoutSeconds: 120,
    memoryMb: 1024,
    triggers: [
      {
        kind: "stream",
        stream: "EventStream",
        batchSize: 10_000,
        maximumBatchingWindowSeconds: 60,
        ...untilItSucceeds,
      },
    ],
  },
  detect: {
    timeoutSeconds: 30,
    memoryMb: 512,
    triggers: [{ kind: "schedule", everyMinutes: 1 }],
  },
  sweep: {
    timeoutSeconds: 55,
    memoryMb: 512,
    triggers: [{ kind: "schedule", everyMinutes: 1 }],
  },
  reconcile: {
    timeoutSeconds: 290, // less than the period: two runs at once would only do the same work twice
    memoryMb: 1024,
    // What happened is audited once it has come to rest, some 17 minutes later; five minutes add little to that. It costs
    // nothing when there is nothing to do, a run that fails is soon made up for, and three reports come in any quarter of
    // an hour, so that a quarter of an hour of silence is an alarm.
    triggers: [{ kind: "schedule", everyMinutes: 5 }],
  },
  ops: {
    timeoutSeconds: 29,
    memoryMb: 1024,
    triggers: [{ kind: "http", method: "ANY", path: "/ops/trpc/{proxy+}", authorizer: "staff" }],
  },
  watch: {
    timeoutSeconds: 75, // a subscription ends itself after a minute
    memoryMb: 512,
    // Every open screen and every waiting customer is one invocation; they must never take a checkout's place.
    reservedConcurrency: 200,
    triggers: [
      { kind: "http", method: "GET", path: "/trpc/order.watch", streaming: true },
      { kind: "http", method: "GET", path: "/ops/trpc/ops.live.watch", authorizer: "staff", streaming: true },
    ],
  },
} as const satisfies Record<string, FunctionDefinition>;

export type FunctionName = keyof typeof functions;

/**
 * How long a function's claim on a message holds, in milliseconds: twice as long as it may run. So no two hold it together
 * while the clocks of their machines differ by less than one such time, and what died with its function is taken up again soon.
 */
export function claimLeaseMs(name: FunctionName): number {
  return 2 * functions[name].timeoutSeconds * 1_000;
}
