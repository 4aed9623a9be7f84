import { dynamoBooksStore } from "@doorbuster/adapters/dynamo/booksStore";
import { catalogSkus } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoOrderJournal } from "@doorbuster/adapters/dynamo/orderJournal";
import { dynamoOrderReader } from "@doorbuster/adapters/dynamo/orderReader";
import { dynamoStockCounter } from "@doorbuster/adapters/dynamo/stockCounter";
import { dynamoLiveReader } from "@doorbuster/adapters/live/liveStore";
import { audit, type AuditReport } from "@doorbuster/core/books/audit";
import type { Process } from "../lambda/process.ts";
import { livePlan } from "./streamConsumers.ts";
import { dynamoClient, ledgerOf, type Backends } from "./clients.ts";

/** Who audits the books. */
export interface Auditor {
  /** How long after it happened something is audited. */
  readonly restMs: number;
  /** Told what each run has to report. */
  readonly tell: (report: AuditReport) => void;
}

/** `apps/functions/src/reconcile.ts`. */
export function startReconcile(process: Process, backends: Backends, { restMs, tell }: Auditor) {
  const { clock, log, simulation } = process;
  const client = dynamoClient(process, backends);
  const deps = {
    books: dynamoBooksStore(client, "Books"),
    orders: dynamoOrderReader(client, "Orders"),
    journal: dynamoOrderJournal(client, "Orders"),
    stock: dynamoStockCounter(client, "Stock"),
    skus: () => catalogSkus(client, "Catalog"),
    ledger: ledgerOf(process, backends),
    live: dynamoLiveReader({ client, table: "Metrics", plan: livePlan }),
    clock,
    random: simulation.random,
    log,
  };
  return async () => tell(await audit(deps, { runMs: 200_000, restMs, orders: 4_000 }));
}
