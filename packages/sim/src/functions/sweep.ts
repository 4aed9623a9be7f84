import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import type { OrderPolicy } from "@doorbuster/core/order/policy";
import { sweep } from "@doorbuster/core/order/sweep";
import type { Process } from "../lambda/process.ts";
import { dynamoClient, paymentsOf, type Backends } from "./clients.ts";

/** `apps/functions/src/sweep.ts`. */
export function startSweep(process: Process, backends: Backends, policy: OrderPolicy) {
  const { clock, log } = process;
  const orders = dynamoOrderStore(dynamoClient(process, backends), { orders: "Orders", stock: "Stock" });
  const deps = { orders, payments: paymentsOf(process, backends), clock, policy, log };
  return () => sweep(deps, 500);
}
