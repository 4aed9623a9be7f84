import {
  BadRequestException,
  SendEmailCommand,
  SESv2Client,
  type SendEmailRequest,
} from "@aws-sdk/client-sesv2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServiceProcess, type ServiceProcess } from "../service-kit/testing.ts";
import type { InboxStats, Message, MessagePage } from "./message-store.ts";

const main = new URL("main.ts", import.meta.url);
const testTimeoutMs = 60_000;

let inbox: ServiceProcess;
beforeAll(async () => {
  inbox = await startServiceProcess(main);
}, testTimeoutMs);
afterAll(() => inbox.stop());

/** The real client, as the notifier uses it. */
function ses({ url }: ServiceProcess): SESv2Client {
  return new SESv2Client({
    endpoint: url.replace("localhost", "127.0.0.1"),
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
}

const mail = {
  FromEmailAddress: "Doorbuster <orders@doorbuster.example>",
  Destination: { ToAddresses: ["ada@example.com"] },
  Content: {
    Simple: {
      Subject: { Data: "Your order is confirmed" },
      Body: { Text: { Data: "Thank you." }, Html: { Data: "<h1>Thank you.</h1>" } },
      Headers: [{ Name: "X-Order", Value: "ord_1" }],
    },
  },
  EmailTags: [
    { Name: "type", Value: "order_confirmed" },
    { Name: "orderId", Value: "ord_1" },
  ],
} satisfies SendEmailRequest;

async function send(service: ServiceProcess, change: Partial<SendEmailRequest> = {}): Promise<string> {
  const answer = await ses(service).send(new SendEmailCommand({ ...mail, ...change }));
  return answer.MessageId!;
}

async function get<Body>(service: ServiceProcess, path: string): Promise<Body> {
  const response = await fetch(service.url + path);
  expect(response.status).toBe(200);
  return (await response.json()) as Body;
}

test("keeps a message whole", async () => {
  const id = await send(inbox, { ReplyToAddresses: ["help@doorbuster.example"] });
  expect(id).toMatch(/^[\w-]{20,}$/);
  const { acceptedAt, ...message } = await get<Message>(inbox, `/api/messages/${id}`);
  expect(message).toEqual({
    id,
    channel: "email",
    from: mail.FromEmailAddress,
    to: ["ada@example.com"],
    cc: [],
    bcc: [],
    replyTo: ["help@doorbuster.example"],
    subject: "Your order is confirmed",
    text: "Thank you.",
    html: "<h1>Thank you.</h1>",
    headers: [{ name: "X-Order", value: "ord_1" }],
    tags: { type: "order_confirmed", orderId: "ord_1" },
  });
  expect(new Date(acceptedAt).toISOString()).toBe(acceptedAt);
});

const content = (subject: string) => ({
  Simple: { ...mail.Content.Simple, Subject: { Data: subject } },
});

test.each<[string, Partial<SendEmailRequest>, RegExp]>([
  ["without a sender", { FromEmailAddress: undefined }, /FromEmailAddress/],
  ["without a destination", { Destination: undefined }, /Destination/],
  ["without a recipient", { Destination: { ToAddresses: [] } }, /recipients/],
  ["to an address without a domain", { Destination: { ToAddresses: ["ada"] } }, /Missing final '@domain'/],
  ["to fifty-one people", { Destination: { ToAddresses: Array(51).fill("a@example.com") } }, /50/],
  ["without content", { Content: {} }, /Content/],
  ["without a body", { Content: { Simple: { ...mail.Content.Simple, Body: {} } } }, /Body/],
  [
    "with a tag that SES would not take",
    { EmailTags: [{ Name: "type", Value: "order.confirmed" }] },
    /EmailTags/,
  ],
])("refuses a message %s as SES does", async (_what, change, reason) => {
  const error = await send(inbox, change).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BadRequestException);
  expect(error).toMatchObject({ name: "BadRequestException", $metadata: { httpStatusCode: 400 } });
  expect(String(error)).toMatch(reason);
});

test("refuses an address that is nobody's, as SES refuses one that it will not write to", async () => {
  const Destination = { ToAddresses: ["ada@example.com"], CcAddresses: ["Nobody <nobody@nowhere.invalid>"] };
  await expect(send(inbox, { Destination })).rejects.toMatchObject({
    name: "MessageRejected",
    $metadata: { httpStatusCode: 400 },
  });
});

test("refuses what is not JSON, and operations it does not have, in AWS's shape", async () => {
  const post = (path: string) => fetch(inbox.url + path, { method: "POST", body: "{" });
  const garbled = await post("/v2/email/outbound-emails");
  expect([garbled.status, garbled.headers.get("x-amzn-errortype")]).toEqual([400, "BadRequestException"]);
  const unknown = await post("/v2/email/identities");
  expect([unknown.status, unknown.headers.get("x-amzn-errortype")]).toEqual([
    404,
    "UnknownOperationException",
  ]);
});

test("turns away a body of more than ten megabytes", async () => {
  const body = new Uint8Array(10 * 1024 * 1024 + 1);
  const response = await fetch(`${inbox.url}/v2/email/outbound-emails`, { method: "POST", body });
  expect(response.status).toBe(413);
});

test("finds messages by recipient, subject and tag, newest first, page by page", async () => {
  const to = { Destination: { ToAddresses: ["Grace@Example.com"] } };
  const ids = [];
  for (const n of [1, 2, 3]) {
    const EmailTags = [{ Name: "orderId", Value: `ord_g${n}` }];
    ids.unshift(await send(inbox, { ...to, Content: content(`Parcel ${n}`), EmailTags }));
  }
  const idsOf = async (query: string) =>
    (await get<MessagePage>(inbox, `/api/messages?${query}`)).messages.map(({ id }) => id);
  expect(await idsOf("to=grace@")).toEqual(ids);
  expect(await idsOf("to=grace@&subject=parcel%202")).toEqual([ids[1]]);
  expect(await idsOf("tag.orderId=ord_g3")).toEqual([ids[0]]);
  expect(await idsOf("to=grace@&tag.orderId=ord_1")).toEqual([]);
  const first = await get<MessagePage>(inbox, "/api/messages?to=grace@&limit=2");
  expect(first).toMatchObject({ total: 3, next: ids[1] });
  expect(await idsOf(`to=grace@&limit=2&after=${first.next}`)).toEqual([ids[2]]);
});

test(
  "what was accepted survives a power cut in the middle of the work",
  async () => {
    let service = await startServiceProcess(main);
    const accepted: string[] = [];
    const sender = async () => {
      for (;;) {
        try {
          accepted.push(await send(service));
        } catch {
          return; // the power is cut
        }
        if (accepted.length === 100) await service.kill();
      }
    };
    await Promise.all(Array.from({ length: 8 }, sender));
    service = await startServiceProcess(main, { dataDir: service.dataDir });
    try {
      const { messages } = await get<MessagePage>(service, "/api/messages?limit=1000");
      const kept = new Set(messages.map(({ id }) => id));
      expect(accepted.length).toBeGreaterThanOrEqual(100);
      expect(accepted.filter((id) => !kept.has(id))).toEqual([]);
    } finally {
      await service.stop();
    }
  },
  testTimeoutMs,
);

test(
  "counts messages by type, and those that an order got more than once",
  async () => {
    const service = await startServiceProcess(main);
    try {
      for (const order of ["ord_1", "ord_2", "ord_2", "ord_2"]) {
        const EmailTags = [
          { Name: "type", Value: "order_confirmed" },
          { Name: "orderId", Value: order },
        ];
        await send(service, { EmailTags });
      }
      await send(service, { EmailTags: [{ Name: "type", Value: "hello" }] });
      await send(service, { EmailTags: [] });
      expect(await get<InboxStats>(service, "/api/stats")).toEqual({
        messages: 6,
        types: [
          { channel: "email", type: "hello", messages: 1, orders: 0, duplicates: 0 },
          { channel: "email", type: "order_confirmed", messages: 4, orders: 2, duplicates: 2 },
        ],
      });
    } finally {
      await service.stop();
    }
  },
  testTimeoutMs,
);

test("a message is shown as text, never as part of the page", async () => {
  const evil = `<img src=x onerror="alert(1)">`;
  const id = await send(inbox, { Content: content(evil), EmailTags: [] });
  const page = await (await fetch(`${inbox.url}/messages/${id}`)).text();
  expect(page).not.toContain(evil);
  expect(page).toContain("&#60;img src=x");
  const body = await fetch(`${inbox.url}/messages/${id}/body`);
  expect(await body.text()).toContain(`<base target="_blank"><h1>Thank you.</h1>`);
  const policy = body.headers.get("content-security-policy");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("sandbox allow-popups allow-popups-to-escape-sandbox");
  expect(policy).not.toMatch(/allow-scripts|allow-same-origin/);
});

test("search words and unknown messages are shown safely", async () => {
  const search = await fetch(`${inbox.url}/?${new URLSearchParams({ q: "<script>" })}`);
  expect(await search.text()).not.toContain("<script>");
  expect((await fetch(`${inbox.url}/messages/nothing`)).status).toBe(404);
});

test(
  "ends when it is told to, and when whoever started it is gone",
  async () => {
    expect(await (await startServiceProcess(main)).stop()).toBe(0);
    expect(await (await startServiceProcess(main)).orphan()).toBe(0);
  },
  testTimeoutMs,
);
