import * as z from "zod";
import { AppError } from "../errors.ts";
import { claimOf, type ClaimStore } from "../notification/deliver.ts";
import { channelNames } from "../notification/message.ts";
import { noticeOf } from "../notification/notice.ts";
import { customerKeyOf, emptyProfile, type PreferenceStore } from "../notification/preferences.ts";
import { advance, type AdvanceDeps } from "./advance.ts";
import type { Command } from "./command.ts";
import { refusal } from "./lifecycle.ts";
import { moneyStep } from "./moneyStep.ts";
import { isGuests, type Order } from "./order.ts";
import { ordersOf, type PersonScope } from "./person.ts";
import { refundable } from "./refund.ts";

/** Why data is erased: a choice, because what is typed might name the person, and stays for good. */
export const erasureReasonSchema = z.enum(["asked for by the person", "no longer needed", "test order"]);
export type ErasureReason = z.infer<typeof erasureReasonSchema>;

export interface EraseDeps extends AdvanceDeps {
  readonly preferences: Pick<PreferenceStore, "get" | "forget">;
  readonly claims: Pick<ClaimStore, "forget">;
}

/** What keeps an order's data from being erased, and what to do about it; `undefined` when it is over. Pure. */
export function openOf(
  order: Order,
  { policy, clock }: Pick<AdvanceDeps, "policy" | "clock">,
): string | undefined {
  if (refusal(order, "erase") !== undefined && order.erasedAt === undefined) return whatToDo(order);
  if (order.refunds.some(({ state }) => state === "requested")) return "A refund is under way: wait for it.";
  if (owesRefund(order))
    return "A refund was refused by the provider, and the customer's money is still here: ask for it anew.";
  if (order.status === "delivered" && order.payment.state === "failed")
    return "It was delivered and never paid: settle that first.";
  if (moneyStep(order, policy, clock.now()) !== undefined || order.dueAt !== undefined)
    return "The payment provider is still being asked about its money: try again in some minutes.";
  return undefined;
}

/** A cancelled order whose money was taken and, by a refusal of the provider, not given back. */
function owesRefund(order: Order): boolean {
  return order.status === "cancelled" && order.payment.state === "captured" && refundable(order).amount > 0;
}

function whatToDo({ status, payment }: Order): string {
  switch (status) {
    case "pending":
      return "It is not decided yet: wait until it is paid, or cancel it.";
    case "confirmed":
      return "It has not left yet: ship and deliver it, or cancel it.";
    case "shipped":
      return "It is on its way: mark it as delivered when it has arrived.";
    default:
      return `Its payment is ${payment.state}: wait until the money is where it belongs.`;
  }
}

/**
 * Takes everything that names the person out of an order, or out of all orders of whoever it belongs to, with what was
 * wished and claimed for them. Amounts, products and the country stay, for the books. When one order is still open nothing is
 * touched. Safe to repeat: what was erased is passed by, and what a crash left is taken up.
 *
 * @returns the ids of the orders that now hold nothing
 * @throws AppError `CONFLICT` with what is open and what to do about it
 */
export async function erasePerson(
  deps: EraseDeps,
  order: Order,
  scope: PersonScope,
  command: Command & { readonly reason: ErasureReason },
): Promise<string[]> {
  const orders = await ordersOf(deps.orders, order, scope);
  refuseOpen(deps, orders, untouched);
  const addresses = await Promise.all(orders.map((each) => addressesOf(deps, each)));
  // While the orders still say whose it is: after a crash nobody would know.
  if (scope === "customer" && !isGuests(order)) await deps.preferences.forget(customerKeyOf(order));
  for (const [at, each] of orders.entries()) await eraseOrder(deps, each, addresses[at] ?? [], command);
  return orders.map(({ id }) => id);
}

/** Wherever the person may have been told something about an order. */
async function addressesOf({ preferences }: EraseDeps, order: Order): Promise<string[]> {
  const profile = (await preferences.get(customerKeyOf(order))) ?? emptyProfile;
  const { email } = order.contact;
  const { phone } = profile.preferences;
  const endpoints = profile.subscriptions.map(({ endpoint }) => endpoint);
  return [email, phone, ...endpoints].filter((each) => each !== undefined);
}

const untouched = "Nothing was erased.";
/** Others of the person may be erased by then, and the account's wishes. */
const overtaken = "Something has happened to this order just now, and it was not erased.";

function refuseOpen(deps: EraseDeps, orders: readonly Order[], outcome: string): void {
  const open = orders.flatMap((order) => {
    const what = openOf(order, deps);
    return what === undefined ? [] : [{ orderId: order.id, status: order.status, what }];
  });
  const [first, ...more] = open;
  if (!first) return;
  const which = orders.length === 1 ? "" : ` Order ${first.orderId}:`;
  const others = more.length === 0 ? "" : ` ${more.length} more of their orders are open, too.`;
  throw new AppError("CONFLICT", `${outcome}${which} ${first.what}${others}`, {
    details: { open: open.slice(0, 20) },
  });
}

/**
 * The row first, whatever else is found later:
 *
 *   this                         a rival
 *   read version 7
 *                                decides a refund: version 8
 *   erase if version 7 → refused
 *   read version 8: a refund is under way → refused, and nothing was touched
 *
 * The other way round the rival's write is refused, and what it writes next is computed from the row without a person. A
 * crash after the row leaves wishes that nobody can reach, which the next call deletes, and hashes that expire by themselves.
 */
async function eraseOrder(
  deps: EraseDeps,
  order: Order,
  addresses: readonly string[],
  command: Command & { readonly reason: ErasureReason },
): Promise<void> {
  await advance(deps, order, (current) => {
    if (current.erasedAt !== undefined) return undefined;
    refuseOpen(deps, [current], overtaken);
    return { name: "erase", ...command };
  });
  await forgetClaims(deps, order.id, addresses);
  if (isGuests(order)) await deps.preferences.forget(customerKeyOf(order));
}

/** Who was told what, as hashes of the addresses. */
async function forgetClaims({ orders, claims }: EraseDeps, orderId: string, addresses: readonly string[]) {
  const told = (await orders.timeline(orderId)).filter((entry) => noticeOf(entry) !== undefined);
  const names = await Promise.all(
    told.flatMap(({ id }) =>
      addresses.flatMap((address) => channelNames.map((channel) => claimOf(id, channel, address))),
    ),
  );
  await Promise.all(names.map((claim) => claims.forget(claim)));
}
