import { expect, test } from "vitest";

import { afterDelivery, newBatch, nextStep, type Batch, type Outcome, type RetryRules } from "./retry.ts";

const forever: RetryRules = {
  bisectBatchOnFunctionError: true,
  maximumRetryAttempts: -1,
  maximumRecordAgeSeconds: -1,
};
const failure = { requestId: "request-1", errorType: "TypeError" };
const failed: Outcome = { kind: "failed", failure };
const success: Outcome = { kind: "success" };
const records = (names: string, arrivedAtMs = 0) => Array.from(names, (name) => ({ name, arrivedAtMs }));
const names = (batch: Batch<{ name: string }>) =>
  batch.map((portion) => portion.records.map(({ name }) => name).join(""));

/** Delivers until nothing is left; a delivery fails if it holds one of `poison`. */
function run(batch: string, rules: RetryRules, poison: string) {
  let rest = newBatch(records(batch));
  const deliveries: string[] = [];
  const discarded: string[] = [];
  for (;;) {
    const step = nextStep(rest, rules, 0);
    if (step.kind === "done") return { deliveries, discarded };
    const [delivery = ""] = names([step.portion]);
    if (step.kind === "discard") {
      discarded.push(delivery);
      rest = step.rest;
    } else {
      deliveries.push(delivery);
      rest = afterDelivery(
        rest,
        poison.split("").some((one) => delivery.includes(one)) ? failed : success,
        rules,
      ).batch;
    }
  }
}

test("bisecting isolates the poison record and delivers all others once", () => {
  const { deliveries, discarded } = run("abcdefgh", { ...forever, maximumRetryAttempts: 0 }, "g");
  expect(deliveries).toEqual(["abcdefgh", "abcd", "efgh", "ef", "gh", "g", "h"]);
  expect(discarded).toEqual(["g"]);
});

test("without bisecting the batch is retried whole and given up whole", () => {
  const rules = { ...forever, bisectBatchOnFunctionError: false, maximumRetryAttempts: 2 };
  expect(run("abc", rules, "b")).toEqual({ deliveries: ["abc", "abc", "abc"], discarded: ["abc"] });
});

test("splitting does not use up retries", () => {
  expect(run("ab", { ...forever, maximumRetryAttempts: 1 }, "a")).toEqual({
    deliveries: ["ab", "a", "a", "b"],
    discarded: ["a"],
  });
});

test("a partial failure resumes at the record that failed, its retries counted anew", () => {
  const partial: Outcome = { kind: "partial", firstFailed: 2, failure };
  const once = afterDelivery(newBatch(records("abcd")), failed, {
    ...forever,
    bisectBatchOnFunctionError: false,
  });
  const { delivered, batch } = afterDelivery(once.batch, partial, forever);
  expect(delivered).toBe(2);
  expect(names(batch)).toEqual(["cd"]);
  expect(batch[0]).toMatchObject({ failures: 0, invocations: 2, lastFailure: failure });
});

test("a partial failure at the first record is a failure of the batch", () => {
  const partial: Outcome = { kind: "partial", firstFailed: 0, failure };
  const bisected = afterDelivery(newBatch(records("abcd")), partial, forever);
  expect([bisected.delivered, names(bisected.batch)]).toEqual([0, ["ab", "cd"]]);
  const whole = afterDelivery(newBatch(records("a")), partial, forever);
  expect(whole.batch[0]).toMatchObject({ failures: 1 });
});

test("records that are too old are given up before they are delivered, the others are not", () => {
  const rules = { ...forever, maximumRecordAgeSeconds: 60 };
  const batch = newBatch([...records("ab", 0), ...records("cd", 50_000)]);
  const step = nextStep(batch, rules, 61_000);
  expect(step).toMatchObject({ kind: "discard", condition: "RecordAgeExceeded" });
  if (step.kind !== "discard") return;
  expect([names([step.portion]), names(step.rest)]).toEqual([["ab"], ["cd"]]);
  expect(nextStep(step.rest, rules, 61_000).kind).toBe("deliver");
  expect(nextStep(newBatch(records("ab", 0)), rules, 61_000)).toMatchObject({ kind: "discard", rest: [] });
  expect(nextStep(batch, forever, Number.MAX_SAFE_INTEGER).kind).toBe("deliver");
});
