import type { Money } from "@doorbuster/core/money/money";
import * as z from "zod";

/** `12`, `12.5` or `12.50` as minor units, digit by digit: a float would lose pennies. */
export function minorUnits(text: string): number | undefined {
  const match = /^(\d{1,10})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : undefined;
}

/** As it is typed: `1250` → `12.50`. */
export function typed({ amount }: Money): string {
  return `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, "0")}`;
}

/** An amount of the order's currency, more than nothing and at most what is left. */
export function amountSchema(left: Money) {
  return z.string().transform((text, context): Money => {
    const amount = minorUnits(text);
    const problem =
      amount === undefined
        ? "An amount such as 12.50"
        : amount === 0
          ? "More than nothing"
          : amount > left.amount
            ? `At most ${typed(left)}`
            : undefined;
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
    return { amount: amount ?? 0, currency: left.currency };
  });
}
