import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { PublishCommand } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { type Inbox, startInbox } from "../inbox/inbox.ts";
import { type Clients, openClients } from "../services/clients.ts";
import { topicArn } from "../services/resources.ts";
import { startStores } from "./stores.ts";
import { startTopicMail } from "./topic-mail.ts";
import type { RunningStores } from "./types.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 }); // real processes, on a machine that may be busy

let dataDir: string;
let stores: RunningStores;
let clients: Clients;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-topic-mail-"));
  stores = await startStores({ dataDir, memory: true });
  clients = openClients(stores.endpoints);
});
afterAll(async () => {
  clients.destroy();
  await stores.stop();
  await rm(dataDir, { recursive: true });
});

const openInbox = (port: number) => startInbox({ port, dataDir: path.join(dataDir, "inbox") });

const publish = (Subject: string) =>
  clients.sns.send(
    new PublishCommand({ TopicArn: topicArn("OpsTopic"), Subject, Message: `About ${Subject}.` }),
  );

async function mails(inbox: Inbox) {
  const response = await fetch(`${inbox.url}/api/messages?tag.topic=OpsTopic`);
  return ((await response.json()) as { messages: { subject: string; to: string[] }[] }).messages;
}

test("what the operations' topic is told is in the inbox as a mail, once, also when the inbox was away", async () => {
  const first = await openInbox(0);
  const endpoints = { ...stores.endpoints, ses: `http://127.0.0.1:${first.port}` };
  const mail = startTopicMail({ sqs: clients.sqs, endpoints, log: () => undefined });
  try {
    await publish("One");
    await vi.waitFor(async () => expect(await mails(first)).toHaveLength(1), { timeout: 30_000 });
    await first.close();
    await publish("Two");
    const second = await openInbox(first.port);
    await vi.waitFor(async () => expect(await mails(second)).toHaveLength(2), { timeout: 50_000 });
    expect(await mails(second)).toMatchObject(
      ["Two", "One"].map((subject) => ({ subject, to: ["operations@doorbuster.example"] })),
    );
    await second.close();
  } finally {
    await mail.stop();
  }
});
