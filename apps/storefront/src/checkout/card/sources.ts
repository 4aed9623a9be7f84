import type { PageNeeds } from "@doorbuster/web/security/content-security-policy";
import type { CardFieldsSetting } from "./setting.ts";

/** What a page that shows the card fields must let through, beyond its own origin. */
export function cardFieldsNeeds(setting: CardFieldsSetting): Partial<PageNeeds> {
  return setting.kind === "stripe" ? stripeNeeds : { scripts: [setting.url], frames: [setting.url] };
}

/**
 * As Stripe asks for Stripe.js with Elements (docs.stripe.com/security/guide, "Content security policy"), without what is
 * for addresses and Checkout. Its fields stand on numbered subdomains; hooks.stripe.com is the bank's page in a frame.
 * Styles are not in the guide: Stripe.js writes `style` attributes into the frames that it makes.
 */
const stripeNeeds: Partial<PageNeeds> = {
  scripts: ["https://js.stripe.com", "https://*.js.stripe.com"],
  frames: ["https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com"],
  connections: ["https://api.stripe.com"],
  styleAttributes: true,
};
