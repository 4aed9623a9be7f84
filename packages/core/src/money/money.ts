import * as z from "zod";

/** ISO 4217 code. The shop sells in currencies with two minor digits (the exponent matters only for display). */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, "an ISO 4217 code such as GBP");

/** An amount in integer minor units (pence, cents) with its currency. Never a float, never without a currency. */
export const moneySchema = z.object({
  amount: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  currency: currencySchema,
});

export type Money = z.infer<typeof moneySchema>;

/** Adds amounts of one currency. Throws a `RangeError` on a mix of currencies: that is a defect, never user input. */
export function sum(currency: string, amounts: readonly Money[]): Money {
  let amount = 0;
  for (const money of amounts) {
    if (money.currency !== currency) throw new RangeError(`cannot add ${money.currency} to ${currency}`);
    amount += money.amount;
  }
  return { amount, currency };
}

/** `unit × quantity`, exact in integers up to 2^53 minor units. */
export function times(unit: Money, quantity: number): Money {
  return { amount: unit.amount * quantity, currency: unit.currency };
}

/** A share of an amount in basis points (1/10,000), rounded half up to a whole minor unit. */
export function basisPointsOf(money: Money, basisPoints: number): Money {
  return { amount: Math.floor((money.amount * basisPoints + 5_000) / 10_000), currency: money.currency };
}

export function sameMoney(a: Money, b: Money): boolean {
  return a.amount === b.amount && a.currency === b.currency;
}

/** For people: `£12.50`. Locale decides separators and position. */
export function formatMoney(money: Money, locale = "en-GB"): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: money.currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(money.amount / 10 ** digits);
}
