import * as z from "zod";
import { normalizeEmail } from "../access/caller.ts";
import { foldLines, maxQuantityPerLine, totalsSchema } from "../catalog/price.ts";
import { skuSchema } from "../catalog/product.ts";
import { base32, digest } from "../ids.ts";
import { moneySchema } from "../money/money.ts";
import { holdsCardNumber } from "../payment/cardNumber.ts";
import { addressSchema, contactSchema, orderStatusSchema } from "./order.ts";

export const lineSchema = z.object({
  sku: skuSchema,
  quantity: z.int().min(1).max(maxQuantityPerLine),
});

/** A line count far above any order's SKUs: one SKU may stand in several lines, but not in thousands. */
export const linesSchema = z.array(lineSchema).min(1).max(500);

/** Made with the first address: a tenth of what a function needs to start, and most of them never see one. */
let regionNames: Intl.DisplayNames | undefined;

function isCountry(code: string): boolean {
  regionNames ??= new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  return regionNames.of(code) !== undefined;
}

/** An address as it comes in: a country that there is, and no card number anywhere. */
const givenAddressSchema = addressSchema.superRefine((address, context) => {
  for (const [field, text] of Object.entries(address)) {
    if (text === undefined || !holdsCardNumber(text)) continue;
    const message = "looks like a card number, which belongs into the card fields alone";
    context.addIssue({ code: "custom", path: [field], message });
  }
  // Refinements also run on what has not the right shape, for which `isCountry` would throw.
  if (/^[A-Z]{2}$/.test(address.country) && !isCountry(address.country)) {
    context.addIssue({ code: "custom", path: ["country"], message: "there is no such country" });
  }
});

/** `checkout.place`: what a customer sends. Part of the public contract. */
export const checkoutSchema = z.object({
  /** Made once per attempt by the client and repeated on every retry of it. */
  idempotencyKey: z.string().min(16).max(64),
  lines: linesSchema,
  /** What the customer was shown. Another total is answered with `PRICE_CHANGED`, never charged. */
  expectedTotal: moneySchema,
  payment: z.object({
    /** The provider's token. Digits that look like a card number are refused before anything is stored. */
    token: z
      .string()
      .min(1)
      .max(255)
      .regex(/^[A-Za-z]\w*$/, "a token of the payment provider, never a card number")
      .refine((token) => !holdsCardNumber(token), "a token of the payment provider, never a card number"),
  }),
  contact: contactSchema,
  shippingAddress: givenAddressSchema,
});
export type Checkout = z.infer<typeof checkoutSchema>;

/** `checkout.place`: what the customer gets. */
export const checkoutAnswerSchema = z.object({
  orderId: z.string(),
  status: z.union([orderStatusSchema.exclude(["shipped", "delivered"]), z.literal("requires_action")]),
  total: moneySchema,
  totals: totalsSchema,
  /** Reads this one order without signing in. */
  readToken: z.string(),
  placedAt: z.iso.datetime(),
  /** Until when a pending order's units are held. */
  expiresAt: z.iso.datetime().optional(),
  /** Why the bank said no: its code, and a sentence that says what to do. */
  decline: z.object({ code: z.string(), message: z.string() }).optional(),
  /** Where the cardholder must go on, for `requires_action`. */
  redirectUrl: z.string().optional(),
});
export type CheckoutAnswer = z.infer<typeof checkoutAnswerSchema>;

/** A hash of everything asked for but the key. The order of lines and the case of the address don't matter. */
export async function fingerprintOf(checkout: Checkout): Promise<string> {
  const { expectedTotal, payment, contact, shippingAddress } = checkout;
  const lines = foldLines(checkout.lines);
  const hash = await digest(
    "checkout",
    ...lines.flatMap(({ sku, quantity }) => [sku, String(quantity)]),
    `${expectedTotal.amount} ${expectedTotal.currency}`,
    payment.token,
    normalizeEmail(contact.email),
    contact.phone ?? "",
    shippingAddress.name,
    shippingAddress.line1,
    shippingAddress.line2 ?? "",
    shippingAddress.city,
    shippingAddress.postalCode,
    shippingAddress.country,
  );
  return base32(hash, 32);
}
