import { setTimeout as delay } from "node:timers/promises";
import { type Clients, openClients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import type { AttachedShop } from "@doorbuster/local/shop/index";
import { labCustomers } from "../access/customers.ts";
import { staffTokens } from "../access/staffToken.ts";
import { compare, type Disagreement } from "../reconcile/compare.ts";
import type { Facts } from "../reconcile/facts.ts";
import { figuresOf, type Figures } from "../reconcile/figures.ts";
import { gatherFacts } from "../reconcile/gather.ts";
import { anyOrderOpen } from "../reconcile/places/orders.ts";
import type { ReplayFigures } from "../reconcile/report.ts";
import { inStep } from "../step.ts";
import { accountForRun } from "./account.ts";
import { checkoutClient } from "./client.ts";
import type { DriveClock, DriveOptions } from "./drive.ts";
import { watchLive } from "./liveWatch.ts";
import { loadProducts } from "./load.ts";
import { placeAll, type Placed } from "./placeAll.ts";
import type { ReplayPlan } from "./plan.ts";
import { ProgressBar } from "./progress.ts";
import { quantile } from "./quantile.ts";

export interface ReplayResult {
  readonly figures: Figures;
  readonly soldOut: number;
  readonly timings: ReplayFigures["timings"];
  readonly disagreements: readonly Disagreement[];
  readonly deadLetters: Facts["deadLetters"];
}

/** Drives a plan through a shop, waits until the shop is quiet, and holds all its books against each other. */
export async function replay(
  shop: AttachedShop,
  plan: ReplayPlan,
  options: Pick<DriveOptions, "pace" | "signal"> & { readonly run: string },
): Promise<ReplayResult> {
  const clients = openClients(shop.endpoints);
  try {
    const drive = { ...options, clock: clockUntil(options.signal) };
    await load(clients.dynamodb, plan, drive);
    using watch = await watchLive(shop.urls.api, await staffTokens(shop, viewer));
    const placed = await place(shop, plan, drive);
    const unquiet = await waitUntilQuiet(shop, clients.dynamodb, options.signal);
    const facts = await inStep("Reconciling", () => gatherFacts(shop));
    return {
      figures: figuresOf(facts),
      soldOut: [...placed.outcomes.values()].filter(({ kind }) => kind === "soldOut").length,
      timings: timingsOf(placed, watch.arrivalMs),
      disagreements: [...unquiet, ...accountForRun(placed.outcomes, facts.orders), ...compare(facts)],
      deadLetters: facts.deadLetters,
    };
  } finally {
    clients.destroy();
  }
}

type RunOptions = DriveOptions & { readonly run: string };

async function load(dynamodb: Clients["dynamodb"], { catalogue, units }: ReplayPlan, options: RunOptions) {
  const bar = new ProgressBar(process.stderr, "Loading products", catalogue.size);
  await loadProducts(dynamodb, options.run, catalogue, units, {
    ...options,
    onLoaded: (done) => bar.update(done),
  });
}

async function place(shop: AttachedShop, { checkouts }: ReplayPlan, options: RunOptions): Promise<Placed> {
  const customers = await labCustomers(shop);
  const client = checkoutClient({ api: shop.urls.api, fetch, clock: options.clock });
  const bar = new ProgressBar(process.stderr, "Placing orders", checkouts.length);
  return placeAll(checkouts, { ...options, client, customers, onAnswer: (done) => bar.update(done) });
}

/** The demo user of the least role that may watch. */
const viewer = "viewer@example.com";

/** How long the pipeline may take to come to rest. */
const quietMsMax = 120_000;

/** @returns what is still busy when the time is up: then no figure is final */
async function waitUntilQuiet(
  shop: AttachedShop,
  dynamodb: Clients["dynamodb"],
  signal: AbortSignal,
): Promise<Disagreement[]> {
  const until = async () => {
    signal.throwIfAborted();
    return !(await anyOrderOpen(dynamodb, physicalName("Orders")));
  };
  try {
    await inStep("Waiting until the pipeline is quiet", () => shop.quiet({ timeoutMs: quietMsMax, until }));
    return [];
  } catch (error) {
    signal.throwIfAborted();
    return [{ what: error instanceof Error ? error.message : String(error), which: [] }];
  }
}

function timingsOf({ outcomes, confirmMs, elapsedMs }: Placed, arrivalMs: readonly number[]) {
  return {
    ordersPerSecond: Math.round((outcomes.size * 10_000) / elapsedMs) / 10,
    confirmMsP50: quantile(confirmMs, 0.5),
    confirmMsP95: quantile(confirmMs, 0.95),
    liveMsP50: quantile(arrivalMs, 0.5),
    liveMsP95: quantile(arrivalMs, 0.95),
  };
}

function clockUntil(signal: AbortSignal): DriveClock {
  return { now: () => performance.now(), sleep: (ms) => delay(ms, undefined, { signal }) };
}
