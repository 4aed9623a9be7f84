import { formatMoney, times } from "../money/money.ts";
import type { Person } from "../order/order.ts";
import type { TimelineEntry } from "../order/timeline.ts";
import { escapeText, mailButton, mailPage, mailRow, mailTable, mailTime } from "./emailLayout.ts";
import { referenceOf } from "./links.ts";
import type { EmailMessage } from "./message.ts";

/**
 * The mail that confirms an order, with all that was bought. Pure.
 *
 * @param orderUrl where the customer follows the order; the read token stands behind `#`, which no server ever sees
 */
export function confirmationEmail(entry: TimelineEntry, person: Person, orderUrl: string): EmailMessage {
  const { lines, totals, confirmedAt } = entry.order;
  const { contact, shippingAddress: to } = person;
  const when = mailTime(confirmedAt ?? entry.at);
  const rows = lines.map((line) => ({
    name: `${line.quantity} × ${line.name}`,
    amount: formatMoney(times(line.unitPrice, line.quantity)),
  }));
  const sums = [
    ...(totals.tax.amount > 0 ? [{ name: "Tax", amount: formatMoney(totals.tax) }] : []),
    { name: "Shipping", amount: totals.shipping.amount > 0 ? formatMoney(totals.shipping) : "free" },
    { name: "Total", amount: formatMoney(totals.total) },
  ];
  const address = [to.name, to.line1, to.line2, `${to.postalCode} ${to.city}`, to.country].filter(
    (line): line is string => Boolean(line),
  );
  return {
    to: contact.email,
    subject: `Your Doorbuster order is confirmed (${referenceOf(entry.orderId)})`,
    text: [
      `Thank you, ${to.name}. Your order is confirmed.`,
      `Order ${entry.orderId}, ${when}`,
      ...rows.concat(sums).map(({ name, amount }) => `  ${name}  ${amount}`),
      `We ship to:\n  ${address.join("\n  ")}`,
      `Follow your order: ${orderUrl}`,
    ].join("\n\n"),
    html: mailPage(
      "Order confirmed",
      `<h1 style="font-size:22px;margin:0 0 8px">Thank you, ${escapeText(to.name)}.</h1>
<p style="margin:0 0 24px">Your order is confirmed. We'll write again when it ships.</p>
<p style="margin:0 0 24px;color:#57534e">Order ${escapeText(entry.orderId)}<br>${escapeText(when)}</p>
${mailTable([
  ...rows.map(({ name, amount }) => mailRow(name, amount)),
  ...sums.map(({ name, amount }) => mailRow(name, amount, name === "Total")),
])}
<p style="margin:24px 0;color:#57534e">We ship to<br>${address.map(escapeText).join("<br>")}</p>
${mailButton("Follow your order", orderUrl)}`,
    ),
    tags: { type: entry.type, orderId: entry.orderId, traceId: entry.traceId },
  };
}
