import type { Message } from "@aws-sdk/client-sqs";
import type { DeadLetter } from "@doorbuster/core/deadLetter/deadLetter";
import { timelineEntrySchema } from "@doorbuster/core/order/timeline";
import * as z from "zod";
import { reasonAttribute } from "./queueSender.ts";

/** The place in a stream from which a reader gave up records. */
const batchSchema = z.object({
  approximateArrivalOfFirstRecord: z.iso.datetime(),
  approximateArrivalOfLastRecord: z.iso.datetime(),
  batchSize: z.int().min(0),
});

/** What Lambda says of records that it gave up (Lambda developer guide, "Retain discarded batch records"). */
const failureSchema = z.object({
  requestContext: z.object({ functionArn: z.string(), condition: z.string() }),
  DDBStreamBatchInfo: batchSchema.optional(),
  KinesisBatchInfo: batchSchema.optional(),
});

type Content<Letter> = Letter extends DeadLetter ? Omit<Letter, "id" | "sentAt" | "receives"> : never;

/** What may be shown of a dead letter's content. Pure. */
export function readLetter({ Body = "", MessageAttributes }: Message): Content<DeadLetter> {
  const json = parseJson(Body);
  const entry = timelineEntrySchema.safeParse(json);
  if (entry.success) {
    const { id: eventId, orderId, type, at } = entry.data;
    return {
      kind: "entry",
      eventId,
      orderId,
      type,
      at,
      reason: MessageAttributes?.[reasonAttribute]?.StringValue,
    };
  }
  const failure = failureSchema.safeParse(json);
  const batch = failure.data?.DDBStreamBatchInfo ?? failure.data?.KinesisBatchInfo;
  if (failure.data === undefined || batch === undefined) return { kind: "unreadable" };
  const { functionArn, condition } = failure.data.requestContext;
  return {
    kind: "records",
    reader: readerOf(functionArn),
    condition,
    records: batch.batchSize,
    from: batch.approximateArrivalOfFirstRecord,
    to: batch.approximateArrivalOfLastRecord,
  };
}

/** `…:function:doorbuster-production-announce`, with or without a version behind it, is `announce`. */
function readerOf(functionArn: string): string {
  return functionArn.split(":")[6]?.split("-").at(-1) ?? functionArn;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
