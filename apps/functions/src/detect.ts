import { dynamoClient, snsClient } from "@doorbuster/adapters/aws/clients";
import { arnOf, nameOf, stageName } from "@doorbuster/adapters/aws/resources";
import { dynamoDetectorStore } from "@doorbuster/adapters/anomaly/detectorStore";
import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { snsOpsTopic } from "@doorbuster/adapters/events/opsTopic";
import { dynamoNumbersReader } from "@doorbuster/adapters/live/liveStore";
import { readSettings } from "@doorbuster/adapters/settings";
import { systemClock } from "@doorbuster/adapters/system";
import { look } from "@doorbuster/core/anomaly/look";
import { SlotHistory } from "@doorbuster/core/anomaly/slotHistory";
import { functionLog } from "./runtime/log.ts";
import { functionMetrics } from "./runtime/metrics.ts";

const log = functionLog("detect");
const measure = functionMetrics("detect");
const client = dynamoClient();
const deps = {
  slots: new SlotHistory(
    dynamoNumbersReader({ client, table: nameOf("Metrics"), plan: readSettings(process.env).slices.live }),
  ),
  store: dynamoDetectorStore(client, nameOf("Metrics")),
  catalog: dynamoCatalog(client, nameOf("Catalog")),
  stock: dynamoStockStore(client, nameOf("Stock")),
  ops: snsOpsTopic(snsClient(), arnOf("OpsTopic")),
  stage: stageName(),
  clock: systemClock,
  log,
};

/** Every minute: looks whether the shop is as usual, and tells operations what began and what is over. */
export const handler = async () => {
  const found = await look(deps);
  if (!found) {
    log.info("another look came first");
    return;
  }
  log.info("looked", { ...found });
  measure("Anomalies", found.open);
  if (found.untold > 0) throw new Error(`${found.untold} findings are untold`);
};
