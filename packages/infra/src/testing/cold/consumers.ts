import { dynamoDetectorStore } from "@doorbuster/adapters/anomaly/detectorStore";
import { dynamoBooksStore } from "@doorbuster/adapters/dynamo/booksStore";
import { liveTotals } from "@doorbuster/adapters/live/liveStore";
import { vapidPublicKey } from "@doorbuster/adapters/notification/vapidKey";
import { nothingDetected } from "@doorbuster/core/anomaly/anomaly";
import { anEvent, orderIdFor } from "@doorbuster/core/metrics/testing";
import { orderEventOf } from "@doorbuster/core/metrics/orderEvent";
import type { PushSubscription } from "@doorbuster/core/notification/message";
import { defaultPreferences, guestKeyOf } from "@doorbuster/core/notification/preferences";
import { move } from "@doorbuster/core/order/move";
import { defaultPolicy as policy } from "@doorbuster/core/order/policy";
import { isoTime } from "@doorbuster/core/ports";
import { messagesIn, objectIn, recordsIn } from "@doorbuster/local/lambda/testing/contents";
import { mailQueueOf, physicalName, queueUrl } from "@doorbuster/local/services/resources";
import { expect } from "vitest";

import { allHandled, type ColdCall } from "./call.ts";
import { inserted, queued, scheduled, streamed } from "./events.ts";
import { confirmed, reserved, unitsOf } from "./orders.ts";
import type { Scene } from "./scene.ts";

export const announces: ColdCall = {
  does: "announces a confirmation, which reaches the queue of mails",
  async arrange(scene) {
    const { entry } = await confirmed(scene);
    return {
      event: inserted(entry),
      async check(answer) {
        expect(answer).toEqual(allHandled);
        expect(await messagesIn(scene.clients.sqs, scene.queueUrl("EmailQueue"))).toEqual([entry]);
      },
    };
  },
};

export const publishes: ColdCall = {
  does: "publishes a confirmation without anything personal",
  async arrange(scene) {
    const { entry } = await confirmed(scene);
    return {
      event: inserted(entry),
      async check(answer) {
        expect(answer).toEqual(allHandled);
        const records = await recordsIn(scene.clients.kinesis, physicalName("EventStream"));
        expect(records).toEqual([orderEventOf(entry)]);
      },
    };
  },
};

export const takesTheMoney: ColdCall = {
  does: "takes the money of a confirmed order",
  async arrange(scene) {
    const { order, entry } = await confirmed(scene);
    return {
      event: queued(entry),
      async check(answer) {
        expect(answer).toEqual(allHandled);
        expect(await scene.payments.find(order.id)).toMatchObject({ state: "captured" });
        expect(await scene.orders.get(order.id)).toMatchObject({ payment: { state: "captured" } });
      },
    };
  },
};

/** What the inbox has about an order: the channels, and to whom. */
async function told({ inboxUrl }: Scene, orderId: string) {
  const response = await fetch(`${inboxUrl}/api/messages?tag.orderId=${orderId}`);
  const { messages } = (await response.json()) as { messages: { channel: string; to: string[] }[] };
  return messages.map(({ channel, to }) => [channel, ...to]);
}

export const mails: ColdCall = {
  does: "mails a guest that the order is confirmed",
  async arrange(scene) {
    const { order, entry } = await confirmed(scene);
    return {
      event: queued(entry),
      async check(answer) {
        expect(answer).toEqual(allHandled);
        expect(await told(scene, order.id)).toEqual([["email", order.contact.email]]);
      },
    };
  },
};

const phone = "+447700900123";

export const texts: ColdCall = {
  does: "sends a text message to a guest who wants one",
  async arrange(scene) {
    const { order, entry } = await confirmed(scene);
    await scene.preferences.set(guestKeyOf(order.id), { ...defaultPreferences, sms: ["confirmed"], phone });
    return {
      event: queued(entry),
      async check(answer) {
        expect(answer).toEqual(allHandled);
        expect(await told(scene, order.id)).toEqual([["sms", phone]]);
      },
    };
  },
};

export const pushes: ColdCall = {
  does: "pushes to a guest's browser, signed and encrypted",
  async arrange(scene) {
    const { order, entry } = await confirmed(scene);
    const applicationServerKey = vapidPublicKey(scene.secrets.vapidKey);
    const body = JSON.stringify({ applicationServerKey });
    const subscribed = await fetch(`${scene.inboxUrl}/push/subscriptions`, { method: "POST", body });
    const customer = guestKeyOf(order.id);
    await scene.preferences.set(customer, { ...defaultPreferences, push: ["confirmed"] });
    await scene.preferences.subscribe(customer, (await subscribed.json()) as PushSubscription);
    return {
      event: queued(entry),
      async check(answer) {
        expect(answer).toEqual(allHandled);
        expect(await told(scene, order.id)).toEqual([["push", expect.stringMatching(/^browser /)]]);
      },
    };
  },
};

export const releases: ColdCall = {
  does: "puts a notice back whose quiet hours are over",
  async arrange(scene) {
    const { entry } = await confirmed(scene);
    await scene.held.put({ channel: "sms", until: Date.now() - 1, entry });
    return {
      event: scheduled(),
      async check() {
        expect(await messagesIn(scene.clients.sqs, scene.queueUrl("SmsQueue"))).toContainEqual(entry);
        expect(await scene.held.due(Date.now(), 100)).toEqual([]);
      },
    };
  },
};

const countedBefore = async ({ clients }: Scene) => {
  const totals = await liveTotals({ client: clients.dynamodb, table: physicalName("Metrics") });
  return totals.counts["order.confirmed"] ?? 0;
};

export const counts: ColdCall = {
  does: "counts a confirmation for the screen",
  async arrange(scene) {
    const before = await countedBefore(scene);
    return {
      event: streamed(anEvent({ orderId: orderIdFor(1), at: isoTime(Date.now()) })),
      async check(answer) {
        expect(answer).toEqual(allHandled);
        expect(await countedBefore(scene)).toBe(before + 1);
      },
    };
  },
};

export const writes: ColdCall = {
  does: "writes an event into the lake, as Parquet by its hour",
  async arrange({ clients }) {
    const event = streamed(anEvent({ orderId: orderIdFor(2), at: "2026-11-27T09:00:00.500Z" }));
    const [record] = (event as { Records: [{ eventID: string; kinesis: { sequenceNumber: string } }] })
      .Records;
    const { sequenceNumber } = record.kinesis;
    const [shard] = record.eventID.split(":");
    return {
      event,
      async check(answer) {
        expect(answer).toEqual(allHandled);
        const key = `events/dt=2026-11-27/hour=09/${shard}-${sequenceNumber}-${sequenceNumber}.parquet`;
        const file = Buffer.from(await objectIn(clients.s3, physicalName("Lake"), key));
        expect([file.subarray(0, 4).toString(), file.subarray(-4).toString()]).toEqual(["PAR1", "PAR1"]);
      },
    };
  },
};

export const alerts: ColdCall = {
  does: "tells operations what an earlier look found and could not tell",
  async arrange({ clients, endpoints }) {
    const store = dynamoDetectorStore(clients.dynamodb, physicalName("Metrics"));
    const at = isoTime(Date.now() - 120_000);
    const usual = { value: 0.02, spread: 1 };
    const still = { endedAt: null, ended: null, startedAt: at, foundAt: at };
    const found = { ...still, series: "moreDeclines", value: 0.4, worst: 0.5, edge: 0.1, usual } as const;
    const untold = [{ version: 1, heldUntil: at, began: [found], over: [] }];
    await store.put({ ...nothingDetected, version: 1, lookedAt: at, untold });
    return {
      event: scheduled(),
      async check() {
        const mails = await messagesIn(clients.sqs, queueUrl(endpoints.sqs, mailQueueOf("OpsTopic")));
        expect(mails).toMatchObject([{ Subject: expect.stringMatching(/: More declines than usual$/) }]);
        expect(await store.get()).toMatchObject({ untold: [] });
      },
    };
  },
};

/** A payment of which the provider knows nothing: nobody can say what became of it. */
const unheardOf = { state: "open", attempt: 1, paymentId: "pi_unheard_of" } as const;

/** The metrics among what a function has logged, in CloudWatch's embedded format: a field of its line for each. */
const measuredIn = (lines: readonly string[]): object =>
  Object.assign(
    {},
    ...lines.filter((line) => line.includes("CloudWatchMetrics")).map((line) => JSON.parse(line) as object),
  );

export const sweeps: ColdCall = {
  does: "lets a reservation lapse whose time is up, and counts how long another has been open that cannot be settled",
  async arrange(scene) {
    const expiresAt = isoTime(Date.now() - 1);
    const { order } = await reserved(scene, { expiresAt });
    const { order: stuck } = await reserved(scene, { expiresAt, payment: unheardOf });
    return {
      event: scheduled(),
      async check(answer, lines) {
        expect(answer).toMatchObject({ postponed: 1, failed: 0, unreached: 0 });
        expect(await scene.orders.get(order.id)).toMatchObject({ status: "expired", takes: [] });
        const [take] = order.takes;
        expect(await unitsOf(scene, take?.sku ?? "")).toMatchObject({ stocked: 1, available: 1 });

        const { oldestOpenMs } = answer as { oldestOpenMs: number };
        expect(oldestOpenMs).toBeGreaterThanOrEqual(Date.parse(expiresAt) - Date.parse(stuck.placedAt));
        expect(measuredIn(lines)).toMatchObject({
          SweepBacklog: 0,
          SweepFailures: 0,
          OldestOpenSeconds: Math.round(oldestOpenMs / 1000),
        });
        // So that no audit after it finds it open.
        await scene.orders.commit(move(stuck, "abandon", { now: Date.now(), actor: "system", policy }));
      },
    };
  },
};

export const audits: ColdCall = {
  does: "counts what is in stock, and finds nothing that does not agree",
  async arrange(scene) {
    const { order } = await confirmed(scene);
    const books = dynamoBooksStore(scene.clients.dynamodb, physicalName("Books"));
    return {
      event: scheduled(),
      async check(answer) {
        expect(answer).toMatchObject({ ended: "caught up", mismatches: [] });
        const [take] = order.takes;
        const counted = { [take?.sku ?? ""]: expect.anything() as unknown };
        expect(await books.load()).toMatchObject({ stocktake: { counts: counted } });
      },
    };
  },
};
