import type { DynamoDBStreamEvent } from "aws-lambda";
import { entryFrom } from "@doorbuster/adapters/dynamo/entryRows";
import type { EntrySink } from "@doorbuster/adapters/events/sink";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";
import type { Log } from "@doorbuster/core/ports";
import { decode, failures, type BatchResponse } from "./batch.ts";

/**
 * Passes a batch of new timeline entries on. What the target did not accept comes again; when it accepts nothing the
 * call fails whole and Lambda waits and repeats it, for as long as the outage lasts.
 */
export async function forward<T>(
  event: DynamoDBStreamEvent,
  to: {
    readonly log: Log;
    readonly message: (entry: TimelineEntry) => T;
    readonly sink: EntrySink<T>;
    /** Told what the target has accepted. */
    readonly onForwarded?: (entries: readonly TimelineEntry[]) => void;
  },
): Promise<BatchResponse> {
  const entries = decode(
    event.Records,
    {
      id: (record) => record.dynamodb?.SequenceNumber ?? "",
      value: (record) => entryFrom((record.dynamodb?.NewImage ?? {}) as Parameters<typeof entryFrom>[0]),
    },
    to.log,
  );
  if (entries.length === 0) return failures([]);
  const refused = await to.sink.send(entries.map(({ value }) => to.message(value)));
  to.log.info("forwarded", {
    entries: entries.length,
    refused: refused.length,
    traceIds: entries.map(({ value }) => value.traceId),
  });
  const kept = new Set(refused);
  to.onForwarded?.(entries.filter((_, index) => !kept.has(index)).map(({ value }) => value));
  return failures(refused.flatMap((index) => entries[index]?.id ?? []));
}
