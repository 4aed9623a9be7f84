import type { Order } from "@doorbuster/core/order/order";
import { refundedMinor } from "@doorbuster/core/order/refund";
import { isKept } from "@doorbuster/core/order/standing";
import type { Payment, Step } from "@doorbuster/local/sandbox/payments/payment";
import type { StripeServer } from "../provider/stripeServer.ts";
import type { Simulation } from "../simulation.ts";
import type { MemoryStore } from "../store/memoryStore.ts";
import type { Ledger } from "./orders.ts";

const invariant = "money = orders";

/** While it runs: no card is asked for an order that is not there, and no money is taken for one never confirmed. */
export function watchMoney(simulation: Simulation, provider: StripeServer, store: MemoryStore): void {
  provider.watch(({ payment, event }: Step) => {
    const orderId = payment.metadata["order_id"] ?? "";
    const Key = { pk: { S: `order#${orderId}` }, sk: { S: "order" } };
    const { Item } = store.execute("GetItemCommand", { TableName: "Orders", Key }) as {
      Item?: Record<string, { S?: string }>;
    };
    if (!Item) simulation.violate(invariant, `${payment.id} is for ${orderId}, which does not exist`);
    else if (event === "payment_intent.succeeded" && !Item["confirmedAt"]) {
      simulation.violate(invariant, `${payment.id} was taken for ${orderId}, which is ${Item["status"]?.S}`);
    }
  });
}

/** Once quiet: every order that stands has exactly its money, and every other one none. */
export function checkMoney(simulation: Simulation, { orders }: Ledger, provider: StripeServer): void {
  const byOrder = Map.groupBy(provider.payments, ({ metadata }) => metadata["order_id"] ?? "");
  for (const order of orders) {
    const payments = byOrder.get(order.id) ?? [];
    const complaint = isKept(order) ? complaintOfKept(order, payments) : complaintOfEnded(payments);
    if (complaint !== undefined) {
      simulation.violate(invariant, `${order.id}, ${order.status} and ${order.payment.state}: ${complaint}`);
    }
  }
}

function complaintOfKept(order: Order, payments: readonly Payment[]): string | undefined {
  const binding = payments.filter(({ status }) => status === "requires_capture" || status === "succeeded");
  const [payment, ...more] = binding;
  if (!payment) return "nobody pays for it";
  if (more.length > 0) return `it is paid ${binding.length} times`;
  const { amount, currency } = order.totals.total;
  if (payment.amount !== amount || payment.currency !== currency.toLowerCase()) {
    return `it costs ${amount} ${currency}, and ${payment.amount} ${payment.currency} are held`;
  }
  if (payment.status === "requires_capture") {
    return order.payment.state === "authorized" ? undefined : "its money was never taken";
  }
  if (order.payment.state === "authorized") return "its money was taken, and it does not know";
  if (payment.captured !== amount) return `${payment.captured} of ${amount} were taken`;
  const refunded = refundedMinor(order, "done");
  return payment.refunded === refunded
    ? undefined
    : `${payment.refunded} were given back, and the order says ${refunded}`;
}

function complaintOfEnded(payments: readonly Payment[]): string | undefined {
  const live = payments.find(({ status }) =>
    ["requires_capture", "requires_action", "processing"].includes(status),
  );
  if (live) return `${live.id} is ${live.status}`;
  const kept = payments.find(({ captured, refunded }) => captured !== refunded);
  return kept && `${kept.captured} were taken and ${kept.refunded} given back`;
}
