import { parseArgs } from "node:util";
import type { Demand } from "./goods.ts";
import type { Storage } from "./shop.ts";

/** A wrong command line. The message says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const usage = `Measures the shop. What sells starts a throwaway shop, and counts no figure whose books do not balance.

  npm run bench -- orders [options]     paid checkouts a second, in a closed loop
    --only disk | memory                one storage for DynamoDB (both, one after the other)
    --rounds N                          medians of N rounds (3)
    --seconds N                         how long each run of a round lasts (5)
    --warm-up N                         seconds of load before the first round (20)
    --concurrency N,N,N                 customers at once (1,8,32)
    --demand spread | hot               over 64 SKUs, or all for the same one (both)

  npm run bench -- pace [options]       how long an order takes to its answer, the screen and the mail
    --only disk | memory                storage for DynamoDB (disk)
    --rate N                            checkouts a second (50)
    --seconds N                         how long (20)

  npm run bench -- spike [options]      from nothing to ten times of what the closed loop reached
    --only disk | memory                storage for DynamoDB (disk)
    --seconds N                         how long the spike lasts (30)
    --times N                           how many times as many requests as the shop can answer (10)

  npm run bench -- hot-sku [options]    how many shards a hot SKU needs

  npm run bench -- bundles [options]    how large each function's bundle is, as SST builds it, and what importing it takes
    --rounds N                          medians of N processes for each (9)
    --write                             into docs/aws/bundles.md

  --json                                one JSON object on stdout

Exit status: 0 when it was measured and everything agrees, 1 when not or when a bundle is over its budget, 2 for a wrong command.
`;

export interface OrdersOptions {
  readonly storages: readonly Storage[];
  readonly demands: readonly Demand[];
  readonly concurrency: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly json: boolean;
}

/** @throws UsageError */
export function parseOrdersOptions(args: readonly string[]): OrdersOptions | "help" {
  const { values } = strictly(() =>
    parseArgs({
      args: [...args],
      options: {
        only: { type: "string" },
        rounds: { type: "string", default: "3" },
        seconds: { type: "string", default: "5" },
        "warm-up": { type: "string", default: "20" },
        concurrency: { type: "string", default: "1,8,32" },
        demand: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }),
  );
  if (values.help) return "help";
  return {
    storages: values.only === undefined ? ["disk", "memory"] : [storage(values.only)],
    demands:
      values.demand === undefined ? ["spread", "hot"] : [oneOf("--demand", values.demand, ["spread", "hot"])],
    concurrency: values.concurrency.split(",").map((each) => whole("--concurrency", each)),
    rounds: whole("--rounds", values.rounds),
    seconds: positive("--seconds", values.seconds),
    warmUpSeconds: positive("--warm-up", values["warm-up"]),
    json: values.json,
  };
}

export interface SpikeOptions {
  readonly storage: Storage;
  readonly seconds: number;
  readonly times: number;
  readonly json: boolean;
}

/** @throws UsageError */
export function parseSpikeOptions(args: readonly string[]): SpikeOptions | "help" {
  const { values } = strictly(() =>
    parseArgs({
      args: [...args],
      options: {
        only: { type: "string", default: "disk" },
        seconds: { type: "string", default: "30" },
        times: { type: "string", default: "10" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }),
  );
  if (values.help) return "help";
  return {
    storage: storage(values.only),
    seconds: positive("--seconds", values.seconds),
    times: positive("--times", values.times),
    json: values.json,
  };
}

export interface PaceOptions {
  readonly storage: Storage;
  /** Checkouts a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly json: boolean;
}

/** @throws UsageError */
export function parsePaceOptions(args: readonly string[]): PaceOptions | "help" {
  const { values } = strictly(() =>
    parseArgs({
      args: [...args],
      options: {
        only: { type: "string", default: "disk" },
        rate: { type: "string", default: "50" },
        seconds: { type: "string", default: "20" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }),
  );
  if (values.help) return "help";
  return {
    storage: storage(values.only),
    rate: positive("--rate", values.rate),
    seconds: positive("--seconds", values.seconds),
    json: values.json,
  };
}

export interface BundlesOptions {
  readonly rounds: number;
  readonly write: boolean;
  readonly json: boolean;
}

/** @throws UsageError */
export function parseBundlesOptions(args: readonly string[]): BundlesOptions | "help" {
  const { values } = strictly(() =>
    parseArgs({
      args: [...args],
      options: {
        rounds: { type: "string", default: "9" },
        write: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }),
  );
  if (values.help) return "help";
  return { rounds: whole("--rounds", values.rounds), write: values.write, json: values.json };
}

function strictly<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const storage = (text: string): Storage => oneOf("--only", text, ["disk", "memory"]);

function oneOf<Choice extends string>(flag: string, text: string, choices: readonly Choice[]): Choice {
  const chosen = choices.find((choice) => choice === text);
  if (chosen === undefined) throw new UsageError(`${flag} takes ${choices.join(" or ")}, not "${text}".`);
  return chosen;
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0) return value;
  throw new UsageError(`${flag} takes a number above 0, not "${text}".`);
}

function whole(flag: string, text: string): number {
  const value = positive(flag, text);
  if (Number.isSafeInteger(value)) return value;
  throw new UsageError(`${flag} takes whole numbers above 0, not "${text}".`);
}
