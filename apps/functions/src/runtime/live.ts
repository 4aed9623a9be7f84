import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { dynamoDetectorStore } from "@doorbuster/adapters/anomaly/detectorStore";
import { nameOf } from "@doorbuster/adapters/aws/resources";
import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { dynamoLiveReader } from "@doorbuster/adapters/live/liveStore";
import { systemClock } from "@doorbuster/adapters/system";
import { LiveFeed } from "@doorbuster/core/metrics/liveFeed";
import type { Log } from "@doorbuster/core/ports";
import { settings } from "./stage.ts";

/** The live screen's numbers, read once in this process for all who watch. */
export const stageLiveFeed = (client: DynamoDBClient, log: Log) =>
  new LiveFeed({
    reader: dynamoLiveReader({ client, table: nameOf("Metrics"), plan: settings.slices.live }),
    detector: dynamoDetectorStore(client, nameOf("Metrics")),
    stock: dynamoStockStore(client, nameOf("Stock")),
    catalog: dynamoCatalog(client, nameOf("Catalog")),
    collection: settings.collection,
    clock: systemClock,
    log,
  });
