import { expect, test } from "vitest";
import { claimLeaseMs, functions } from "./functions.ts";
import { queues } from "./messaging.ts";

const claimers = ["webhook", "email", "sms", "push"] as const;

test.each(claimers)("a claim of %s outlives its holder by as long as the holder may live", (name) => {
  const lifeMs = functions[name].timeoutSeconds * 1_000;
  expect(claimLeaseMs(name) - lifeMs).toBeGreaterThanOrEqual(lifeMs);
});

test.each(["email", "sms", "push"] as const)(
  "a message of %s that comes again finds no claim that died with its holder",
  (name) => {
    const [{ queue }] = functions[name].triggers;
    expect(claimLeaseMs(name)).toBeLessThanOrEqual(queues[queue].visibilitySeconds * 1_000);
  },
);
