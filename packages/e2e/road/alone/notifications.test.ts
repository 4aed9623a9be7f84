import { createECDH, randomUUID } from "node:crypto";
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dynamoHeldStore } from "@doorbuster/adapters/dynamo/heldStore";
import type { PushSubscription } from "@doorbuster/core/notification/message";
import { noticeKinds } from "@doorbuster/core/notification/preferences";
import type { EntryType } from "@doorbuster/core/order/lifecycle";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";
import { staffToken } from "@doorbuster/lab/access/staffToken";
import { sample } from "@doorbuster/local/lambda/testing/sample";
import { accountedFor } from "../accounts.ts";
import {
  checkoutOf,
  eventually,
  get,
  opsPost,
  paymentBecomes,
  place,
  post,
  putOnSale,
  throwawayShop,
  type RoadShop,
} from "../kit.ts";
import { customerToken } from "../tokens.ts";

let shop: RoadShop;
beforeAll(async () => {
  shop = await throwawayShop();
  await putOnSale(shop, "TOLD", 1_000);
});
afterAll(() => shop.end());

interface Received {
  readonly channel: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What the inbox has about an order, as `channel type`, in alphabetical order. */
async function received(orderId: string): Promise<string[]> {
  const response = await fetch(`${shop.urls.inbox}/api/messages?tag.orderId=${orderId}`);
  const { messages } = (await response.json()) as { messages: Received[] };
  return messages.map(({ channel, tags }) => `${channel} ${tags["type"]?.replace("_", ".")}`).sort();
}

const isReceived = (orderId: string, ...wanted: string[]) =>
  eventually(`${wanted.join(", ")} for ${orderId}`, async () => {
    const found = await received(orderId);
    return wanted.every((each) => found.includes(each));
  });

const phoneOf = (n: number) => `+4477009${String(10_000 + n)}`;
const everything = (phone: string) => ({
  email: [...noticeKinds],
  sms: [...noticeKinds],
  push: [...noticeKinds],
  phone,
});

interface Settings {
  readonly endpoints: readonly string[];
  readonly push: { readonly key: string; readonly localService: string };
}

let customers = 0;
/** A customer with an account who wants to be told everything everywhere, in one browser. */
async function keenCustomer(changes: object = {}) {
  const n = customers++;
  const token = await customerToken(shop, `keen-${n}`);
  const phone = phoneOf(n);
  const preferences = { ...everything(phone), ...changes };
  const { data } = await post<Settings>(shop, "notifications.set", { preferences }, token);
  const subscription = await subscribe(token, data?.push.key);
  return { token, phone, preferences, subscription };
}

/** A browser that shows pushes which are signed with that key, and asks for them. */
async function subscribe(token: string, applicationServerKey: string | undefined): Promise<PushSubscription> {
  const response = await fetch(`${shop.urls.inbox}/push/subscriptions`, {
    method: "POST",
    body: JSON.stringify({ applicationServerKey }),
  });
  const subscription = (await response.json()) as PushSubscription;
  expect((await post(shop, "notifications.subscribe", { subscription }, token)).status).toBe(200);
  return subscription;
}

async function buy(token?: string, changes: object = {}): Promise<{ orderId: string; readToken: string }> {
  const { data } = await place(shop, checkoutOf("TOLD", { ...changes }), token);
  expect(data?.status).toBe("confirmed");
  return { orderId: data?.orderId ?? "", readToken: data?.readToken ?? "" };
}

async function confirmationOf(orderId: string): Promise<TimelineEntry> {
  const timeline = await shop.stores.orders.timeline(orderId);
  const found = timeline.find(({ type }) => type === "order.confirmed");
  if (!found) throw new Error(`${orderId} was not confirmed`);
  return found;
}

/** A call of the console by an operator. */
async function desk<T>(procedure: string, input: object): Promise<T | undefined> {
  const token = await staffToken(shop, "operator@example.com");
  return (await opsPost<T>(shop, procedure, input, token)).data;
}

async function ship(orderId: string): Promise<void> {
  await paymentBecomes(shop, orderId, "captured");
  const shipment = { carrier: "Royal Mail", trackingNumber: "AB123456789GB" };
  expect(await desk("orders.ship", { orderId, shipment })).toMatchObject({ status: "shipped" });
}

const sqs = () =>
  new SQSClient({
    endpoint: shop.endpoints.sqs,
    region: shop.env["AWS_REGION"] ?? "",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
const queueUrl = (name: string) =>
  (JSON.parse(shop.env[`SST_RESOURCE_${name}`] ?? "{}") as { url: string }).url;

test("a confirmed order leads to one mail, one text message and one push, however often it is announced", async () => {
  const { token, phone } = await keenCustomer();
  const { orderId } = await buy(token);
  const wanted = ["email order.confirmed", "push order.confirmed", "sms order.confirmed"];
  await isReceived(orderId, ...wanted);
  const confirmed = await confirmationOf(orderId);
  const client = sqs();
  for (const name of ["EmailQueue", "SmsQueue", "PushQueue", "SmsQueue", "PushQueue"]) {
    await client.send(
      new SendMessageCommand({ QueueUrl: queueUrl(name), MessageBody: JSON.stringify(confirmed) }),
    );
  }
  client.destroy();
  await accountedFor(shop);
  expect(await received(orderId)).toEqual(wanted);

  const texts = await fetch(`${shop.urls.inbox}/api/messages?channel=sms&to=${encodeURIComponent(phone)}`);
  const [text] = ((await texts.json()) as { messages: Received[] }).messages;
  expect(text?.subject).toMatch(/^Doorbuster: order \w{6} is confirmed, £10\.00\. http:\S+\/o\/\w+#t=\w+$/);
});

test("who asked for nothing gets their mails and nothing else, and a guest's wishes are for that order alone", async () => {
  const [first, second] = [await buy(), await buy()];
  await accountedFor(shop); // who says what they want before a message is decided upon, gets it
  const preferences = everything(phoneOf(999));
  const refused = await post(shop, "notifications.set", { orderId: first.orderId, preferences });
  expect(refused.status).toBe(404);
  expect((await post(shop, "notifications.set", { ...first, preferences })).status).toBe(200);
  await Promise.all([ship(first.orderId), ship(second.orderId)]);
  await isReceived(first.orderId, "email order.shipped", "sms order.shipped");
  await isReceived(second.orderId, "email order.shipped");
  await accountedFor(shop);
  expect(await received(first.orderId)).toEqual([
    "email order.confirmed",
    "email order.shipped",
    "sms order.shipped",
  ]);
  expect(await received(second.orderId)).toEqual(["email order.confirmed", "email order.shipped"]);
});

test("an account's wishes hold for its mails too: who wants no mail of parcels gets the papers alone", async () => {
  const { token } = await keenCustomer({ email: ["confirmed", "changed"] });
  const { orderId } = await buy(token);
  await ship(orderId);
  await isReceived(orderId, "email order.confirmed", "push order.shipped", "sms order.shipped");
  await accountedFor(shop);
  expect(await received(orderId)).not.toContain("email order.shipped");
});

/** What a keen customer received of an order when nothing moves any more, and its history as the customer is shown it. */
async function told(orderId: string, token: string) {
  await accountedFor(shop);
  const { data } = await get<{ timeline: { type: EntryType }[] }>(shop, "order.get", { orderId }, token);
  return { received: await received(orderId), timeline: data?.timeline.map(({ type }) => type) };
}

/** Each of these types once on every channel, as {@link received} has them. */
const onceEverywhere = (...types: EntryType[]) =>
  ["email", "push", "sms"].flatMap((channel) => types.map((type) => `${channel} ${type}`)).sort();

test("bought, sent, arrived and refunded in part: each is told once by mail, text message and push", async () => {
  const { token } = await keenCustomer();
  const { orderId } = await buy(token);
  await ship(orderId);
  expect(await desk("orders.deliver", { orderId })).toMatchObject({ status: "delivered" });
  const part = {
    amount: { amount: 300, currency: "GBP" },
    reason: "scratched",
    idempotencyKey: randomUUID(),
  };
  expect(await desk("orders.refund", { orderId, ...part })).toMatchObject({ refundable: { amount: 700 } });
  expect(await told(orderId, token)).toEqual({
    received: onceEverywhere("order.confirmed", "order.shipped", "order.delivered", "payment.refunded"),
    timeline: [
      "order.placed",
      "order.confirmed",
      "payment.captured",
      "order.shipped",
      "order.delivered",
      "refund.requested",
      "payment.refunded",
    ],
  });
});

test("called off before it is sent: that, and the money's way back, are told once by mail, text message and push", async () => {
  const { token } = await keenCustomer();
  const { orderId } = await buy(token);
  await paymentBecomes(shop, orderId, "captured");
  const cancelled = await desk("orders.cancel", { orderId, reason: "damaged in the warehouse" });
  expect(cancelled).toMatchObject({ status: "cancelled" });
  expect(await told(orderId, token)).toEqual({
    received: onceEverywhere("order.confirmed", "order.cancelled", "payment.refunded"),
    timeline: [
      "order.placed",
      "order.confirmed",
      "payment.captured",
      "order.cancelled",
      "refund.requested",
      "payment.refunded",
    ],
  });
});

test("an order's link does not open the account's wishes, and a browser's address must be a push service", async () => {
  const { token } = await keenCustomer();
  const order = await buy(token);
  const byLink = await post(shop, "notifications.get", order);
  expect([byLink.status, byLink.error?.data.appCode]).toEqual([401, "UNAUTHENTICATED"]);
  expect((await post(shop, "notifications.get", { orderId: order.orderId }, token)).status).toBe(200);
  const subscription = {
    endpoint: `${shop.endpoints.dynamodb}/`,
    keys: { p256dh: `B${"A".repeat(86)}`, auth: "A".repeat(22) },
  };
  const { error } = await post(shop, "notifications.subscribe", { subscription }, token);
  expect(error?.data).toMatchObject({
    appCode: "INVALID_INPUT",
    details: { field: "subscription.endpoint" },
  });
});

/** Quiet hours of a day but an hour, which lies half a day away. */
function quietNow() {
  const hour = (offset: number) => `${String((new Date().getUTCHours() + offset) % 24).padStart(2, "0")}:00`;
  return { from: hour(13), to: hour(12), zone: "UTC" };
}

test("quiet hours hold text messages and pushes and not the mail; the pipeline is at rest meanwhile, nothing is given up", async () => {
  const { token } = await keenCustomer({ quietHours: quietNow() });
  const { orderId } = await buy(token);
  await isReceived(orderId, "email order.confirmed");
  await shop.trigger("release");
  await accountedFor(shop);
  expect(await received(orderId)).toEqual(["email order.confirmed"]);
});

test("what quiet hours held goes out when they are over, as text message and as push, each once", async () => {
  const { token, phone } = await keenCustomer({ quietHours: quietNow() });
  const { orderId } = await buy(token);
  await accountedFor(shop); // held by now, until far too late for a test
  const held = dynamoHeldStore(shop.stores.client, shop.stores.tableName("HeldNotices"));
  const notice = { until: Date.now() - 1, entry: await confirmationOf(orderId) };
  await Promise.all([held.put({ ...notice, channel: "sms" }), held.put({ ...notice, channel: "push" })]);
  await post(shop, "notifications.set", { preferences: everything(phone) }, token);
  await shop.trigger("release");
  await shop.trigger("release");
  await isReceived(orderId, "push order.confirmed", "sms order.confirmed");
  await accountedFor(shop);
  expect(await received(orderId)).toHaveLength(3);
  expect(await held.due(Date.now(), 100)).toEqual([]);
});

test("with the inbox away nothing is lost: text messages and pushes arrive once it is back, each once", async () => {
  const { token } = await keenCustomer();
  await Promise.all([shop.cutOff("ses"), shop.cutOff("sms"), shop.services.get("inbox")?.stop()]);
  const { orderId } = await buy(token);
  await shop.services.get("inbox")?.start();
  await Promise.all([shop.restore("ses"), shop.restore("sms")]);
  await isReceived(orderId, "push order.confirmed", "sms order.confirmed", "email order.confirmed");
  await accountedFor(shop);
  expect(await received(orderId)).toHaveLength(3);
});

test("a browser that is gone is forgotten", async () => {
  const { token, subscription } = await keenCustomer();
  await fetch(`${subscription.endpoint}/cancel`, { method: "POST" });
  const { orderId } = await buy(token);
  await eventually("the browser to be forgotten", async () => {
    const { data } = await post<Settings>(shop, "notifications.get", { orderId }, token);
    return data?.endpoints.length === 0;
  });
  await accountedFor(shop);
  expect(await received(orderId)).toEqual(["email order.confirmed", "sms order.confirmed"]);
});

/** Takes what lies in a queue of dead letters, so that the books close again. */
async function deadLetter(name: string): Promise<{ orderId: string; type: string }> {
  const client = sqs();
  const QueueUrl = queueUrl(name);
  const message = await eventually(`a dead letter in ${name}`, async () => {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    return Messages[0];
  });
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  client.destroy();
  return JSON.parse(message.Body ?? "") as { orderId: string; type: string };
}

interface Pile {
  readonly of: string;
  readonly depth: number;
  readonly letters: readonly { readonly kind: string; readonly orderId?: string; readonly reason?: string }[];
}

const pileOf = async (of: string) =>
  (await desk<{ piles: Pile[] }>("deadLetters.list", {}))?.piles.find((pile) => pile.of === of);

/** Puts a message where a consumer's dead letters lie. */
async function bury(queue: string, body: object): Promise<void> {
  const client = sqs();
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl(queue), MessageBody: JSON.stringify(body) }));
  client.destroy();
}

test("what a channel refused too often is a dead letter; put back, it is delivered once", async () => {
  const client = sqs();
  await client.send(
    new SetQueueAttributesCommand({
      QueueUrl: queueUrl("SmsQueue"),
      Attributes: {
        VisibilityTimeout: "1",
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:doorbuster-local-SmsDeadLetters",
          maxReceiveCount: 2,
        }),
      },
    }),
  );
  client.destroy();
  await shop.cutOff("sms");
  const { orderId } = await buy((await keenCustomer()).token);
  const letters = await eventually("a dead letter", async () => {
    const pile = await pileOf("sms");
    return pile?.depth === 1 && pile.letters;
  });
  expect(letters).toMatchObject([{ kind: "entry", orderId, type: "order.confirmed" }]);
  expect(JSON.stringify(letters)).not.toMatch(/High Street|@example\.com/);
  await shop.restore("sms");
  const redriven = { of: "sms", reason: "the channel is back" };
  expect(await desk("deadLetters.redrive", redriven)).toMatchObject({ moved: 1, ending: "done" });
  await isReceived(orderId, "sms order.confirmed");
  await accountedFor(shop);
  expect((await received(orderId)).filter((each) => each.startsWith("sms"))).toHaveLength(1);
  const record = { ...redriven, actor: "operator@example.com", moved: 1 };
  expect(await desk("deadLetters.list", {})).toMatchObject({ redrives: [record] });
});

test("dead letters of what was done already change nothing when they are put back", async () => {
  const { token } = await keenCustomer();
  const { orderId } = await buy(token);
  const wanted = ["email order.confirmed", "push order.confirmed", "sms order.confirmed"];
  await isReceived(orderId, ...wanted);
  const confirmed = await confirmationOf(orderId);
  const piles = { email: "Email", sms: "Sms", push: "Push", payments: "Payment" };
  await Promise.all(
    Object.entries(piles).map(async ([of, name]) => {
      await bury(`${name}DeadLetters`, confirmed);
      expect(await desk("deadLetters.redrive", { of, reason: "for a test" }), of).toMatchObject({ moved: 1 });
    }),
  );
  await accountedFor(shop);
  expect(await received(orderId)).toEqual(wanted);
});

test("what a reader gave up is shown as the place in its stream where it was", async () => {
  await bury("StreamFailures", sample("dynamodb-failure") as object);
  expect((await pileOf("streams"))?.letters).toMatchObject([{ kind: "records", records: 1 }]);
  await deadLetter("StreamFailures");
});

// The last one: an order without its mail stays in this shop's books.
test("what a channel will never take is a dead letter at once, and the others are told all the same", async () => {
  const { token } = await keenCustomer({ phone: "+999700900123" }); // the code of no country
  const another = createECDH("prime256v1");
  await subscribe(token, another.generateKeys("base64url")); // signed for by a key that was replaced since
  const { orderId } = await buy(token, { contact: { email: "nobody@nowhere.invalid" } });
  for (const queue of ["EmailDeadLetters", "SmsDeadLetters", "PushDeadLetters"]) {
    expect(await deadLetter(queue), queue).toMatchObject({ orderId, type: "order.confirmed" });
  }
  expect(await received(orderId)).toEqual(["push order.confirmed"]);
});
