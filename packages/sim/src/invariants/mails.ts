import { noticeOf } from "@doorbuster/core/notification/notice";
import type { Mail } from "../aws/mailbox.ts";
import type { Simulation } from "../simulation.ts";
import type { Ledger } from "./orders.ts";

const invariant = "nothing lost, nothing doubled";

/**
 * Once quiet: every entry that customers are told of was mailed once, more often only where a fault struck between
 * acceptance and mark.
 */
export function checkMails(
  simulation: Simulation,
  { orders, entries }: Ledger,
  mails: readonly Mail[],
): void {
  const keyOf = (orderId: string, type: string) => `${type.replace(".", "_")} of ${orderId}`;
  const addressees = new Map(orders.map(({ id, contact }) => [id, contact.email]));
  const sent = Map.groupBy(mails, ({ orderId, type }) => keyOf(orderId, type));
  const due = Map.groupBy(
    entries.filter((entry) => noticeOf(entry) !== undefined),
    ({ orderId, type }) => keyOf(orderId, type),
  );
  for (const [key, told] of due) {
    const arrived = sent.get(key) ?? [];
    const excuses = arrived.filter(wasCutOff).length;
    if (arrived.length < told.length || arrived.length > told.length + excuses) {
      const what = `${arrived.length} mails for ${told.length} times ${key}, with ${excuses} excuses`;
      simulation.violate(invariant, what);
    }
    const addressee = addressees.get(told[0]?.orderId ?? "");
    const stranger = arrived.find(({ to }) => to !== addressee);
    if (stranger) simulation.violate("nobody sees another's", `a mail about ${key} went to somebody else`);
  }
  const groundless = [...sent.keys()].find((key) => !due.has(key));
  if (groundless !== undefined)
    simulation.violate(invariant, `a mail about ${groundless}, which never happened`);
}

const wasCutOff = ({ mishaps, faultsBefore }: Mail) => mishaps.died || mishaps.faults > faultsBefore;
