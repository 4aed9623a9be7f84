import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { appCodeOf, readFailure } from "./errors.ts";
import { retryDelayMs } from "./query-client.ts";

function refusal(data: unknown): unknown {
  return TRPCClientError.from({ error: { code: -32600, message: "Sold out.", data } } as never);
}

test("reads our code, sentence and particulars out of what tRPC throws", () => {
  const error = refusal({ appCode: "SOLD_OUT", details: { sku: "LAMP", left: 2 } });
  expect(readFailure(error)).toEqual({
    kind: "app",
    code: "SOLD_OUT",
    message: "Sold out.",
    details: { sku: "LAMP", left: 2 },
  });
  expect(appCodeOf(error)).toBe("SOLD_OUT");
});

test("whatever has no code of ours counts as no answer", () => {
  for (const error of [
    new TypeError("fetch failed"),
    refusal(undefined),
    refusal({ code: "X" }),
    "text",
    null,
  ]) {
    expect(readFailure(error)).toEqual({ kind: "network" });
  }
});

test("waits as long as the API asks, else longer each time", () => {
  const limited = refusal({ appCode: "RATE_LIMITED", details: { retryAfterSeconds: 7 } });
  expect(retryDelayMs(0, limited)).toBe(7_000);
  expect([0, 1, 2].map((failures) => retryDelayMs(failures, new TypeError("fetch failed")))).toEqual([
    500, 1_000, 2_000,
  ]);
});
