import fc from "fast-check";
import { expect, test } from "vitest";
import { entryTypes } from "../order/timeline.ts";
import type { TimelineEntry } from "../order/timeline.ts";
import { personOf } from "../order/order.ts";
import { anOrder } from "../testing/orders.ts";
import { emailOf } from "./email.ts";
import { noticeOf, toldTypes } from "./notice.ts";
import { pushOf } from "./push.ts";
import { gsmLength, smsOf } from "./sms.ts";
import { aSubscription, confirmedEntry } from "./testing.ts";

const url =
  "https://doorbuster.example/orders/ord_0123456789abcdefghjkmnpq#t=00000000000000000000000000000000";
const link = "https://doorbuster.example/o/0123456789abcdefghjkmnpq#t=00000000000000000000000000000000";
const ada = personOf(anOrder())!;
const gbp = (amount: number) => ({ amount, currency: "GBP" });

/** An entry of a type, with all that an order of that type would hold. */
function entryOfType(
  type: TimelineEntry["type"],
  changes: Partial<TimelineEntry["order"]> = {},
): TimelineEntry {
  const entry = confirmedEntry({ type, at: "2026-01-01T00:10:00.000Z" });
  const shipment = { carrier: "Royal Mail", trackingNumber: "AB123456789GB" };
  return {
    ...entry,
    refund: { id: "r1", amount: gbp(1_250), reason: "scratched", state: "done" },
    order: { ...entry.order, shipment, ...changes },
  };
}

test("customers are told what concerns them, and nothing of how we move money", () => {
  const told = entryTypes.filter((type) => noticeOf(entryOfType(type)));
  expect(told.sort()).toEqual([...toldTypes].sort());
  expect(told).toEqual([
    "order.cancelled",
    "order.confirmed",
    "order.declined",
    "order.delivered",
    "order.expired",
    "order.shipped",
    "payment.refunded",
  ]);
});

test("a decline at the checkout and an order given up there are no news to whoever stands there", () => {
  const { confirmedAt: _, ...unconfirmed } = entryOfType("order.cancelled").order;
  expect(noticeOf({ ...entryOfType("order.cancelled"), order: unconfirmed })).toBeUndefined();
  const declined = entryOfType("order.declined");
  expect(noticeOf({ ...declined, at: "2026-01-01T00:00:05.000Z" })).toBeUndefined();
  expect(noticeOf(declined)?.title).toBe("was not completed");
});

test("the confirmation lists what was bought, with the zone of its time, and shows names as text", () => {
  const entry = entryOfType("order.confirmed", {
    lines: [{ sku: "X", name: "<b>Lamp</b>", quantity: 2, unitPrice: gbp(1_250) }],
  });
  const mail = emailOf(noticeOf(entry)!, entry, ada, url);
  expect(mail.subject).toBe("Your Doorbuster order is confirmed (JKMNPQ)");
  expect(mail.text).toContain("2 × <b>Lamp</b>  £25.00");
  expect(mail.text).toContain("1 January 2026 at 00:00:01 GMT");
  expect(mail.html).not.toContain("<b>Lamp");
  expect(mail.tags).toEqual({ type: "order.confirmed", orderId: entry.orderId, traceId: entry.traceId });
});

test("every notice has a mail, a text message and a push that lead to the order", () => {
  for (const type of toldTypes) {
    const entry = entryOfType(type);
    const notice = noticeOf(entry)!;
    expect(emailOf(notice, entry, ada, url)).toMatchObject({
      to: "ada@example.com",
      text: expect.stringContaining(url),
    });
    expect(smsOf(notice, entry, "+447700900123", link).text).toContain(link);
    const { notification } = pushOf(notice, entry, aSubscription, url);
    expect(notification).toMatchObject({ url, tag: entry.id, tags: { type } });
  }
});

test("what was shipped, refunded and cancelled is said with its particulars", () => {
  const textOf = (entry: TimelineEntry) => emailOf(noticeOf(entry)!, entry, ada, url).text;
  expect(textOf(entryOfType("order.shipped"))).toMatch(/Royal Mail[^]*AB123456789GB/);
  expect(textOf(entryOfType("payment.refunded"))).toContain("£12.50");
  expect(textOf(entryOfType("order.cancelled", { paymentState: "authorized" }))).toContain("is let go");
  expect(textOf(entryOfType("order.cancelled", { paymentState: "captured" }))).toContain(
    "goes back to your card",
  );
  expect(textOf(entryOfType("order.cancelled", { paymentState: "failed" }))).toContain("not been charged");
});

test("a text message is one message, whatever the carrier calls itself and whatever the currency", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...toldTypes),
      fc.string({ unit: "grapheme", minLength: 2, maxLength: 40 }),
      fc.constantFrom("GBP", "EUR", "USD", "CHF", "JPY"),
      fc.integer({ min: 1, max: 9_999_999 }),
      (type, carrier, currency, amount) => {
        const money = { amount, currency };
        const entry = entryOfType(type, {
          shipment: { carrier, trackingNumber: "A".repeat(40) },
          totals: { items: money, tax: money, shipping: money, total: money },
        });
        const { text } = smsOf(noticeOf(entry)!, entry, "+447700900123", link);
        expect(gsmLength(text)).toBeLessThanOrEqual(160);
      },
    ),
    { numRuns: 300 },
  );
});

test("counts as telephones do: a euro sign is two characters, a smile does not exist", () => {
  expect([gsmLength("£5"), gsmLength("€5"), gsmLength("☺")]).toEqual([2, 3, undefined]);
});
