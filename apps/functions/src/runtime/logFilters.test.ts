import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import { afterEach, expect, test, vi } from "vitest";
import { logFilters } from "@doorbuster/adapters/definitions/logFilters";
import { apiBuilder } from "@doorbuster/api/trpc";
import { AppError } from "@doorbuster/core/errors";
import type { Order } from "@doorbuster/core/order/order";
import { defaultPolicy } from "@doorbuster/core/order/policy";
import { authorize, letGo, type SettleDeps } from "@doorbuster/core/order/settle";
import type { OrderStore } from "@doorbuster/core/order/store";
import { PaymentRefused, PaymentUnknown, type PaymentProvider } from "@doorbuster/core/payment/provider";
import { anOrder } from "@doorbuster/core/testing/orders";
import { functionLog } from "./log.ts";
import { trpcHandler } from "./trpc.ts";

afterEach(() => vi.restoreAllMocks());

/** The lines of JSON that are written while `action` runs: as CloudWatch gets them. */
async function linesOf(action: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const written: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => written.push(String(text)) > 0);
  }
  await action();
  vi.restoreAllMocks();
  return written
    .join("")
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/**
 * As much of CloudWatch's filter syntax as is used: `{ $.a = "x" && $.b != "y" }` over the fields of a line; a field that
 * is not there fits neither (CloudWatch Logs user guide, "Filter pattern syntax"). Throws for any other pattern, so that
 * none is believed unread.
 */
function fits(pattern: string, line: Record<string, unknown>): boolean {
  const terms = /^\{ (.+) \}$/.exec(pattern)?.[1]?.split(" && ") ?? [];
  if (terms.length === 0) throw new Error(`${pattern} is no pattern over JSON`);
  return terms.every((term) => {
    const [, field = "", comparison, value] = /^\$\.(\w+) (!?=) "([^"*]*)"$/.exec(term) ?? [];
    if (comparison === undefined) throw new Error(`${term} is not known here`);
    return field in line && (line[field] === value) === (comparison === "=");
  });
}

/** Which filters count any of the lines. */
async function countedBy(action: () => Promise<unknown>): Promise<string[]> {
  const lines = await linesOf(action);
  expect(lines).not.toEqual([]);
  return Object.entries(logFilters)
    .filter(([, pattern]) => lines.some((line) => fits(pattern, line)))
    .map(([name]) => name);
}

/** A customer whose request ends with this error. */
function refusedWith(error: Error): Promise<unknown> {
  const { router, procedure } = apiBuilder<object>();
  const handler = trpcHandler({
    router: router({
      buy: procedure.mutation(() => {
        throw error;
      }),
    }),
    deps: {},
    tokens: { verify: () => Promise.reject(new Error("nobody signs in here")) },
    log: functionLog("shop"),
  });
  const event = {
    httpMethod: "POST",
    path: "/trpc/buy",
    resource: "/trpc/{proxy+}",
    pathParameters: { proxy: "buy" },
    headers: { "content-type": "application/json" },
    body: "{}",
    requestContext: { requestId: "one" },
  } as unknown as APIGatewayProxyEvent;
  return handler(event, {} as Context);
}

/** What settles orders, with a provider that only fails. */
function settling(error: Error): SettleDeps {
  const fail = () => Promise.reject(error);
  return {
    payments: { authorize: fail, void: fail } as unknown as PaymentProvider,
    orders: { commit: async () => true } as unknown as OrderStore,
    policy: defaultPolicy,
    clock: { now: () => Date.parse("2026-01-01T00:00:01Z"), sleep: async () => undefined },
    random: () => 0.5,
    log: functionLog("sweep"),
  };
}

const refusal = (reason: PaymentRefused["reason"]) => (): Promise<Order> =>
  authorize(settling(new PaymentRefused(reason, "no")), anOrder(), "tok");

test("a customer who is told that the provider does not answer is counted", async () => {
  const unavailable = new AppError("PAYMENT_UNAVAILABLE", "Payments are not available at the moment.");
  expect(await countedBy(() => refusedWith(unavailable))).toEqual(["PaymentsUnavailable"]);
});

test("other refusals of customers are not", async () => {
  expect(await countedBy(() => refusedWith(new AppError("SOLD_OUT", "Sold out.")))).toEqual([]);
});

test.each(["unreachable", "rate_limited", "rejected"] as const)(
  "a request that the provider refuses as %s is counted",
  async (reason) => {
    expect(await countedBy(refusal(reason))).toEqual(["PaymentsRefused"]);
  },
);

test("a card that the provider does not know is the customer's affair", async () => {
  expect(await countedBy(refusal("invalid_token"))).toEqual([]);
});

test.each([new PaymentUnknown("no answer"), new PaymentRefused("unreachable", "no way")])(
  "a hold that cannot be let go for %s is counted",
  async (error) => {
    expect(await countedBy(() => letGo(settling(error), anOrder({ status: "expired" }), "pi_1"))).toEqual([
      "StrayHolds",
    ]);
  },
);

test("a pattern that is not understood is not believed", () => {
  expect(() => fits('{ $.message = "x" || $.reason = "y" }', {})).toThrow("not known here");
  expect(() => fits("refused", {})).toThrow("no pattern");
});
