import { seededRandom } from "@doorbuster/local/service-kit/seeded-random";
import { sandboxFaults, type AskedFaults } from "@doorbuster/local/sandbox/faults/client";
import type { StoreFaultRule } from "@doorbuster/local/services/faults/store-faults";
import { physicalName } from "@doorbuster/local/services/resources";
import type { EndpointName, RunningShop, ServiceName } from "@doorbuster/local/shop/index";
import { oneOf, type Lane, type Trouble } from "./lanes.ts";
import type { Tally } from "./tally.ts";

/** What keeps all that it has answered over a kill, proved by `packages/local`'s own tests. */
const durable: readonly ServiceName[] = ["dynamodb", "sandbox"];
const cutOff: readonly EndpointName[] = ["kinesis", "sns", "sqs", "s3", "ses", "sms"];

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
    { restMs: [1_000, 4_000], next: (random) => functionKill(shop, random) },
    { restMs: [5_000, 12_000], next: (random) => serviceKill(shop, oneOf(random, durable), random) },
    { restMs: [2_000, 6_000], next: (random) => cut(shop, random) },
    {
      restMs: [1_000, 4_000],
      next: (random) => providerFault(shop, oneOf(random, providerFaults), random, tally),
    },
    { restMs: [1_000, 4_000], next: (random) => storeFault(shop, oneOf(random, storeFaults), random, tally) },
  ];
}

/** Strikes the first that comes, and a few more. */
const certainly = { probability: 1, times: 3 } as const;
const strikeMsMax = 10_000;

/**
 * One of each kind, with which a run begins: the faults first, each held until it has struck, then what is killed and cut
 * off. Which ones, the seed chooses.
 */
export function openingOf(shop: RunningShop, seed: number, tally: Tally): Trouble[] {
  const random = seededRandom(seed, 2_000);
  const ofProvider = oneOf(random, ["cutAfter", "errorBefore", "errorAfter"] as const);
  const ofStore = oneOf(random, ["throttling", "errorAfter", "cutAfter"] as const);
  return [
    untilStruck(providerFault(shop, { fault: ofProvider, ...certainly }, random, tally)),
    untilStruck(storeFault(shop, [{ fault: ofStore, ...certainly }], random, tally)),
    functionKill(shop, random),
    ...durable.map((name) => serviceKill(shop, name, random)),
    { ...cut(shop, random), holdMs: 500 },
  ];
}

/** A trouble that can say whether anything has met it yet. */
interface Fault extends Trouble {
  hasStruck(): Promise<boolean>;
}

function untilStruck(fault: Fault): Trouble {
  return { ...fault, holdMs: strikeMsMax, isDone: () => fault.hasStruck() };
}

/** The next invocation gets a new process, as on Lambda. */
function functionKill(shop: RunningShop, random: () => number): Trouble {
  const name = oneOf(random, [...shop.functions.keys()].sort());
  return {
    name: `kill -9 function ${name}`,
    holdMs: 0,
    begin: async () => shop.functions.get(name)?.kill("SIGKILL"),
    end: async () => undefined,
  };
}

function serviceKill(shop: RunningShop, name: ServiceName, random: () => number): Trouble {
  const service = shop.services.get(name);
  return {
    name: `kill -9 ${name}`,
    holdMs: random() * 2_000,
    begin: async () => service?.kill(),
    end: async () => service?.start(),
  };
}

function cut(shop: RunningShop, random: () => number): Trouble {
  const endpoint = oneOf(random, cutOff);
  return {
    name: `cut off ${endpoint}`,
    holdMs: 500 + random() * 4_500,
    begin: () => shop.cutOff(endpoint),
    end: () => shop.restore(endpoint),
  };
}

type ProviderFault = AskedFaults["rules"][number];

function providerFault(shop: RunningShop, rule: ProviderFault, random: () => number, tally: Tally): Fault {
  const faults = sandboxFaults(shop.urls.sandbox);
  const seed = Math.floor(random() * 2 ** 31);
  // It may be dead at the moment. Then it has forgotten its faults, and there is nothing to clear.
  const rules = async () => (await faults.status().catch(() => undefined))?.rules ?? [];
  return {
    name: `provider: ${rule.fault}`,
    holdMs: 2_000 + random() * 4_000,
    begin: async () => void (await faults.set({ seed, rules: [rule] }).catch(() => undefined)),
    hasStruck: async () => (await rules()).some(({ struck }) => struck > 0),
    async end() {
      for (const { fault, struck } of await rules()) tally.add(`provider: ${fault}`, struck);
      await faults.clear().catch(() => undefined);
    },
  };
}

function storeFault(
  shop: RunningShop,
  rules: readonly StoreFaultRule[],
  random: () => number,
  tally: Tally,
): Fault {
  const seed = Math.floor(random() * 2 ** 31);
  const transactionMs = Math.floor(random() * 20);
  return {
    name: `store: ${rules[0]?.fault}`,
    holdMs: 1_000 + random() * 3_000,
    begin: async () => shop.faults.set({ seed, rules, transactionMs }),
    hasStruck: async () => Object.values(shop.faults.status().struck).some((times) => times > 0),
    async end() {
      const { struck, conflicts: met } = shop.faults.status();
      for (const [fault, times] of Object.entries(struck)) tally.add(`store: ${fault}`, times);
      tally.add("store: real conflicts", met);
      shop.faults.clear();
    },
  };
}
