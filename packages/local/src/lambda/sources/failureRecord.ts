import { randomUUID } from "node:crypto";

import type { DiscardCondition, Portion } from "./retry.ts";
import type { StreamRecord } from "./streamService.ts";

export interface Discard {
  readonly portion: Portion<StreamRecord>;
  readonly condition: DiscardCondition;
  readonly functionArn: string;
  readonly streamArn: string;
  readonly kind: "table" | "stream";
  /** Unix milliseconds. */
  readonly now: number;
}

/**
 * What Lambda sends to the on-failure destination of a stream (Lambda developer guide, "Retain discarded batch records"):
 * which records were given up and why. The records themselves are to be read from the stream while they are in it.
 */
export function failureRecord({ portion, condition, functionArn, streamArn, kind, now }: Discard): object {
  const { records, invocations, lastFailure } = portion;
  const [first, last] = [records[0], records.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError("Nothing was given up");
  return {
    requestContext: {
      requestId: lastFailure?.requestId ?? randomUUID(),
      functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    ...(lastFailure !== undefined && {
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    }),
    version: "1.0",
    timestamp: new Date(now).toISOString(),
    [kind === "table" ? "DDBStreamBatchInfo" : "KinesisBatchInfo"]: {
      shardId: first.shard,
      startSequenceNumber: first.sequenceNumber,
      endSequenceNumber: last.sequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first.arrivedAtMs).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.arrivedAtMs).toISOString(),
      batchSize: records.length,
      streamArn,
    },
  };
}
