import type { Facts, Mail } from "../reconcile/facts.ts";

/**
 * Puts messages that came again aside. A crash between the channel's acceptance and our mark may repeat one, and so may a
 * channel whose answer is lost (`core/notification/deliver.ts`): that is told, and is no disagreement of the books.
 */
export function setRepeatsAside(facts: Facts): { readonly facts: Facts; readonly repeats: number } {
  const once = new Map(facts.mails.map((mail) => [nameOf(mail), mail]));
  return { facts: { ...facts, mails: [...once.values()] }, repeats: facts.mails.length - once.size };
}

const nameOf = ({ orderId, to }: Mail) => JSON.stringify([orderId, to]);
