import type { MountCardFields } from "./port.ts";
import { loadGlobal } from "./script.ts";
import { createBoxes } from "./stripe-boxes.ts";
import { mountStripeFields } from "./stripe-fields.ts";
import type { StripeConstructor } from "./stripe-js.ts";

/**
 * Stripe.js has two releases a year, each at an address of its own (docs.stripe.com/sdks/stripejs-versioning). This is the
 * one that belongs to the API version of our server's SDK, `2026-10-28.endive`: they move together.
 */
const release = "endive";

/** @param settings `url` is the origin that serves Stripe.js */
export async function loadStripeFields({
  url,
  publishableKey,
}: {
  readonly url: string;
  readonly publishableKey: string;
}): Promise<MountCardFields> {
  const construct = await loadGlobal<StripeConstructor>(`${url}/${release}/stripe.js`, "Stripe");
  const stripe = construct(publishableKey, { locale: "en-GB" });
  return (element, options) => mountStripeFields(stripe, createBoxes(element), options);
}
