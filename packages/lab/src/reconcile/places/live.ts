import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { liveTotals } from "@doorbuster/adapters/live/liveStore";
import { total } from "@doorbuster/core/metrics/tally";
import type { Totals } from "../facts.ts";

/** What the live consumer counted, by the metrics table. */
export async function readLive(client: DynamoDBClient, table: string): Promise<Totals> {
  const { counts, revenueMinor, refundedMinor } = await liveTotals({ client, table });
  return {
    confirmed: counts["order.confirmed"] ?? 0,
    revenueMinor: total(revenueMinor),
    refundedMinor: total(refundedMinor),
  };
}
