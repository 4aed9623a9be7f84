import type { SQSEvent } from "aws-lambda";
import { timelineEntrySchema, type TimelineEntry } from "@doorbuster/core/order/timeline";
import type { Log } from "@doorbuster/core/ports";
import { failures, type BatchResponse } from "./batch.ts";

/**
 * Handles each message of a batch on its own: one that fails is left on the queue and comes again, until its dead-letter
 * queue takes it. That goes for unreadable ones too: on a queue they hold up nobody, and are seen there.
 */
export async function eachMessage(
  event: SQSEvent,
  log: Log,
  handle: (entry: TimelineEntry) => Promise<void>,
): Promise<BatchResponse> {
  const results = await Promise.all(
    event.Records.map(async ({ messageId, body }) => {
      try {
        const entry = timelineEntrySchema.parse(JSON.parse(body));
        await handle(entry);
        log.info("handled", { eventId: entry.id, type: entry.type, traceId: entry.traceId });
        return [];
      } catch (error) {
        log.error("message failed", {
          messageId,
          error: error instanceof Error ? error.message.slice(0, 200) : "?",
        });
        return [messageId];
      }
    }),
  );
  return failures(results.flat());
}
