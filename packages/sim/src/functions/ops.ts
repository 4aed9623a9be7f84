import { dynamoBooksStore } from "@doorbuster/adapters/dynamo/booksStore";
import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoClaimStore } from "@doorbuster/adapters/dynamo/claimStore";
import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import { dynamoPreferenceStore } from "@doorbuster/adapters/dynamo/preferenceStore";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { opsRouter } from "@doorbuster/api/ops/router";
import type { RequestContext } from "@doorbuster/api/trpc";
import type { LiveDeps } from "@doorbuster/api/ops/live";
import type { OrderPolicy } from "@doorbuster/core/order/policy";
import type { Process } from "../lambda/process.ts";
import { dynamoClient, type Backends } from "./clients.ts";

export type OpsApi = ReturnType<ReturnType<typeof startOps>>;

/** `apps/functions/src/ops.ts`: the console's API, as far as its router. Nobody watches the live screen here. */
export function startOps(process: Process, backends: Backends, policy: OrderPolicy) {
  const { clock, log, simulation } = process;
  const { random } = simulation;
  const client = dynamoClient(process, backends);
  const orders = dynamoOrderStore(client, { orders: "Orders", stock: "Stock" });
  const deps = {
    orders: { orders, clock, random, policy },
    privacy: {
      orders,
      clock,
      random,
      policy,
      preferences: dynamoPreferenceStore(client, "Preferences", clock),
      claims: dynamoClaimStore(client, "Notifications", () => simulation.random.text(12)),
    },
    stock: {
      catalog: dynamoCatalog(client, "Catalog"),
      stock: dynamoStockStore(client, "Stock"),
      clock,
      random,
      collection: "drop",
    },
    live: unwatched,
    books: { books: dynamoBooksStore(client, "Books"), clock },
    deadLetters: { ...nothingDies, clock, log },
  };
  return (context: RequestContext) => opsRouter.createCaller({ ...deps, ...context });
}

const unwatched: LiveDeps = {
  snapshot: () => Promise.reject(new Error("nobody watches")),
  watch: () => {
    throw new Error("nobody watches");
  },
};

/** Queues here give nothing up, and nobody looks. */
const noDeadLetters = () => Promise.reject(new Error("there are no dead letters"));
const nothingDies = {
  letters: { look: noDeadLetters, putBack: noDeadLetters },
  record: { put: noDeadLetters, latest: noDeadLetters },
};
