import { dynamoClient } from "@doorbuster/adapters/aws/clients";
import { nameOf } from "@doorbuster/adapters/aws/resources";
import { openAtMostSecondsBy } from "@doorbuster/adapters/definitions/metrics";
import { dynamoBooksStore } from "@doorbuster/adapters/dynamo/booksStore";
import { catalogSkus } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoOrderJournal } from "@doorbuster/adapters/dynamo/orderJournal";
import { dynamoOrderReader } from "@doorbuster/adapters/dynamo/orderReader";
import { dynamoStockCounter } from "@doorbuster/adapters/dynamo/stockCounter";
import { dynamoLiveReader } from "@doorbuster/adapters/live/liveStore";
import { stripePaymentLedger } from "@doorbuster/adapters/payment/stripeLedger";
import { systemClock } from "@doorbuster/adapters/system";
import { audit } from "@doorbuster/core/books/audit";
import { functionLog } from "./runtime/log.ts";
import { functionMetrics } from "./runtime/metrics.ts";
import { stageAccount } from "./runtime/paymentAccount.ts";
import { policy, settings } from "./runtime/stage.ts";

const log = functionLog("reconcile");
const measure = functionMetrics("reconcile");
const client = dynamoClient();
const deps = {
  books: dynamoBooksStore(client, nameOf("Books")),
  orders: dynamoOrderReader(client, nameOf("Orders")),
  journal: dynamoOrderJournal(client, nameOf("Orders")),
  stock: dynamoStockCounter(client, nameOf("Stock")),
  skus: () => catalogSkus(client, nameOf("Catalog")),
  ledger: stripePaymentLedger(stageAccount),
  live: dynamoLiveReader({ client, table: nameOf("Metrics"), plan: settings.slices.live }),
  clock: systemClock,
  random: Math.random,
  log,
};

/** A stretch of 4,000 orders is a few seconds' work and some 20 MB; what is begun last has a minute and a half left. */
const limits = {
  runMs: 200_000,
  restMs: settings.books.restMs ?? openAtMostSecondsBy(policy) * 1000,
  orders: 4_000,
};

/** Every five minutes: holds orders, stock, payments and live numbers against each other, as far as they have come to rest. */
export const handler = async () => {
  const { mismatches, found, ...report } = await audit(deps, limits);
  for (const { about, id, what, since } of found) log.error("books do not agree", { about, id, what, since });
  log.info("reconciled", { ...report, mismatches: mismatches.map(({ key }) => key) });
  measure("ReconciliationMismatches", mismatches.length);
  measure("BooksBehindSeconds", Math.round(report.behindMs / 1000));
  return { ...report, mismatches };
};
