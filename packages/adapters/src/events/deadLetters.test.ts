import type { SQSClient } from "@aws-sdk/client-sqs";
import { confirmedEntry } from "@doorbuster/core/notification/testing";
import { startQueues } from "@doorbuster/local/lambda/testing/queues";
import { sample } from "@doorbuster/local/lambda/testing/sample";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../system.ts";
import { sqsDeadLetters } from "./deadLetters.ts";
import { queueSender } from "./queueSender.ts";

let queues: Awaited<ReturnType<typeof startQueues>>;
beforeAll(async () => {
  queues = await startQueues();
  const names = ["EmailQueue", "EmailDeadLetters", "SmsQueue", "SmsDeadLetters", "StreamFailures"];
  await Promise.all(names.map((name) => queues.createQueue(name)));
});
afterAll(async () => {
  queues.sqs.destroy();
  await queues.stop();
});

const entry = confirmedEntry();
const letters = (client: SQSClient = queues.sqs) => sqsDeadLetters(client, queues.url, systemClock);
const soon = () => systemClock.now() + 10_000;

test("every letter is put back once, and what died only since stays, so that no letter goes round for ever", async () => {
  const old = Array.from({ length: 7 }, (_, n) => `{"old":${n}}`);
  await queues.send("EmailDeadLetters", ...old);
  await queues.send("EmailDeadLetters", ...old.map((_, n) => `{"old":${n + 7}}`));
  await systemClock.sleep(2); // the next are a millisecond newer at least
  const sentBefore = systemClock.now();
  await queues.send("EmailDeadLetters", '{"died":"again"}');
  expect(await letters().putBack("email", { atMost: 1, sentBefore, until: soon() })).toMatchObject({
    moved: 1,
  });
  expect(await letters().putBack("email", { sentBefore, until: soon() })).toEqual({
    moved: 13,
    ending: "done",
  });
  expect([queues.depth("EmailQueue"), queues.depth("EmailDeadLetters")]).toEqual([14, 1]);
});

test("when time is up, or the queue takes nothing, the letters lie where they lay", async () => {
  await queues.send("SmsDeadLetters", "{}");
  const sentBefore = systemClock.now() + 1;
  expect(await letters().putBack("sms", { sentBefore, until: 0 })).toEqual({
    moved: 0,
    ending: "out of time",
  });
  const nowhere = sqsDeadLetters(
    queues.sqs,
    (name) => queues.url(name === "SmsQueue" ? "Nowhere" : name),
    systemClock,
  );
  expect(await nowhere.putBack("sms", { sentBefore, until: soon() })).toMatchObject({
    moved: 0,
    ending: "failed",
  });
  expect(queues.depth("SmsDeadLetters")).toBe(1);
});

test("a look shows what may be shown, takes nothing, and says why a letter was refused", async () => {
  await queueSender(queues.sqs)(queues.url("StreamFailures"), entry, "status 550");
  const failure = sample("kinesis-failure") as { requestContext: object };
  const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:doorbuster-production-live";
  const announced = { ...failure, requestContext: { ...failure.requestContext, functionArn } };
  await queues.send("StreamFailures", JSON.stringify(announced), "no JSON");
  const { id: eventId, orderId, type, at } = entry;
  for (const receives of [1, 2]) {
    const pile = await letters().look("streams");
    expect(pile).toMatchObject({ depth: 3, letters: [{ receives }, { receives }, { receives }] });
    expect(JSON.stringify(pile)).not.toMatch(/ada@example\.com|High Street/);
    const shown = (letter: object) => expect(pile.letters).toContainEqual(expect.objectContaining(letter));
    shown({ kind: "entry", eventId, orderId, type, at, reason: "status 550" });
    shown({
      kind: "records",
      reader: "live",
      condition: "RetryAttemptsExhausted",
      records: 500,
      from: "2019-11-14T00:38:04.835Z",
      to: "2019-11-14T00:38:05.580Z",
    });
    shown({ kind: "unreadable" });
  }
});
