import { claimLeaseMs } from "@doorbuster/adapters/definitions/functions";
import { dynamoClaimStore } from "@doorbuster/adapters/dynamo/claimStore";
import { dynamoHeldStore } from "@doorbuster/adapters/dynamo/heldStore";
import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import { dynamoPeople } from "@doorbuster/adapters/dynamo/people";
import { sesChannel } from "@doorbuster/adapters/notification/sesChannel";
import { orderLinks } from "@doorbuster/core/notification/links";
import { notify, type NotifyDeps } from "@doorbuster/core/notification/notify";
import { emailOutlet } from "@doorbuster/core/notification/outlets";
import { emptyProfile } from "@doorbuster/core/notification/preferences";
import type { OrderPolicy } from "@doorbuster/core/order/policy";
import { settleOrder } from "@doorbuster/core/order/sweep";
import { eachMessage } from "@doorbuster/functions/runtime/queue";
import type { SQSEvent } from "aws-lambda";
import type { Process } from "../lambda/process.ts";
import {
  dynamoClient,
  paymentsOf,
  sesClient,
  stageReadTokens,
  storefrontUrl,
  type Backends,
} from "./clients.ts";

/** `apps/functions/src/payments.ts`. */
export function startPayments(process: Process, backends: Backends, policy: OrderPolicy) {
  const { clock, log, simulation } = process;
  const { random } = simulation;
  const orders = dynamoOrderStore(dynamoClient(process, backends), { orders: "Orders", stock: "Stock" });
  const deps = { orders, payments: paymentsOf(process, backends), clock, random, policy, log };
  return (event: SQSEvent) =>
    eachMessage(event, log, async ({ orderId }) => {
      const order = await orders.get(orderId);
      if (order) await settleOrder(deps, order);
    });
}

/** `apps/functions/src/email.ts`, for customers who have not said how they want to be told. */
export function startEmail(process: Process, backends: Backends) {
  const { clock, log, simulation } = process;
  const tokens = stageReadTokens();
  const client = dynamoClient(process, backends);
  const deps: NotifyDeps = {
    claims: dynamoClaimStore(client, "Notifications", () => simulation.random.text(12)),
    leaseMs: claimLeaseMs("email"),
    held: dynamoHeldStore(client, "HeldNotices"),
    clock,
    linksOf: (orderId) => orderLinks(storefrontUrl, tokens, orderId),
    profileOf: async () => emptyProfile,
  };
  const channel = sesChannel(sesClient(process, backends), "orders@shop.example");
  const outlet = emailOutlet(
    channel,
    dynamoPeople(client, "Orders", () => process.clock.sleep(0)),
  );
  return (event: SQSEvent) =>
    eachMessage(event, log, async (entry) => void (await notify(deps, outlet, entry)));
}
