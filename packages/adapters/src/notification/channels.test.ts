import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SNSClient } from "@aws-sdk/client-sns";
import { exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PushSubscription } from "@doorbuster/core/notification/message";
import { startInbox, type Inbox } from "@doorbuster/local/inbox/inbox";
import { systemClock } from "../system.ts";
import { sesChannel } from "./sesChannel.ts";
import { snsSmsChannel } from "./snsSmsChannel.ts";
import { vapidKeySchema, vapidPublicKey, type VapidKey } from "./vapidKey.ts";
import { webPushChannel } from "./webPushChannel.ts";

let dataDir: string;
let inbox: Inbox;
let vapidKey: VapidKey;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-channels-"));
  inbox = await startInbox({ port: 0, dataDir });
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  vapidKey = vapidKeySchema.parse(await exportJWK(privateKey));
});
afterAll(async () => {
  await inbox.close();
  await rm(dataDir, { recursive: true, force: true });
});

const aws = (port: number) => ({
  endpoint: `http://127.0.0.1:${port}`,
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
  maxAttempts: 1,
});
const tags = { type: "order.shipped", orderId: "ord_1" };
const sms = (port: number) =>
  snsSmsChannel(new SNSClient(aws(port)), { senderId: "Doorbuster", maxPriceUsd: 0.5 });
const email = (port: number) => sesChannel(new SESv2Client(aws(port)), "orders@doorbuster.example");
const push = (key = vapidKey) =>
  webPushChannel({ vapidKey: async () => key, contact: "mailto:orders@shop.example", clock: systemClock });
const notification = {
  title: "Your order is on its way",
  body: "Royal Mail has your parcel.",
  url: "https://doorbuster.example/orders/ord_1",
  tag: "ord_1#0003",
  tags,
};

async function subscribed(): Promise<PushSubscription> {
  const response = await fetch(`${inbox.url}/push/subscriptions`, {
    method: "POST",
    body: JSON.stringify({ applicationServerKey: vapidPublicKey(vapidKey) }),
  });
  return (await response.json()) as PushSubscription;
}

async function received(query: string): Promise<unknown[]> {
  const response = await fetch(`${inbox.url}/api/messages?${query}`);
  return ((await response.json()) as { messages: unknown[] }).messages;
}

test("a text message reaches its number, with its sender and its tags", async () => {
  await sms(inbox.port).send({ to: "+447700900123", text: "Order ABC123 is on its way, £5.", tags });
  expect(await received(`channel=sms&to=${encodeURIComponent("+447700900123")}`)).toMatchObject([
    { channel: "sms", to: ["+447700900123"], subject: "Order ABC123 is on its way, £5.", tags },
  ]);
});

test("a push reaches its browser, which alone could read it", async () => {
  const to = await subscribed();
  await push().send({ to, notification });
  expect(await received("channel=push&tag.orderId=ord_1")).toMatchObject([
    { subject: notification.title, tags },
  ]);
  const { messages } = (await (await fetch(`${to.endpoint}/messages`)).json()) as { messages: unknown[] };
  expect(messages).toEqual([{ seq: 1, notification }]);
});

test("what a channel will never take is told from what it may take later", async () => {
  await expect(sms(inbox.port).send({ to: "+1", text: "x", tags: {} })).rejects.toMatchObject({
    name: "ChannelRefused",
    kind: "rejected",
  });
  const mail = { to: "nobody", subject: "x", text: "x", html: "x", tags: {} };
  await expect(email(inbox.port).send(mail)).rejects.toMatchObject({ kind: "rejected" });
  const stranger = await generateKeyPair("ES256", { extractable: true });
  const theirs = vapidKeySchema.parse(await exportJWK(stranger.privateKey));
  const to = await subscribed();
  await expect(push(theirs).send({ to, notification })).rejects.toMatchObject({
    kind: "rejected",
    message: "status 403",
  });
});

test("a subscription that was cancelled is gone, and so is one that never was", async () => {
  const to = await subscribed();
  await fetch(`${to.endpoint}/cancel`, { method: "POST" });
  await expect(push().send({ to, notification })).rejects.toMatchObject({
    kind: "gone",
    message: "status 410",
  });
  const never = { ...to, endpoint: `${inbox.url}/push/nothing` };
  await expect(push().send({ to: never, notification })).rejects.toMatchObject({ kind: "gone" });
});

/** Answers everything with one status, or, with none, hangs up. */
async function answering(status?: number): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    if (status === undefined) request.socket.destroy();
    else response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

const channels = {
  email: (port: number) =>
    email(port).send({ to: "ada@example.com", subject: "x", text: "x", html: "x", tags: {} }),
  sms: (port: number) => sms(port).send({ to: "+447700900123", text: "x", tags: {} }),
  push: async (port: number) => {
    const { keys } = await subscribed();
    return push().send({ to: { endpoint: `http://127.0.0.1:${port}/push/1`, keys }, notification });
  },
};

test.each(Object.entries(channels))(
  "%s: nobody there and too many requests are refusals; a lost answer and a failure are not",
  async (_name, send) => {
    const away = await answering(200);
    await new Promise((resolve) => away.server.close(resolve));
    await expect(send(away.port)).rejects.toMatchObject({ name: "ChannelRefused", kind: "later" });
    for (const [status, refused] of [
      [429, true],
      [500, false],
      [undefined, false],
    ] as const) {
      const { server, port } = await answering(status);
      const error = await send(port).catch((thrown: unknown) => thrown);
      server.close();
      expect(error).toBeInstanceOf(Error);
      expect((error as Error).name === "ChannelRefused", String(status)).toBe(refused);
    }
  },
);
