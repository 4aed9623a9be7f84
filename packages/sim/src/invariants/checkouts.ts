import { foldLines } from "@doorbuster/core/catalog/price";
import type { Checkout, CheckoutAnswer } from "@doorbuster/core/order/checkout";
import type { Order } from "@doorbuster/core/order/order";
import type { Book, CheckoutCall } from "../actors/book.ts";
import { scopeOf } from "../actors/people.ts";
import type { Simulation } from "../simulation.ts";
import type { Ledger } from "./orders.ts";
import type { StockBooks } from "./stock.ts";

const invariant = "one checkout, one order";

/** Every checkout call against the orders that stand in the end: one key gave one order and one answer. */
export function checkCheckouts(
  simulation: Simulation,
  book: Book,
  { orders }: Ledger,
  stock: StockBooks,
): void {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const byKey = Map.groupBy(
    book.calls,
    ({ person, checkout }) => `${scopeOf(person)} ${checkout.idempotencyKey}`,
  );
  for (const calls of byKey.values()) {
    const complaint = complaintOf(calls, byId);
    if (complaint !== undefined) simulation.violate(invariant, complaint);
  }
  const scopes = new Map<string, string>();
  for (const { person, reply } of book.calls) {
    if (reply.kind !== "answered") continue;
    const owner = scopes.get(reply.value.orderId) ?? scopeOf(person);
    scopes.set(reply.value.orderId, owner);
    if (owner !== scopeOf(person))
      simulation.violate("nobody sees another's", `${reply.value.orderId} was given to two`);
  }
  for (const call of book.calls) checkSoldOut(simulation, call, stock);
}

function complaintOf(calls: readonly CheckoutCall[], orders: ReadonlyMap<string, Order>): string | undefined {
  const answered = calls.flatMap(({ checkout, reply }) =>
    reply.kind === "answered" ? [{ checkout, answer: reply.value }] : [],
  );
  const [first] = answered;
  if (!first) return undefined;
  const { orderId } = first.answer;
  const order = orders.get(orderId);
  if (!order) return `${orderId} was answered and does not exist`;
  for (const { checkout, answer } of answered) {
    if (answer.orderId !== orderId) return `one key gave ${orderId} and ${answer.orderId}`;
    if (answer.readToken !== first.answer.readToken) return `${orderId} was given two read tokens`;
    if (contentOf(checkout) !== contentOf(first.checkout))
      return `one key was answered for two requests: ${orderId}`;
    const totals = [answer.total, order.totals.total, checkout.expectedTotal].map(({ amount }) => amount);
    if (new Set(totals).size > 1)
      return `${orderId} was answered, is and was agreed to at ${totals.join(", ")}`;
    if (!leadsTo(answer.status, order))
      return `${orderId} was answered as ${answer.status} and is ${order.status}`;
  }
  if (linesOf(order.lines) !== linesOf(first.checkout.lines)) return `${orderId} is not what was asked for`;
  return undefined;
}

/** What was asked for, but for the key and the total. */
function contentOf({ lines, payment, contact }: Checkout): string {
  return JSON.stringify([linesOf(lines), payment.token, contact.email.toLowerCase()]);
}

function linesOf(lines: Checkout["lines"]): string {
  return JSON.stringify(foldLines(lines).map(({ sku, quantity }) => [sku, quantity]));
}

/** Whether an order may have become what it is after this was said of it. */
function leadsTo(said: CheckoutAnswer["status"], { status }: Order): boolean {
  if (said === "pending" || said === "requires_action" || said === status) return true;
  return said === "confirmed" && (status === "shipped" || status === "delivered" || status === "cancelled");
}

/** "Sold out" is kept for a second once it is proved. */
const believedMs = 1_000;

/** "Sold out" is said only when it was true, at some moment of the call or of the second before it. */
function checkSoldOut(simulation: Simulation, call: CheckoutCall, stock: StockBooks): void {
  const { checkout, reply, startedAt, endedAt } = call;
  if (reply.kind !== "refused" || reply.code !== "SOLD_OUT") return;
  const items = reply.details["items"] as readonly { readonly sku: string; readonly left: number }[];
  for (const { sku, left } of items) {
    const wanted = foldLines(checkout.lines).find((line) => line.sku === sku)?.quantity ?? 0;
    const least = stock.leastAvailable(sku, startedAt - believedMs, endedAt);
    if (left >= wanted || least >= wanted) {
      simulation.violate(
        "sold out only when true",
        `${wanted} of ${sku} were refused, and there were ${least}`,
      );
    }
  }
}
