import { parquetReadObjects } from "hyparquet";
import { isDeepStrictEqual } from "node:util";
import { zstdDecompressSync } from "node:zlib";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { liveTotals } from "@doorbuster/adapters/live/liveStore";
import { orderEventSchema } from "@doorbuster/core/metrics/orderEvent";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";
import type { Simulation } from "../simulation.ts";
import type { World } from "../world.ts";
import type { Ledger } from "./orders.ts";

const invariant = "nothing lost, nothing doubled";

/** Once quiet: every entry has reached SNS and Kinesis, and counts once on the live screen and in the lake. */
export async function checkEvents(simulation: Simulation, { entries }: Ledger, world: World): Promise<void> {
  const ids = entries.map(({ id }) => id);
  const report = (where: string, missing: string | undefined) => {
    if (missing !== undefined) simulation.violate(invariant, `${missing} ${where}`);
  };
  const announced = new Set(world.topic.accepted.map((message) => (JSON.parse(message) as TimelineEntry).id));
  report(
    "never reached SNS",
    ids.find((id) => !announced.has(id)),
  );
  report(
    "was announced and never happened",
    [...announced].find((id) => !ids.includes(id)),
  );
  const streamed = new Set(
    world.stream.shards.flat().map(({ data }) => orderEventSchema.parse(JSON.parse(data.toString())).id),
  );
  report(
    "never reached Kinesis",
    ids.find((id) => !streamed.has(id)),
  );
  const inLake = await lakeIds(world);
  report(
    "is not in the lake",
    ids.find((id) => !inLake.has(id)),
  );
  report(
    "is in the lake and never happened",
    [...inLake].find((id) => !ids.includes(id)),
  );
  await checkLive(simulation, entries, world);
}

async function lakeIds({ bucket }: World): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const object of bucket.objects.values()) {
    const rows = await parquetReadObjects({
      file: new Uint8Array(object).buffer,
      columns: ["event_id"],
      compressors: { ZSTD: (bytes) => zstdDecompressSync(bytes) },
    });
    for (const { event_id: id } of rows) ids.add(String(id));
  }
  return ids;
}

async function checkLive(
  simulation: Simulation,
  entries: readonly TimelineEntry[],
  { store }: World,
): Promise<void> {
  const send = async ({ constructor, input }: { constructor: { name: string }; input: object }) =>
    store.execute(constructor.name, input);
  const client = Object.assign(Object.create(DynamoDBClient.prototype) as DynamoDBClient, { send });
  const shown = await liveTotals({ client, table: "Metrics" });
  const confirmed = entries.filter(({ type }) => type === "order.confirmed");
  const revenue = confirmed.reduce((sum, { order }) => sum + order.totals.total.amount, 0);
  const refunds = entries.filter(({ type }) => type === "payment.refunded");
  const refunded = refunds.reduce((sum, { refund }) => sum + (refund?.amount.amount ?? 0), 0);
  const units = confirmed
    .flatMap(({ order }) => order.lines)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  const expected = {
    counts: Object.fromEntries(
      [...Map.groupBy(entries, ({ type }) => type)].map(([type, all]) => [type, all.length]),
    ),
    revenueMinor: revenue === 0 ? {} : { GBP: revenue },
    refundedMinor: refunded === 0 ? {} : { GBP: refunded },
    units,
  };
  const [is, ought] = [plain(shown), plain(expected)];
  if (!isDeepStrictEqual(is, ought)) {
    simulation.violate(
      invariant,
      `the live screen shows ${JSON.stringify(is)}, and it should be ${JSON.stringify(ought)}`,
    );
  }
}

/** Tallies have no prototype; what is compared has none of theirs. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
