import { formatMoney, times } from "../money/money.ts";
import type { TimelineEntry } from "../order/timeline.ts";
import type { EmailMessage } from "./message.ts";

/** Times in messages are shown in this zone and say so. */
const zone = "Europe/London";

/**
 * The mail that confirms an order. Pure.
 *
 * @param orderUrl where the customer follows the order; the read token stands behind `#`, which no server ever sees
 */
export function confirmationEmail(entry: TimelineEntry, orderUrl: string): EmailMessage {
  const { lines, totals, contact, shippingAddress: to, confirmedAt } = entry.order;
  const placed = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "long", timeZone: zone });
  const when = placed.format(new Date(confirmedAt ?? entry.at));
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
    subject: `Your Doorbuster order is confirmed (${entry.orderId.slice(-6).toUpperCase()})`,
    text: [
      `Thank you, ${to.name}. Your order is confirmed.`,
      `Order ${entry.orderId}, ${when}`,
      ...rows.concat(sums).map(({ name, amount }) => `  ${name}  ${amount}`),
      `We ship to:\n  ${address.join("\n  ")}`,
      `Follow your order: ${orderUrl}`,
    ].join("\n\n"),
    html: page(
      `<h1 style="font-size:22px;margin:0 0 8px">Thank you, ${escape(to.name)}.</h1>
<p style="margin:0 0 24px">Your order is confirmed. We'll write again when it ships.</p>
<p style="margin:0 0 24px;color:#57534e">Order ${escape(entry.orderId)}<br>${escape(when)}</p>
<table role="presentation" width="100%" style="border-collapse:collapse">
${rows.map(({ name, amount }) => row(name, amount)).join("\n")}
${sums.map(({ name, amount }) => row(name, amount, name === "Total")).join("\n")}
</table>
<p style="margin:24px 0;color:#57534e">We ship to<br>${address.map(escape).join("<br>")}</p>
<p style="margin:0"><a href="${escape(orderUrl)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#1c1917;color:#ffffff;text-decoration:none">Follow your order</a></p>`,
    ),
    tags: { type: entry.type, orderId: entry.orderId, traceId: entry.traceId },
  };
}

function row(name: string, amount: string, strong = false): string {
  const style = `padding:8px 0;border-top:1px solid #e7e5e4;${strong ? "font-weight:600;" : ""}`;
  return `<tr><td style="${style}">${escape(name)}</td><td align="right" style="${style}">${escape(amount)}</td></tr>`;
}

function page(body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Order confirmed</title></head>
<body style="margin:0;background:#f5f5f4"><div style="max-width:560px;margin:0 auto;padding:32px 24px;background:#ffffff;color:#1c1917;font:16px/1.5 system-ui,sans-serif">
${body}
</div></body></html>`;
}

/** Names and addresses come from customers: in a mail they are text, never markup. */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
