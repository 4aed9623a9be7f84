import type { Person } from "../order/order.ts";
import type { TimelineEntry } from "../order/timeline.ts";
import { confirmationEmail } from "./confirmationEmail.ts";
import { escapeText, mailButton, mailPage, mailRow, mailTable, mailTime } from "./emailLayout.ts";
import { referenceOf } from "./links.ts";
import type { EmailMessage } from "./message.ts";
import type { Notice } from "./notice.ts";

/** The mail of a notice: the confirmation lists all that was bought, every other says what happened. Pure. */
export function emailOf(
  notice: Notice,
  entry: TimelineEntry,
  person: Person,
  orderUrl: string,
): EmailMessage {
  if (entry.type === "order.confirmed") return confirmationEmail(entry, person, orderUrl);
  const subject = `Your Doorbuster order ${notice.title} (${referenceOf(entry.orderId)})`;
  const when = mailTime(entry.at);
  const heading = `Your order ${notice.title}`;
  return {
    to: person.contact.email,
    subject,
    text: [
      `${heading}.`,
      notice.sentences.join(" "),
      ...notice.details.map(([name, value]) => `  ${name}  ${value}`),
      `Order ${entry.orderId}, ${when}`,
      `Your order: ${orderUrl}`,
    ].join("\n\n"),
    html: mailPage(
      heading,
      `<h1 style="font-size:22px;margin:0 0 8px">${escapeText(heading)}</h1>
<p style="margin:0 0 24px">${notice.sentences.map(escapeText).join(" ")}</p>
<p style="margin:0 0 24px;color:#57534e">Order ${escapeText(entry.orderId)}<br>${escapeText(when)}</p>
${mailTable(notice.details.map(([name, value]) => mailRow(name, value)))}
${mailButton("See your order", orderUrl)}`,
    ),
    tags: { type: entry.type, orderId: entry.orderId, traceId: entry.traceId },
  };
}
