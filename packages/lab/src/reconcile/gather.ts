import type { AttachedShop } from "@doorbuster/local/shop/index";
import { openClients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import type { Facts } from "./facts.ts";
import { readDeadLetters } from "./places/deadLetters.ts";
import { readInbox } from "./places/inbox.ts";
import { readLake } from "./places/lake.ts";
import { readLedger } from "./places/ledger.ts";
import { readLive } from "./places/live.ts";
import { readOrders } from "./places/orders.ts";
import { readStock } from "./places/stock.ts";

/** Reads everything that must agree from a laptop shop, each from its own place. */
export async function gatherFacts(shop: AttachedShop): Promise<Facts> {
  const clients = openClients(shop.endpoints);
  try {
    const [orders, payments, live, lake, mails, stock, deadLetters] = await Promise.all([
      readOrders(clients.dynamodb, physicalName("Orders")),
      readLedger(shop.urls.sandbox, shop.secretsFile),
      readLive(clients.dynamodb, physicalName("Metrics")),
      readLake(clients.s3, physicalName("Lake")),
      readInbox(shop.urls.inbox),
      readStock(clients.dynamodb, physicalName("Stock")),
      readDeadLetters(clients.sqs, shop.endpoints.sqs),
    ]);
    return { orders, payments, live, lake, mails, stock, deadLetters };
  } finally {
    clients.destroy();
  }
}
