import { createDecipheriv, createECDH, randomUUID } from "node:crypto";
import { pushKeys } from "@doorbuster/adapters/notification/pushEncryption";
import { importJWK, jwtVerify } from "jose";
import * as z from "zod";
import { json, text, type HttpAnswer, type HttpRequest } from "../service-kit/http.ts";
import type { Message, MessageStore } from "./message-store.ts";
import type { PushStore, Subscription } from "./push-store.ts";

/**
 * A push service for a laptop that reaches none (RFC 8030, with the signatures of RFC 8292). It stands for the browser's
 * half as well: it makes a subscription's keys and therefore can read what is sent to it, which a real push service can't.
 * The shop's page fetches from here what its service worker then shows.
 */
export interface PushDeps {
  readonly subscriptions: PushStore;
  readonly messages: MessageStore;
  readonly now: () => number;
  /** Where this service is reached; the audience of every signature. */
  readonly origin: () => string;
}

/** The shop's page is of another origin. What is behind these addresses is guarded by an id that nobody can guess. */
const shared = { "access-control-allow-origin": "*", "cache-control": "no-store" };
const refuse = (status: number, why: string): HttpAnswer => {
  const answer = text(status, why);
  return { ...answer, headers: { ...answer.headers, ...shared } };
};

const publicKey = z.string().regex(/^B[\w-]{86}$/, "a P-256 public key: 65 bytes, uncompressed, base64url");

/** `POST /push/subscriptions {"applicationServerKey"}`: what `PushManager.subscribe` does in a browser. */
export async function subscribePush(deps: PushDeps, { body }: HttpRequest): Promise<HttpAnswer> {
  const parsed = z.object({ applicationServerKey: publicKey }).safeParse(parseJson(body));
  if (!parsed.success) return refuse(400, "applicationServerKey: a P-256 public key is wanted");
  const {
    id,
    publicKey: p256dh,
    auth,
  } = await deps.subscriptions.subscribe(parsed.data.applicationServerKey);
  return json(201, { endpoint: `${deps.origin()}/push/${id}`, keys: { p256dh, auth } }, shared);
}

export async function cancelPush({ subscriptions }: PushDeps, id: string): Promise<HttpAnswer> {
  await subscriptions.cancel(id);
  return json(200, {}, shared);
}

/** `GET /push/:id/messages?after=SEQ`: what a browser would be woken for. */
export async function pushedTo(
  { subscriptions }: PushDeps,
  id: string,
  query: URLSearchParams,
): Promise<HttpAnswer> {
  const subscription = await subscriptions.find(id);
  if (subscription === undefined || subscription === "gone") return refuse(410, "no such subscription");
  return json(200, { messages: await subscriptions.deliveries(id, Number(query.get("after") ?? 0)) }, shared);
}

/** `POST /push/:id`: a message from an application server. It is on disk before it is answered for. */
export async function acceptPush(deps: PushDeps, id: string, request: HttpRequest): Promise<HttpAnswer> {
  const subscription = await deps.subscriptions.find(id);
  if (subscription === undefined) return refuse(404, "no such subscription");
  if (subscription === "gone") return refuse(410, "the subscription was cancelled");
  const { headers, body } = request;
  if (!/^\d+$/.test(String(headers["ttl"])))
    return refuse(400, "a TTL header is wanted (RFC 8030, section 5.2)");
  if (headers["content-encoding"] !== "aes128gcm")
    return refuse(415, "the content encoding aes128gcm is wanted");
  if (body.length > 4096) return refuse(413, "at most 4,096 bytes are taken");
  const contact = await contactOf(headers.authorization ?? "", subscription, deps);
  if (contact === undefined)
    return refuse(403, "no valid signature by the key of this subscription (RFC 8292)");
  const parsed = notificationSchema.safeParse(parseJson(decrypt(body, subscription)));
  if (!parsed.success)
    return refuse(400, "the message can't be read: it is not encrypted for this subscription");
  const message = messageOf(parsed.data, { contact, subscription, headers }, deps.now());
  await deps.messages.add(message);
  await deps.subscriptions.deliver(id, parsed.data);
  return { ...text(201, ""), headers: { location: `${deps.origin()}/api/messages/${message.id}` } };
}

const notificationSchema = z.object({
  title: z.string(),
  body: z.string(),
  url: z.url(),
  tag: z.string(),
  tags: z.record(z.string(), z.string()),
});

/** Whom the sender names as a contact, if the signature is good. */
async function contactOf(
  authorization: string,
  { applicationServerKey }: Subscription,
  { origin, now }: PushDeps,
): Promise<string | undefined> {
  const [, token = "", key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  if (key !== applicationServerKey) return undefined;
  const point = Buffer.from(key, "base64url");
  const [x, y] = [point.subarray(1, 33).toString("base64url"), point.subarray(33).toString("base64url")];
  try {
    const jwk = await importJWK({ kty: "EC", crv: "P-256", x, y }, "ES256");
    const at = { audience: origin(), currentDate: new Date(now()), requiredClaims: ["exp", "sub"] };
    const { payload } = await jwtVerify(token, jwk, { ...at, algorithms: ["ES256"] });
    const isShortLived = (payload.exp ?? Infinity) <= now() / 1000 + 24 * 60 * 60;
    return isShortLived ? payload.sub : undefined;
  } catch {
    return undefined;
  }
}

/** What the browser would do with it: RFC 8291, section 4, the other way round. Empty when it is not for this key. */
function decrypt(body: Buffer, { privateKey, auth }: Subscription): Buffer {
  try {
    const ours = createECDH("prime256v1");
    ours.setPrivateKey(Buffer.from(privateKey, "base64url"));
    const [salt, senderKey] = [body.subarray(0, 16), body.subarray(21, 21 + body.readUInt8(20))];
    const { key, nonce } = pushKeys({
      secret: ours.computeSecret(senderKey),
      auth: Buffer.from(auth, "base64url"),
      theirKey: ours.getPublicKey(),
      ourKey: senderKey,
      salt,
    });
    const record = body.subarray(21 + senderKey.length);
    const decipher = createDecipheriv("aes-128-gcm", key, nonce).setAuthTag(record.subarray(-16));
    const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
    return padded.subarray(0, padded.lastIndexOf(2)); // behind the last record's mark stands only padding
  } catch {
    return Buffer.alloc(0);
  }
}

function messageOf(
  { title, body, url, tags }: z.output<typeof notificationSchema>,
  {
    contact,
    subscription,
    headers,
  }: { contact: string; subscription: Subscription; headers: HttpRequest["headers"] },
  now: number,
): Message {
  const shown = ["ttl", "urgency", "topic"].flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [{ name, value: String(value) }];
  });
  return {
    id: randomUUID(),
    channel: "push",
    acceptedAt: new Date(now).toISOString(),
    from: contact,
    to: [`browser ${subscription.id}`],
    cc: [],
    bcc: [],
    replyTo: [],
    subject: title,
    text: `${body}\n\n${url}`,
    html: null,
    headers: shown,
    tags,
  };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
