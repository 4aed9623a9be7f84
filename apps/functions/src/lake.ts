import type { KinesisStreamEvent } from "aws-lambda";
import { s3Client } from "@doorbuster/adapters/aws/clients";
import { nameOf } from "@doorbuster/adapters/aws/resources";
import { s3LakeWriter } from "@doorbuster/adapters/lake/lakeWriter";
import { failures, type BatchResponse } from "./runtime/batch.ts";
import { functionLog } from "./runtime/log.ts";
import { orderEvents, traceIdsOf } from "./runtime/stream.ts";

const log = functionLog("lake");
const lake = s3LakeWriter({ client: s3Client(), bucket: nameOf("Lake") });

/** Writes order events to the lake. A batch that fails comes again whole, so that its files keep their names. */
export const handler = async (event: KinesisStreamEvent): Promise<BatchResponse> => {
  const records = orderEvents(event, log);
  const fields = { rows: records.length, traceIds: traceIdsOf(records) };
  try {
    const files = await lake.write(records);
    log.info("written", { ...fields, files: files.map(({ key }) => key) });
    return failures([]);
  } catch (error) {
    log.error("batch not written", { ...fields, error: String(error) });
    return failures(records.slice(0, 1).map(({ sequenceNumber }) => sequenceNumber));
  }
};
