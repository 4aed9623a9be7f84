import { orderEventSchema, type OrderEvent } from "./orderEvent.ts";

/** A record of the event stream, its data decoded to text. */
export interface StreamRecord {
  readonly shardId: string;
  /** Unique and growing within the shard; a decimal number of up to 56 digits. */
  readonly sequenceNumber: string;
  /** When the stream took it: milliseconds since the epoch. */
  readonly arrivedAt: number;
  readonly data: string;
}

export interface ReceivedEvent extends Omit<StreamRecord, "data"> {
  readonly event: OrderEvent;
}

export interface EventBatch {
  readonly received: readonly ReceivedEvent[];
  /** Sequence number and reason of every record that is no order event; the reason holds none of its content. */
  readonly unreadable: readonly { readonly sequenceNumber: string; readonly reason: string }[];
}

/**
 * Reads a batch of stream records. One that is no order event now never will be, and a stream waits for its oldest
 * record: so it is set aside for the log, and does not hold up the shard.
 */
export function readEvents(records: readonly StreamRecord[]): EventBatch {
  const received: ReceivedEvent[] = [];
  const unreadable: { sequenceNumber: string; reason: string }[] = [];
  for (const { data, ...position } of records) {
    const { event, reason } = parse(data);
    if (event) received.push({ ...position, event });
    else unreadable.push({ sequenceNumber: position.sequenceNumber, reason });
  }
  return { received, unreadable };
}

type Parsed =
  | { readonly event: OrderEvent; readonly reason?: never }
  | { readonly event?: never; readonly reason: string };

function parse(data: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return { reason: "not JSON" };
  }
  const parsed = orderEventSchema.safeParse(value);
  if (parsed.success) return { event: parsed.data };
  const [issue] = parsed.error.issues;
  return { reason: `${issue?.path.join(".") ?? ""}: ${issue?.code ?? "invalid"}` };
}
