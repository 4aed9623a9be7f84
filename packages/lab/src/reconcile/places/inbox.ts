import * as z from "zod";
import type { Mail } from "../facts.ts";

/** How the tag `type` of a confirmation reads: SES allows no dot in a tag's value. */
const confirmation = "order_confirmed";

const pageSchema = z.object({
  messages: z.array(z.object({ to: z.array(z.string()), tags: z.record(z.string(), z.string()) })),
  next: z.string().nullable(),
});

/** Every confirmation mail in the inbox, asked over HTTP. */
export async function readInbox(inbox: string): Promise<Mail[]> {
  const mails: Mail[] = [];
  const query = new URLSearchParams({ channel: "email", "tag.type": confirmation, limit: "1000" });
  for (;;) {
    const response = await fetch(`${inbox}/api/messages?${query}`);
    if (!response.ok) throw new Error(`the inbox answered ${response.status}`);
    const { messages, next } = pageSchema.parse(await response.json());
    mails.push(...messages.map(({ to, tags }) => ({ orderId: tags["orderId"] ?? "", to: to.join(", ") })));
    if (next === null) return mails;
    query.set("after", next);
  }
}
