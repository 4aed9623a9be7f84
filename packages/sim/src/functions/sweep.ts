import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import type { OrderPolicy } from "@doorbuster/core/order/policy";
import { sweep } from "@doorbuster/core/order/sweep";
import type { Process } from "../lambda/process.ts";
import { dynamoClient, paymentsOf, type Backends } from "./clients.ts";

/** `apps/functions/src/sweep.ts`. */
export function startSweep(process: Process, backends: Backends, policy: OrderPolicy) {
  const { clock, log, simulation } = process;
  const { random } = simulation;
  const orders = dynamoOrderStore(dynamoClient(process, backends), { orders: "Orders", stock: "Stock" });
  const deps = { orders, payments: paymentsOf(process, backends), clock, random, policy, log };
  return () => sweep(deps, { orders: 4_000, runMs: 28_000 });
}
