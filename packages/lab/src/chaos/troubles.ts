import { sandboxFaults, type AskedFaults } from "@doorbuster/local/sandbox/faults/client";
import type { StoreFaultRule } from "@doorbuster/local/services/faults/store-faults";
import { physicalName } from "@doorbuster/local/services/resources";
import type { EndpointName, RunningShop, ServiceName } from "@doorbuster/local/shop/index";
import { oneOf, type Lane } from "./lanes.ts";
import type { Tally } from "./tally.ts";

/** What keeps all that it has answered over a kill, proved by `packages/local`'s own tests. */
const durable: readonly ServiceName[] = ["dynamodb", "sandbox"];
const cutOff: readonly EndpointName[] = ["kinesis", "sns", "sqs", "s3", "ses"];

const providerFaults: readonly AskedFaults["rules"][number][] = [
  { fault: "cutBefore", probability: 0.3 },
  { fault: "cutAfter", probability: 0.3 },
  { fault: "errorBefore", probability: 0.2 },
  { fault: "errorAfter", probability: 0.2 },
  { fault: "rateLimit", probability: 0.3 },
  { fault: "timeoutBefore", probability: 0.1, times: 3 },
  { fault: "timeoutAfter", probability: 0.1, times: 3 },
  { fault: "latency", probability: 0.3, delayMs: 1_500 },
  { fault: "decline", probability: 0.3 },
  { fault: "challenge", probability: 0.1 },
  { fault: "webhookLate", probability: 0.5, delayMs: 5_000 },
  { fault: "webhookTwice", probability: 0.5 },
  { fault: "webhookReordered", probability: 0.5, delayMs: 5_000 },
  { fault: "webhookLost", probability: 0.5 },
];

/** Transactions touch these two tables, so only there is anything to conflict with. */
const conflicts: readonly StoreFaultRule[] = ["Orders", "Stock"].map((table) => ({
  fault: "conflict",
  probability: 0.2,
  table: physicalName(table),
}));

const storeFaults: readonly (readonly StoreFaultRule[])[] = [
  conflicts,
  [{ fault: "throughputExceeded", probability: 0.15 }],
  [{ fault: "throttling", probability: 0.15 }],
  [{ fault: "errorBefore", probability: 0.1 }],
  [{ fault: "errorAfter", probability: 0.1 }],
  [{ fault: "cutBefore", probability: 0.1 }],
  [{ fault: "cutAfter", probability: 0.1 }],
  [{ fault: "timeoutAfter", probability: 0.05, times: 2 }],
];

/** Everything that is done to a shop, each lane in its own rhythm. */
export function troublesOf(shop: RunningShop, tally: Tally): Lane[] {
  return [
    functionKills(shop),
    serviceKills(shop),
    cuts(shop),
    providerLane(shop, tally),
    storeLane(shop, tally),
  ];
}

/** The next invocation gets a new process, as on Lambda. */
function functionKills(shop: RunningShop): Lane {
  const names = [...shop.functions.keys()].sort();
  return {
    restMs: [1_000, 4_000],
    next(random) {
      const name = oneOf(random, names);
      return {
        name: `kill -9 function ${name}`,
        holdMs: 0,
        begin: async () => shop.functions.get(name)?.kill("SIGKILL"),
        end: async () => undefined,
      };
    },
  };
}

function serviceKills(shop: RunningShop): Lane {
  return {
    restMs: [5_000, 12_000],
    next(random) {
      const name = oneOf(random, durable);
      const service = shop.services.get(name);
      return {
        name: `kill -9 ${name}`,
        holdMs: random() * 2_000,
        begin: async () => service?.kill(),
        end: async () => service?.start(),
      };
    },
  };
}

function cuts(shop: RunningShop): Lane {
  return {
    restMs: [2_000, 6_000],
    next(random) {
      const endpoint = oneOf(random, cutOff);
      return {
        name: `cut off ${endpoint}`,
        holdMs: 500 + random() * 4_500,
        begin: () => shop.cutOff(endpoint),
        end: () => shop.restore(endpoint),
      };
    },
  };
}

function providerLane(shop: RunningShop, tally: Tally): Lane {
  const faults = sandboxFaults(shop.urls.sandbox);
  return {
    restMs: [1_000, 4_000],
    next(random) {
      const rule = oneOf(random, providerFaults);
      const seed = Math.floor(random() * 2 ** 31);
      return {
        name: `provider: ${rule.fault}`,
        holdMs: 2_000 + random() * 4_000,
        // It may be dead at the moment. Then it has forgotten its faults, and there is nothing to clear.
        begin: async () => void (await faults.set({ seed, rules: [rule] }).catch(() => undefined)),
        async end() {
          const status = await faults.status().catch(() => undefined);
          for (const { fault, struck } of status?.rules ?? []) tally.add(`provider: ${fault}`, struck);
          await faults.clear().catch(() => undefined);
        },
      };
    },
  };
}

function storeLane(shop: RunningShop, tally: Tally): Lane {
  return {
    restMs: [1_000, 4_000],
    next(random) {
      const rules = oneOf(random, storeFaults);
      const seed = Math.floor(random() * 2 ** 31);
      const transactionMs = Math.floor(random() * 20);
      return {
        name: `store: ${rules[0]?.fault}`,
        holdMs: 1_000 + random() * 3_000,
        begin: async () => shop.faults.set({ seed, rules, transactionMs }),
        async end() {
          const { struck, conflicts: met } = shop.faults.status();
          for (const [fault, times] of Object.entries(struck)) tally.add(`store: ${fault}`, times);
          tally.add("store: real conflicts", met);
          shop.faults.clear();
        },
      };
    },
  };
}
