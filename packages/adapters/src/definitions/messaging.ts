import { toldTypes } from "@doorbuster/core/notification/notice";

/**
 * How often a message is tried before it is given up. At a minute between tries this is most of a day: an outage of what
 * a consumer needs must delay messages, never give them up. 1,000 is SQS's own limit.
 */
const maxReceives = 1_000;

/** An SQS queue. `deadLetters` names the queue that takes a message after `maxReceives` failed deliveries. */
export interface QueueDefinition {
  readonly deadLetters?: string;
  readonly maxReceives?: number;
  /** AWS asks for at least six times the consumer's time-out, so that a slow batch is not delivered twice. */
  readonly visibilitySeconds: number;
  readonly retentionDays: number;
}

export const queues = {
  EmailQueue: { deadLetters: "EmailDeadLetters", maxReceives, visibilitySeconds: 60, retentionDays: 4 },
  EmailDeadLetters: { visibilitySeconds: 30, retentionDays: 14 },
  SmsQueue: { deadLetters: "SmsDeadLetters", maxReceives, visibilitySeconds: 60, retentionDays: 4 },
  SmsDeadLetters: { visibilitySeconds: 30, retentionDays: 14 },
  PushQueue: { deadLetters: "PushDeadLetters", maxReceives, visibilitySeconds: 120, retentionDays: 4 },
  PushDeadLetters: { visibilitySeconds: 30, retentionDays: 14 },
  PaymentQueue: { deadLetters: "PaymentDeadLetters", maxReceives, visibilitySeconds: 120, retentionDays: 4 },
  PaymentDeadLetters: { visibilitySeconds: 30, retentionDays: 14 },
  /** What a stream reader gave up on: AWS's failure record, which names the function, the shard and the range. */
  StreamFailures: { visibilitySeconds: 30, retentionDays: 14 },
} as const satisfies Record<string, QueueDefinition>;

export type QueueName = keyof typeof queues;

export interface TopicDefinition {
  /** Raw delivery: the queue gets the message itself. `filter` is an SNS filter policy over message attributes. */
  readonly subscriptions: readonly {
    readonly queue: QueueName;
    readonly filter: Readonly<Record<string, readonly string[]>>;
  }[];
  /** Goes to people by mail: on AWS to the settings' `alarmEmails`, on a laptop into the inbox. */
  readonly mailed?: boolean;
  /** Which services of AWS's publish to it by themselves. */
  readonly services?: readonly string[];
}

export const topics = {
  OrderTopic: {
    subscriptions: [
      { queue: "EmailQueue", filter: { type: toldTypes } },
      { queue: "SmsQueue", filter: { type: toldTypes } },
      { queue: "PushQueue", filter: { type: toldTypes } },
      {
        queue: "PaymentQueue",
        filter: { type: ["order.confirmed", "order.shipped", "order.cancelled", "refund.requested"] },
      },
    ],
  },
  /** What the operations staff must know: alarms, the budget, anomalies. */
  OpsTopic: {
    subscriptions: [],
    mailed: true,
    services: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"],
  },
} as const satisfies Record<string, TopicDefinition>;

export type TopicName = keyof typeof topics;

export const streams = {
  /** Live order events. The partition key is the order id, so an order's events stay in order. */
  EventStream: { shards: 1, retentionHours: 24 },
} as const;

export type StreamName = keyof typeof streams;

export const buckets = {
  /** `events/dt=YYYY-MM-DD/hour=HH/*.parquet` */
  Lake: {},
} as const;

export type BucketName = keyof typeof buckets;
