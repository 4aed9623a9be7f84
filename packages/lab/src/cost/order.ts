import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { claimLeaseMs } from "@doorbuster/adapters/definitions/functions";
import { dynamoClaimStore } from "@doorbuster/adapters/dynamo/claimStore";
import { dynamoPeople } from "@doorbuster/adapters/dynamo/people";
import { toItem } from "@doorbuster/adapters/dynamo/items";
import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import type { TableName } from "@doorbuster/adapters/definitions/tables";
import { orderEventOf } from "@doorbuster/core/metrics/orderEvent";
import type { EntryType, MoveName } from "@doorbuster/core/order/lifecycle";
import { move, type Particulars } from "@doorbuster/core/order/move";
import type { Order } from "@doorbuster/core/order/order";
import { defaultPolicy } from "@doorbuster/core/order/policy";
import { entryOf } from "@doorbuster/core/order/timeline";
import { anOrder } from "@doorbuster/core/testing/orders";
import { messagesInto, webhooksPerOrder } from "./subscriptions.ts";
import { itemBytes, meterTables, type TableUnits } from "./tableMeter.ts";

/** What one order does, from the customer's click until the parcel is there. */
export interface OrderWork {
  /** Request units by table, without what depends on how many orders there are (the live buckets). */
  readonly tables: ReadonlyMap<TableName, TableUnits>;
  /** The entries of its timeline, in order: each is announced, published, counted and kept. */
  readonly entries: readonly EntryType[];
  readonly rowBytes: number;
  readonly entryBytes: number;
  /** Of the analytics event, as Kinesis carries it. */
  readonly eventBytes: number;
}

/** The way of an order on which all goes well, with what each move brings along. */
const moves: readonly (readonly [MoveName, Particulars])[] = [
  ["confirm", { paymentId: `pi_${"0".repeat(24)}` }],
  ["capture", {}],
  ["ship", { shipment: { carrier: "Royal Mail", trackingNumber: "AB123456789GB" } }],
  ["deliver", {}],
];

/**
 * Lets one order live, on the real stores over a client that counts, so that these figures can't drift from the code.
 */
export async function orderWork(lines: number): Promise<OrderWork> {
  const meter = meterTables();
  const store = dynamoOrderStore(meter.client, { orders: "Orders", stock: "Stock" });
  let order = typicalOrder(lines);
  const placed = entryOf(order, "order.placed", {
    at: order.placedAt,
    actor: "customer",
    traceId: order.traceId,
  });
  await store.reserve(order, placed);
  const entries = [placed];
  for (const [name, particulars] of moves) {
    // The checkout confirms the row that it has just written; everybody later reads it first.
    const read = name === "confirm" ? order : ((await store.get(order.id)) ?? order);
    const now = Date.parse(order.placedAt) + entries.length * 60_000;
    const context = { now, policy: defaultPolicy, actor: "system" };
    const transition = move(read, name, context, particulars);
    await store.commit(transition);
    entries.push(transition.entry);
    order = transition.order;
  }
  const types = entries.map(({ type }) => type);
  const mails = messagesInto("EmailQueue", types);
  const personFor = dynamoPeople(meter.client, "Orders");
  for (let mail = 0; mail < mails; mail++) await personFor(order.id);
  await claim(meter.client, "Notifications", mails);
  await claim(meter.client, "Webhooks", webhooksPerOrder);
  return {
    tables: meter.units,
    entries: types,
    rowBytes: itemBytes(toItem(order)),
    entryBytes: itemBytes(toItem(placed)),
    eventBytes: Buffer.byteLength(JSON.stringify(orderEventOf(placed))),
  };
}

/** Each message and each webhook is handled under a claim of its own: taken, then marked. */
async function claim(client: DynamoDBClient, table: TableName, count: number): Promise<void> {
  const lease = "0".repeat(36);
  const claims = dynamoClaimStore(client, table, () => lease);
  for (let each = 0; each < count; each++) {
    const name = `${"0".repeat(28)}#${each}`;
    await claims.take(name, 0, claimLeaseMs("email"));
    await claims.markSent(name, lease, 0);
  }
}

/** An order with names and addresses of ordinary length. */
function typicalOrder(lines: number): Order {
  const skus = Array.from({ length: lines }, (_, line) => `DROP-2026-LAMP-${line}`);
  const unitPrice = { amount: 12_900, currency: "GBP" };
  return anOrder({
    lines: skus.map((sku) => ({ sku, name: "The lamp of the drop, brass", quantity: 1, unitPrice })),
    takes: skus.map((sku) => ({ sku, shard: 0, quantity: 1 })),
    contact: { email: "augusta.lovelace@example.com", phone: "+447700900123" },
    shippingAddress: {
      name: "Augusta Ada King-Noel",
      line1: "12 St James's Square",
      city: "London",
      postalCode: "SW1Y 4JH",
      country: "GB",
    },
  });
}
