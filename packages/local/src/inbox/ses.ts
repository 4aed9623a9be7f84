import { randomUUID } from "node:crypto";
import * as z from "zod";
import { json, type HttpAnswer, type HttpRequest } from "../service-kit/http.ts";
import type { Message, MessageStore } from "./message-store.ts";

/**
 * The SES v2 API as far as it is used here: SendEmail with simple content (docs.aws.amazon.com/ses, API reference v2).
 * A message is on disk before it is answered for.
 */
export async function sendEmail(
  store: MessageStore,
  now: () => number,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const parsed = sendEmailSchema.safeParse(parseJson(request.body.toString()));
  if (!parsed.success) return sesError(400, "BadRequestException", firstProblem(parsed.error));
  if (recipientsOf(parsed.data).some(isNobodys)) {
    return sesError(400, "MessageRejected", "Email address is not verified.");
  }
  const message = messageOf(parsed.data, now());
  await store.add(message);
  return json(200, { MessageId: message.id }, requestId());
}

/** Reserved and given to nobody (RFC 2606, section 2): the addresses to see a refusal with. */
const isNobodys = (recipient: string) => /\.invalid>?$/i.test(recipient);

function recipientsOf({ Destination }: z.output<typeof sendEmailSchema>): string[] {
  const { ToAddresses, CcAddresses, BccAddresses } = Destination;
  return [...ToAddresses, ...CcAddresses, ...BccAddresses];
}

/** An error in AWS's shape for REST with JSON: the type in a header, the message in the body. */
export function sesError(status: number, type: string, message: string): HttpAnswer {
  return json(status, { message }, { ...requestId(), "x-amzn-errortype": type });
}

/** SES reads `Name <local@domain>` as well as the bare address. */
const address = z.string().regex(/[^\s@]@[^\s@]+$|<[^\s@]+@[^\s@]+>$/, "Missing final '@domain'");

/** SES API reference, MessageTag. */
const tagText = z
  .string()
  .regex(/^[\w-]{1,256}$/, "may hold letters, digits, underscores and dashes, 256 characters at most");

const content = z.object({ Data: z.string(), Charset: z.string().optional() });
const addresses = z.array(address).default([]);

/** A message goes to fifty recipients at most (SES quotas). */
const maxRecipients = 50;

const sendEmailSchema = z.object({
  FromEmailAddress: address,
  Destination: z
    .object({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses })
    .refine(({ ToAddresses: to, CcAddresses: cc, BccAddresses: bcc }) => {
      const recipients = to.length + cc.length + bcc.length;
      return recipients > 0 && recipients <= maxRecipients;
    }, `must have from 1 to ${maxRecipients} recipients`),
  ReplyToAddresses: addresses,
  Content: z.object({
    Simple: z.object({
      Subject: content,
      Body: z
        .object({ Text: content.optional(), Html: content.optional() })
        .refine(({ Text, Html }) => Text ?? Html, "must have a text or an HTML part"),
      Headers: z.array(z.object({ Name: z.string().min(1), Value: z.string() })).default([]),
    }),
  }),
  EmailTags: z.array(z.object({ Name: tagText, Value: tagText })).default([]),
});

function messageOf(request: z.output<typeof sendEmailSchema>, now: number): Message {
  const { Subject, Body, Headers } = request.Content.Simple;
  return {
    id: messageId(now),
    channel: "email",
    acceptedAt: new Date(now).toISOString(),
    from: request.FromEmailAddress,
    to: request.Destination.ToAddresses,
    cc: request.Destination.CcAddresses,
    bcc: request.Destination.BccAddresses,
    replyTo: request.ReplyToAddresses,
    subject: Subject.Data,
    text: Body.Text?.Data ?? null,
    html: Body.Html?.Data ?? null,
    headers: Headers.map(({ Name, Value }) => ({ name: Name, value: Value })),
    tags: Object.fromEntries(request.EmailTags.map(({ Name, Value }) => [Name, Value])),
  };
}

/** Looks like those of SES: the time, a random part, a counter that stays zero. */
function messageId(now: number): string {
  return `0100${now.toString(16).padStart(12, "0")}-${randomUUID()}-000000`;
}

function requestId(): Record<string, string> {
  return { "x-amzn-requestid": randomUUID() };
}

function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0]!;
  return `${issue.path.join(".") || "The request"}: ${issue.message}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
