import type { TimelineEntry } from "../order/timeline.ts";
import { referenceOf } from "./links.ts";
import type { SmsMessage } from "./message.ts";
import type { Notice } from "./notice.ts";

/** One text message holds 160 characters of the GSM alphabet, each of the extension's counting twice (3GPP TS 23.038). */
const singleMessage = 160;

const basic = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const extension = new Set("^{}\\[~]|€\f");

/** How much room a text takes, in GSM characters; `undefined` when a single one of its characters is of no such alphabet. */
export function gsmLength(text: string): number | undefined {
  let length = 0;
  for (const character of text) {
    if (basic.has(character)) length += 1;
    else if (extension.has(character)) length += 2;
    else return undefined;
  }
  return length;
}

/**
 * The text message of a notice: the fullest wording that is one message, else the shortest. Pure.
 *
 * @param link where the customer follows the order; the shorter the better
 */
export function smsOf(notice: Notice, entry: TimelineEntry, to: string, link: string): SmsMessage {
  const start = `Doorbuster: order ${referenceOf(entry.orderId)}`;
  // A currency may stand before a space that does not break, which the alphabet has not.
  const wordings = notice.short.map((words) => `${start} ${words} ${link}`.replaceAll("\u00a0", " "));
  const fits = (text: string) => (gsmLength(text) ?? Infinity) <= singleMessage;
  const text = wordings.find(fits) ?? wordings.at(-1) ?? link;
  return { to, text, tags: { type: entry.type, orderId: entry.orderId, traceId: entry.traceId } };
}
