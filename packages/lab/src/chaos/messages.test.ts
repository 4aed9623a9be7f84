import { entryOf } from "@doorbuster/core/order/timeline";
import { anOrder } from "@doorbuster/core/testing/orders";
import { expect, test } from "vitest";
import type { Message } from "../reconcile/facts.ts";
import { compareMessages, dueMessages } from "./messages.ts";
import { outOfTimeIn } from "./outOfTime.ts";
import type { Excuses } from "./repeats.ts";

const at = Date.parse("2026-11-27T09:00:00.000Z");
const second = 1_000;
const email = "ada@example.com";
const order = anOrder({ status: "confirmed", contact: { email }, confirmedAt: new Date(at).toISOString() });
const entry = entryOf(order, "order.confirmed", {
  at: new Date(at).toISOString(),
  actor: "system",
  traceId: "t",
});
const reaches = new Map([[email, { phone: "+447700900001", browser: "browser b" }]]);
const due = dueMessages([order], [entry], reaches);
const [mail, text, push] = due.map((each) => ({ ...each, acceptedAt: at })) as [Message, Message, Message];
const all = [mail, text, push];

const later = (message: Message, seconds: number): Message => ({
  ...message,
  acceptedAt: message.acceptedAt + seconds * second,
});
const nothing: Excuses = { spells: [], outOfTime: { email: 0, sms: 0, push: 0 } };
const broken = (name: string, from: number, to = from): Excuses => ({
  ...nothing,
  spells: [{ name, from: at + from * second, to: at + to * second }],
});
const compare = (arrived: readonly Message[], excuses = nothing) => compareMessages(due, arrived, excuses);

test("who asked for it is told through every channel; everybody else by mail", () => {
  expect(due.map(({ channel, to }) => [channel, to])).toEqual([
    ["email", email],
    ["sms", "+447700900001"],
    ["push", "browser b"],
  ]);
  expect(dueMessages([order], [entry], new Map()).map(({ channel }) => channel)).toEqual(["email"]);
});

test("an entry that customers are not told of is due nowhere", () => {
  const placed = { ...entry, type: "order.placed" } as const;
  expect(dueMessages([order], [placed], reaches)).toEqual([]);
});

test("each once agrees, and is counted by channel and kind", () => {
  expect(compare(all)).toEqual({
    told: { "email order.confirmed": 1, "push order.confirmed": 1, "sms order.confirmed": 1 },
    repeats: {},
    disagreements: [],
  });
});

test.each([
  ["a mail is missing", [text, push]],
  ["a text message is missing", [mail, push]],
  ["a push is missing", [mail, text]],
  ["a text message went to another", [mail, push, { ...text, to: "+447700900002" }]],
  ["somebody was told of what did not happen", [...all, { ...mail, type: "order.shipped" }]],
])("does not agree when %s", (_what, arrived) => {
  expect(compare(arrived).disagreements).not.toEqual([]);
});

test.each([
  [mail, "kill -9 function email"],
  [mail, "cut off ses"],
  [mail, "kill -9 dynamodb"],
  [text, "kill -9 function sms"],
  [text, "cut off sms"],
  [push, "kill -9 function push"],
])("$channel: a repeat after %s is counted and excused", (message, name) => {
  const { repeats, disagreements } = compare([...all, later(message, 61)], broken(name, 3));
  expect({ repeats, disagreements }).toEqual({ repeats: { [message.channel]: 1 }, disagreements: [] });
});

test.each([
  ["nothing was broken", nothing],
  ["it was another function that was killed", broken("kill -9 function sms", 3)],
  ["another channel was cut off", broken("cut off sms", 3)],
  ["it was killed when the message was marked long since", broken("kill -9 function email", 40)],
  ["it was back long before", broken("kill -9 dynamodb", -60, -30)],
])("a mail that came again is a disagreement when %s", (_what, excuses) => {
  const { repeats, disagreements } = compare([...all, later(mail, 61)], excuses);
  expect(repeats).toEqual({});
  expect(disagreements).toMatchObject([{ what: expect.stringContaining("came again") as string }]);
});

test.each([
  [mail, 4, 6],
  [text, 4, 6],
  [push, 14, 16],
])(
  "$channel: what came again while the first sender held its claim is too soon, whatever was broken",
  (message, within, after) => {
    const killed = broken(`kill -9 function ${message.channel}`, 0);
    expect(compare([...all, later(message, within)], killed).disagreements).toHaveLength(1);
    expect(compare([...all, later(message, after)], killed).disagreements).toEqual([]);
  },
);

test("a shop that always sends twice is found out, whatever is done to it", () => {
  const twice = all.flatMap((message) => [message, later(message, 0.2)]);
  const always = [...["email", "sms", "push"].map((name) => `kill -9 function ${name}`), "kill -9 dynamodb"];
  const spells = always.flatMap((name) => broken(name, -60, 60).spells);
  const { repeats, disagreements } = compare(twice, { spells, outOfTime: { email: 9, sms: 9, push: 9 } });
  expect(repeats).toEqual({});
  expect(disagreements).toHaveLength(3);
});

test("as many as ran out of time by themselves may come again, and no more", () => {
  const again = [...all, later(mail, 61), later(mail, 122)];
  const outOfTime = (email: number) => ({ ...nothing, outOfTime: { ...nothing.outOfTime, email } });
  expect(compare(again, outOfTime(2))).toMatchObject({ repeats: { email: 2 }, disagreements: [] });
  expect(compare(again, outOfTime(1)).disagreements).toHaveLength(1);
});

test("two refunds of one order are two messages, and a third is a repeat", () => {
  const refund = { ...mail, type: "payment.refunded" };
  const { acceptedAt: _, ...dueOnce } = refund;
  const compareRefunds = (...arrived: Message[]) => compareMessages([dueOnce, dueOnce], arrived, nothing);
  expect(compareRefunds(refund, later(refund, 1)).disagreements).toEqual([]);
  expect(compareRefunds(refund).disagreements).toHaveLength(1);
  expect(compareRefunds(refund, later(refund, 1), later(refund, 2)).disagreements).toHaveLength(1);
});

test("an invocation that ran out of time takes its batch, a call its message; other failures take none", () => {
  const log = [
    "RequestId: 1 Error: Task timed out after 10.00 seconds",
    '{"level":"ERROR","message":"message failed","error":"a request has exceeded the configured 5000 ms requestTimeout."}',
    '{"level":"ERROR","message":"message failed","error":"connect ECONNREFUSED 127.0.0.1:4000"}',
    '{"level":"INFO","message":"handled"}',
  ].join("\n");
  expect(outOfTimeIn(log, 10)).toBe(11);
  expect(outOfTimeIn("", 10)).toBe(0);
});
