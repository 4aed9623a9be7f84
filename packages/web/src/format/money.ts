import type { Money } from "@doorbuster/core/money/money";

// Building an Intl format costs far more than using it, and a page formats dozens of amounts in one currency.
const formats = new Map<string, Intl.NumberFormat>();

function formatFor(currency: string, locale: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(locale, { style: "currency", currency });
  formats.set(key, made);
  return made;
}

/** Minor units for people: `{ amount: 1250, currency: "GBP" }` → `£12.50`. The currency decides the digits. */
export function formatMoney(money: Money, locale = "en-GB"): string {
  const format = formatFor(money.currency, locale);
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(money.amount / 10 ** digits);
}
