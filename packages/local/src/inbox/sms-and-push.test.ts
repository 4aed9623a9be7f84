import { InvalidParameterException, PublishCommand, SNSClient, type PublishInput } from "@aws-sdk/client-sns";
import { encryptPush } from "@doorbuster/adapters/notification/pushEncryption";
import { vapidAuthorization } from "@doorbuster/adapters/notification/vapid";
import { vapidKeySchema, vapidPublicKey, type VapidKey } from "@doorbuster/adapters/notification/vapidKey";
import { exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../service-kit/testing.ts";
import { startInbox, type Inbox } from "./inbox.ts";
import type { InboxStats, Message, MessagePage } from "./message-store.ts";

let dataDir: string;
let inbox: Inbox;
let key: VapidKey;
let strangersKey: VapidKey;

async function newKey(): Promise<VapidKey> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return vapidKeySchema.parse(await exportJWK(privateKey));
}

beforeAll(async () => {
  dataDir = temporaryFolder();
  inbox = await startInbox({ port: 0, dataDir });
  [key, strangersKey] = await Promise.all([newKey(), newKey()]);
});
afterAll(() => inbox.close());

async function get<Body>(path: string): Promise<Body> {
  const response = await fetch(inbox.url + path);
  expect(response.status).toBe(200);
  return (await response.json()) as Body;
}

const text = (StringValue: string) => ({ DataType: "String", StringValue });
const sms = {
  PhoneNumber: "+447700900123",
  Message: "Order ABC123 is confirmed, £5 & more. <b>",
  MessageAttributes: {
    "AWS.SNS.SMS.SenderID": text("Doorbuster"),
    "AWS.SNS.SMS.MaxPrice": { DataType: "Number", StringValue: "0.50" },
    type: text("order.confirmed"),
    orderId: text("ord_1"),
  },
} satisfies PublishInput;

/** The real client, as the notifier uses it. */
async function publish(change: Partial<PublishInput> = {}): Promise<string> {
  const client = new SNSClient({
    endpoint: `http://127.0.0.1:${inbox.port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  const { MessageId } = await client.send(new PublishCommand({ ...sms, ...change }));
  return MessageId!;
}

test("keeps a text message whole, and finds it like any other", async () => {
  const id = await publish();
  const { acceptedAt: _, ...message } = await get<Message>(`/api/messages/${id}`);
  expect(message).toEqual({
    id,
    channel: "sms",
    from: "Doorbuster",
    to: ["+447700900123"],
    cc: [],
    bcc: [],
    replyTo: [],
    subject: sms.Message,
    text: sms.Message,
    html: null,
    headers: [
      { name: "SenderID", value: "Doorbuster" },
      { name: "MaxPrice", value: "0.50" },
    ],
    tags: { type: "order.confirmed", orderId: "ord_1" },
  });
  for (const query of ["channel=sms", "tag.orderId=ord_1", "to=%2B447700900123", "subject=abc123"]) {
    expect((await get<MessagePage>(`/api/messages?${query}`)).messages.map((each) => each.id)).toContain(id);
  }
  expect((await get<MessagePage>("/api/messages?channel=email")).total).toBe(0);
  const page = await (await fetch(`${inbox.url}/messages/${id}`)).text();
  expect(page).toContain("Text message");
  expect(page).not.toContain("more. <b>");
});

test.each<[string, Partial<PublishInput>]>([
  ["to what is no number", { PhoneNumber: "07700 900123" }],
  ["to the code of no country", { PhoneNumber: "+999700900123" }],
  ["of nothing", { Message: "" }],
  ["of a novel", { Message: "x".repeat(1601) }],
])("refuses a text message %s as SNS does", async (_what, change) => {
  await expect(publish(change)).rejects.toBeInstanceOf(InvalidParameterException);
});

interface Subscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

async function subscribed(): Promise<Subscription> {
  const response = await fetch(`${inbox.url}/push/subscriptions`, {
    method: "POST",
    body: JSON.stringify({ applicationServerKey: vapidPublicKey(key) }),
  });
  expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([201, "*"]);
  return (await response.json()) as Subscription;
}

const notification = {
  title: "Your order is on its way",
  body: "Royal Mail has your parcel.",
  url: "https://doorbuster.example/orders/ord_2",
  tag: "ord_2#0003",
  tags: { type: "order.shipped", orderId: "ord_2" },
};

async function push(
  { endpoint, keys }: Subscription,
  change: { readonly headers?: Record<string, string>; readonly by?: VapidKey; readonly at?: number } = {},
): Promise<Response> {
  const { by = key, at = Date.now(), headers = {} } = change;
  return fetch(endpoint, {
    method: "POST",
    headers: {
      ttl: "60",
      "content-encoding": "aes128gcm",
      authorization: await vapidAuthorization(by, endpoint, "mailto:orders@shop.example", at),
      ...headers,
    },
    body: new Uint8Array(encryptPush(Buffer.from(JSON.stringify(notification)), keys)),
  });
}

test("accepts a push, says where it lies, shows what it says, and hands it to the page once asked", async () => {
  const subscription = await subscribed();
  const answer = await push(subscription);
  expect(answer.status).toBe(201);
  const message = (await (await fetch(answer.headers.get("location") ?? "")).json()) as Message;
  expect(message).toMatchObject({
    channel: "push",
    from: "mailto:orders@shop.example",
    subject: notification.title,
    text: expect.stringContaining(notification.url),
    tags: notification.tags,
  });
  const delivered = async (after: number) =>
    (
      (await (await fetch(`${subscription.endpoint}/messages?after=${after}`)).json()) as {
        messages: unknown[];
      }
    ).messages;
  expect(await delivered(0)).toEqual([{ seq: 1, notification }]);
  expect(await delivered(1)).toEqual([]);
});

test("takes nothing that a push service would not take", async () => {
  const subscription = await subscribed();
  const statusOf = async (change: Parameters<typeof push>[1]) => (await push(subscription, change)).status;
  expect(await statusOf({ by: strangersKey })).toBe(403);
  expect(await statusOf({ at: Date.now() - 13 * 60 * 60_000 })).toBe(403); // the signature has run out
  expect(await statusOf({ at: Date.now() + 13 * 60 * 60_000 })).toBe(403); // it would hold for more than a day
  expect(await statusOf({ headers: { authorization: "vapid t=x.y.z, k=x" } })).toBe(403);
  expect(await statusOf({ headers: { ttl: "soon" } })).toBe(400);
  expect(await statusOf({ headers: { "content-encoding": "aesgcm" } })).toBe(415);
  const other = await subscribed();
  expect((await push({ ...subscription, keys: other.keys })).status).toBe(400); // encrypted for another browser
  expect((await push({ ...subscription, endpoint: `${inbox.url}/push/nothing` })).status).toBe(404);
  await fetch(`${subscription.endpoint}/cancel`, { method: "POST" });
  expect(await statusOf({})).toBe(410);
});

test("subscriptions and what was counted outlive a restart", async () => {
  const subscription = await subscribed();
  await push(subscription);
  const before = await get<InboxStats>("/api/stats");
  expect(before.types).toContainEqual(
    expect.objectContaining({ channel: "push", type: "order.shipped", orders: 1 }),
  );
  const { url } = inbox;
  await inbox.close();
  inbox = await startInbox({ port: 0, dataDir });
  expect(await get<InboxStats>("/api/stats")).toEqual(before);
  const endpoint = subscription.endpoint.replace(url, inbox.url);
  expect((await push({ ...subscription, endpoint })).status).toBe(201);
});
