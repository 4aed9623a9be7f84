import { randomUUID } from "node:crypto";
import * as z from "zod";
import { escapeHtml } from "../service-kit/page.ts";
import type { HttpAnswer, HttpRequest } from "../service-kit/http.ts";
import type { Message, MessageStore } from "./message-store.ts";

/**
 * SNS as far as text messages go: Publish to a telephone number, in the query protocol that the SDK speaks
 * (docs.aws.amazon.com/sns, API reference). Topics are elsewhere. A message is on disk before it is answered for.
 */
export async function publishSms(
  store: MessageStore,
  now: () => number,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const form = new URLSearchParams(request.body.toString());
  if (form.get("Action") !== "Publish")
    return snsError("InvalidAction", "Only Publish is part of the local inbox.");
  const parsed = publishSchema.safeParse({ ...Object.fromEntries(form), attributes: attributesOf(form) });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return snsError("InvalidParameter", `Invalid parameter: ${issue?.path.join(".")} ${issue?.message}`);
  }
  const message = messageOf(parsed.data, now());
  await store.add(message);
  const result = `<PublishResult><MessageId>${message.id}</MessageId></PublishResult>`;
  return xml(200, `<PublishResponse xmlns="${namespace}">${result}${metadata()}</PublishResponse>`);
}

const namespace = "http://sns.amazonaws.com/doc/2010-03-31/";
/** SNS's own attributes; all others are tags of ours. */
const own = "AWS.SNS.SMS.";

const publishSchema = z.object({
  PhoneNumber: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, "is not a telephone number in E.164 format")
    // Reserved and given to nobody (ITU-T E.164, list of country codes): the number to see a refusal with.
    .refine((number) => !number.startsWith("+999"), "is in no country"),
  /** SNS cuts a text of up to 1,600 characters into messages of 140 bytes. */
  Message: z.string().min(1, "must not be empty").max(1600, "is longer than 1,600 characters"),
  attributes: z.record(z.string(), z.string()),
});

/** `MessageAttributes.entry.1.Name`, `MessageAttributes.entry.1.Value.StringValue`, `MessageAttributes.entry.2.Name` … */
function attributesOf(form: URLSearchParams): Record<string, string> {
  const names = [...form].filter(([key]) => /^MessageAttributes\.entry\.\d+\.Name$/.test(key));
  return Object.fromEntries(
    names.map(([key, name]) => [name, form.get(key.replace(/Name$/, "Value.StringValue")) ?? ""]),
  );
}

function messageOf(request: z.output<typeof publishSchema>, now: number): Message {
  const { PhoneNumber, Message: text, attributes } = request;
  const ofSns = Object.entries(attributes).filter(([name]) => name.startsWith(own));
  return {
    id: randomUUID(),
    channel: "sms",
    acceptedAt: new Date(now).toISOString(),
    from: attributes[`${own}SenderID`] ?? "NOTICE",
    to: [PhoneNumber],
    cc: [],
    bcc: [],
    replyTo: [],
    subject: text,
    text,
    html: null,
    headers: ofSns.map(([name, value]) => ({ name: name.slice(own.length), value })),
    tags: Object.fromEntries(Object.entries(attributes).filter(([name]) => !name.startsWith(own))),
  };
}

function snsError(code: string, message: string): HttpAnswer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeHtml(message)}</Message></Error>`;
  return xml(400, `<ErrorResponse xmlns="${namespace}">${error}${metadata()}</ErrorResponse>`);
}

const metadata = () => `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;

const xml = (status: number, body: string): HttpAnswer => ({
  status,
  headers: { "content-type": "text/xml" },
  body,
});
