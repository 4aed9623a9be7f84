import fc from "fast-check";
import { expect, test } from "vitest";
import { FaultRules, faultsSchema } from "./rules.ts";

const rulesAt = (now: () => number, asked: unknown) => {
  const rules = new FaultRules(now);
  rules.set(faultsSchema.parse(asked));
  return rules;
};

test("the same seed strikes the same requests, and another rule beside it changes nothing", () => {
  const timeouts = { fault: "timeoutAfter", probability: 0.3 };
  const choices = (seed: number, more: object[]) => {
    const rules = rulesAt(() => 0, { seed, rules: [timeouts, ...more] });
    return Array.from({ length: 50 }, () => rules.request("capture")?.name === "timeoutAfter");
  };
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const alone = choices(seed, []);
      expect(choices(seed, [])).toEqual(alone);
      expect(choices(seed, [{ fault: "latency", probability: 0.5 }])).toEqual(alone);
    }),
  );
});

test("a rule strikes about as often as its probability says", () => {
  const rules = rulesAt(() => 0, { seed: 1, rules: [{ fault: "cutAfter", probability: 0.25 }] });
  for (let i = 0; i < 4_000; i++) rules.request("create");
  const struck = rules.status().rules[0]?.struck ?? 0;
  expect(struck).toBeGreaterThan(850);
  expect(struck).toBeLessThan(1_150);
});

test("a rule ends after its number of times, and after its time", () => {
  let now = 0;
  const rules = rulesAt(() => now, {
    rules: [
      { fault: "decline", times: 2 },
      { fault: "webhookLost", seconds: 1 },
    ],
  });
  expect(Array.from({ length: 4 }, () => rules.charge("create")?.name)).toEqual([
    "decline",
    "decline",
    undefined,
    undefined,
  ]);
  expect(rules.event().lost).toBe(true);
  now = 1_000;
  expect(rules.event().lost).toBe(false);
  rules.clear();
  expect(rules.status().rules).toEqual([]);
});

test("a rule for the nth case strikes that one alone", () => {
  const rules = rulesAt(() => 0, { rules: [{ fault: "errorAfter", nth: 3, operations: ["refund"] }] });
  const struck = () => rules.request("refund") !== undefined;
  rules.request("capture");
  expect([struck(), struck(), struck(), struck()]).toEqual([false, false, true, false]);
});

test("a rule strikes only the operations that it names, and only where its fault strikes", () => {
  const rules = rulesAt(() => 0, {
    rules: [{ fault: "rateLimit", operations: ["refund"] }, { fault: "challenge" }],
  });
  expect(rules.request("capture")).toBeUndefined();
  expect(rules.request("refund")?.name).toBe("rateLimit");
  expect(rules.charge("create")?.name).toBe("challenge");
});
