import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { dynamoPreferenceStore } from "@doorbuster/adapters/dynamo/preferenceStore";
import { defaultPreferences, guestKeyOf, noticeKinds } from "@doorbuster/core/notification/preferences";
import { confirmedEntry } from "@doorbuster/core/notification/testing";
import { startInbox, type Inbox } from "@doorbuster/local/inbox/inbox";
import { openClients, type Clients } from "@doorbuster/local/services/clients";
import { physicalName, queueUrl } from "@doorbuster/local/services/resources";
import { loadSecrets } from "@doorbuster/local/services/secrets";
import { startStores, type RunningStores } from "@doorbuster/local/shop/index";

/** What the functions take for now. */
const clock = vi.hoisted(() => ({ at: 0, now: () => clock.at, sleep: () => Promise.resolve() }));
vi.mock("@doorbuster/adapters/system", () => ({ systemClock: clock }));

let dataDir: string;
let stores: RunningStores;
let clients: Clients;
let inbox: Inbox;
let sms: typeof import("./sms.ts").handler;
let release: typeof import("./release.ts").handler;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-notices-"));
  [stores, inbox] = await Promise.all([
    startStores({ dataDir, memory: true }),
    startInbox({ port: 0, dataDir: path.join(dataDir, "inbox") }),
  ]);
  clients = openClients(stores.endpoints);
  const settings = {
    trustedIssuers: [],
    paymentBaseUrl: "http://127.0.0.1:1",
    storefrontUrl: "https://shop.example",
    senderEmail: "orders@shop.example",
    collection: "drop",
  };
  const env = {
    ...stores.env,
    AWS_ENDPOINT_URL_SNS: inbox.url.replace("localhost", "127.0.0.1"),
    DOORBUSTER_SECRETS_FILE: (await loadSecrets(dataDir)).file,
    DOORBUSTER_SETTINGS: JSON.stringify(settings),
  };
  // The functions read their environment as they load.
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  sms = (await import("./sms.ts")).handler;
  release = (await import("./release.ts")).handler;
});
afterAll(async () => {
  clients.destroy();
  await Promise.all([stores.stop(), inbox.close()]);
  vi.unstubAllEnvs();
  await rm(dataDir, { recursive: true, force: true });
});

const phone = "+447700900123";
const night = { from: "22:00", to: "07:00", zone: "Europe/London" };

/** An event with one message, as Lambda hands it over. */
const eventOf = (body: string) =>
  ({ Records: [{ messageId: "m1", receiptHandle: "r1", body }] }) as unknown as SQSEvent;

async function texts(): Promise<number> {
  const response = await fetch(`${inbox.url}/api/messages?channel=sms`);
  return ((await response.json()) as { total: number }).total;
}

async function queued(): Promise<string[]> {
  const { Messages = [] } = await clients.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl(stores.endpoints.sqs, "SmsQueue"),
      MaxNumberOfMessages: 10,
    }),
  );
  return Messages.map(({ Body = "" }) => Body);
}

test("a text message of the night waits until the morning, is handled then, and is sent once", async () => {
  const entry = confirmedEntry();
  const preferences = dynamoPreferenceStore(clients.dynamodb, physicalName("Preferences"), clock);
  await preferences.set(guestKeyOf(entry.orderId), {
    ...defaultPreferences,
    sms: [...noticeKinds],
    phone,
    quietHours: night,
  });
  const handled = { batchItemFailures: [] };
  clock.at = Date.parse("2026-01-10T23:00:00.000Z");
  expect(await sms(eventOf(JSON.stringify(entry)))).toEqual(handled);
  for (const at of ["2026-01-10T23:00:00.000Z", "2026-01-11T06:59:59.999Z"]) {
    clock.at = Date.parse(at);
    await release();
    expect([await texts(), await queued()]).toEqual([0, []]);
  }

  clock.at = Date.parse("2026-01-11T07:00:00.000Z");
  await release();
  await release();
  const bodies = await queued();
  expect(bodies.map((body) => JSON.parse(body))).toEqual([entry]);
  for (const body of [...bodies, ...bodies]) expect(await sms(eventOf(body))).toEqual(handled);
  expect(await texts()).toBe(1);
});

test("what was sent and held is measured, and nobody's number is written down", async () => {
  const outputs = [vi.spyOn(console, "log"), vi.spyOn(process.stdout, "write")];
  for (const output of outputs) output.mockReturnValue(true as never);
  const body = JSON.stringify(confirmedEntry({ id: "ord_0123456789abcdefghjkmnpq#0099" }));
  try {
    for (const at of ["2026-01-10T23:00:00.000Z", "2026-01-11T12:00:00.000Z"]) {
      clock.at = Date.parse(at);
      await sms(eventOf(body));
    }
    const lines = outputs.flatMap((output) => output.mock.calls.map(([line]) => String(line))).join("\n");
    expect(lines).toContain('"NoticesHeld":1');
    expect(lines).toContain('"NoticesSent":1');
    expect(lines).not.toContain(phone);
  } finally {
    for (const output of outputs) output.mockRestore();
  }
});
