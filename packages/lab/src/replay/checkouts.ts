import { createHash } from "node:crypto";
import type { Product } from "@doorbuster/core/catalog/product";
import type { Checkout } from "@doorbuster/core/order/checkout";
import { currency } from "./catalogue.ts";
import { countryCodeOf } from "./countries.ts";
import { isDeclined } from "./declines.ts";
import { unitsByCode, type Invoice } from "./invoices.ts";
import { escapeBytes } from "./sku.ts";

/** An invoice ready to be placed, all but its idempotency key. */
export interface PlannedCheckout {
  readonly invoice: string;
  /** Who signs in; undefined for a guest. */
  readonly customerId: string | undefined;
  readonly request: Omit<Checkout, "idempotencyKey">;
}

/** The provider's test cards (docs.stripe.com/testing). */
const cards = { pays: "pm_card_visa", declines: "pm_card_visa_chargeDeclined" } as const;

/** One checkout per invoice: lines of one SKU folded, the total by the catalogue. */
export function planCheckout(
  invoice: Invoice,
  catalogue: ReadonlyMap<string, Product>,
  declineShare: number,
): PlannedCheckout {
  const lines = [...unitsByCode(invoice.lines)].map(([code, quantity]) => {
    const product = catalogue.get(code);
    if (!product) throw new Error(`stock code ${code} is not in the catalogue`);
    return { sku: product.sku, quantity, amount: product.price.amount * quantity };
  });
  const total = lines.reduce((sum, line) => sum + line.amount, 0);
  const token = isDeclined(invoice.number, declineShare) ? cards.declines : cards.pays;
  return {
    invoice: invoice.number,
    customerId: invoice.customerId,
    request: {
      lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
      expectedTotal: { amount: total, currency },
      payment: { token },
      ...personOf(invoice),
    },
  };
}

/** Made-up people, always the same for the same invoice. The domain is reserved for examples (RFC 2606). */
function personOf({ number, customerId, country }: Invoice): Pick<Checkout, "contact" | "shippingAddress"> {
  const id = escapeBytes(customerId ?? number);
  const who = customerId === undefined ? "guest" : "customer";
  return {
    contact: { email: `${who}-${id}@replay.example` },
    shippingAddress: {
      name: `${who === "guest" ? "Guest" : "Customer"} ${id}`,
      line1: "1 Replay Street",
      city: "Replay",
      postalCode: "0000",
      country: countryCodeOf(country),
    },
  };
}

/**
 * A checkout's idempotency key: the same whenever a run comes back to an invoice, another in every other run.
 *
 * @param attempt 1, or higher after an attempt that ended for good without an order to keep
 */
export function idempotencyKeyOf(run: string, invoice: string, attempt: number): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([run, invoice]))
    .digest("base64url");
  return attempt === 1 ? hash : `${hash}.${attempt}`;
}
