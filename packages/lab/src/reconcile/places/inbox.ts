import * as z from "zod";
import { channelNames } from "@doorbuster/core/notification/message";
import type { Mail, Message } from "../facts.ts";

/** How the tag `type` of a confirmation reads: SES allows no dot in a tag's value. */
const confirmation = "order_confirmed";

const pageSchema = z.object({
  messages: z.array(
    z.object({
      channel: z.enum(channelNames),
      to: z.array(z.string()),
      tags: z.record(z.string(), z.string()),
      acceptedAt: z.iso.datetime(),
    }),
  ),
  next: z.string().nullable(),
});

/** Every confirmation mail in the inbox, asked over HTTP. */
export async function readInbox(inbox: string): Promise<Mail[]> {
  const mails = await readMessages(inbox, { channel: "email", "tag.type": confirmation });
  return mails.map(({ orderId, to }) => ({ orderId, to }));
}

/** Every message in the inbox, or those that a query picks (`GET /api/messages`), asked over HTTP. */
export async function readMessages(
  inbox: string,
  only: Readonly<Record<string, string>> = {},
): Promise<Message[]> {
  const found: Message[] = [];
  const query = new URLSearchParams({ ...only, limit: "1000" });
  for (;;) {
    const response = await fetch(`${inbox}/api/messages?${query}`);
    if (!response.ok) throw new Error(`the inbox answered ${response.status}`);
    const { messages, next } = pageSchema.parse(await response.json());
    found.push(...messages.map(messageOf));
    if (next === null) return found;
    query.set("after", next);
  }
}

function messageOf({
  channel,
  to,
  tags,
  acceptedAt,
}: z.infer<typeof pageSchema>["messages"][number]): Message {
  return {
    channel,
    type: tags["type"]?.replace("_", ".") ?? "",
    orderId: tags["orderId"] ?? "",
    to: to.join(", "),
    acceptedAt: Date.parse(acceptedAt),
  };
}
