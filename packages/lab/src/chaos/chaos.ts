import { setTimeout as delay } from "node:timers/promises";
import { type Clients, openClients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import type { RunningShop } from "@doorbuster/local/shop/index";
import { labCustomers, type Customers } from "../access/customers.ts";
import { compare, type Disagreement } from "../reconcile/compare.ts";
import type { Facts } from "../reconcile/facts.ts";
import { figuresOf, type Figures } from "../reconcile/figures.ts";
import { gatherFacts } from "../reconcile/gather.ts";
import { readMessages } from "../reconcile/places/inbox.ts";
import { readTimelines } from "../reconcile/places/timelines.ts";
import { idempotencyKeyOf, type PlannedCheckout } from "../replay/checkouts.ts";
import { checkoutClient, type Outcome } from "../replay/client.ts";
import { drive } from "../replay/drive.ts";
import { loadProducts } from "../replay/load.ts";
import { afterSales, type AfterSales } from "./afterSales.ts";
import { Cardholders } from "./cardholders.ts";
import { runLanes, runOpening, type LaneOptions, type Spell } from "./lanes.ts";
import { compareMessages, dueMessages } from "./messages.ts";
import { countOutOfTime } from "./outOfTime.ts";
import { brokenPromises } from "./promises.ts";
import { comeToRest } from "./settle.ts";
import { planShopping } from "./shoppingPlan.ts";
import { Tally } from "./tally.ts";
import { openingOf, troublesOf } from "./troubles.ts";
import { makeWishes, type Reaches } from "./wishes.ts";

export interface ChaosResult {
  readonly seed: number;
  /** How long there was load and trouble. */
  readonly runMs: number;
  /** Requests to the API, however they were answered. */
  readonly requests: number;
  /** How checkouts ended for their customers, by kind. */
  readonly answers: Readonly<Record<string, number>>;
  /** How cancellations, refunds and shipments were answered. */
  readonly afterSales: Readonly<Record<string, number>>;
  /** What was done to the shop, and how often. */
  readonly troubles: Readonly<Record<string, number>>;
  /** How often a fault that was set really struck. */
  readonly strikes: Readonly<Record<string, number>>;
  /** How long it took from the end of trouble until nothing moved any more. */
  readonly restMs: number;
  /** What customers were told, by channel and kind. */
  readonly told: Readonly<Record<string, number>>;
  /** Messages that came again, by channel, each with its excuse; one without is a disagreement. */
  readonly repeats: Readonly<Record<string, number>>;
  readonly deadLetters: Facts["deadLetters"];
  readonly figures: Figures;
  readonly disagreements: readonly Disagreement[];
}

export interface ChaosSettings {
  readonly seed: number;
  readonly runMs: number;
  /** Aborted with the reason when a part dies that nobody killed, or when somebody asks for the end. */
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

/** A reservation must lapse within the run: who wanders off must not keep it waiting. */
export const policy = { reservationMs: 20_000, extensionMs: 5_000 } as const;

const shoppers = 8;
/** More than {@link shoppers} can place, so that nobody runs out of baskets. */
const basketsASecondMax = 20;
const hotUnitsASecond = 1;
const progressMs = 5_000;
const cardholdersMs = 1_500;

/** Sells in a shop while everything fails, lets it come to rest, and holds its books against each other. */
export async function chaos(shop: RunningShop, settings: ChaosSettings): Promise<ChaosResult> {
  const clients = openClients(shop.endpoints);
  try {
    const { seed, runMs, signal, onProgress } = settings;
    const seconds = Math.ceil(runMs / 1_000);
    const plan = planShopping(seed, seconds * basketsASecondMax, seconds * hotUnitsASecond);
    const clock = { now: () => performance.now(), sleep: (ms: number) => delay(ms, undefined, { signal }) };
    onProgress(`loading ${plan.catalogue.size} products`);
    await loadProducts(clients.dynamodb, runOf(seed), plan.catalogue, plan.units, {
      clock,
      signal,
      onLoaded: () => undefined,
    });
    const customers = await labCustomers(shop);
    const reaches = await makeWishes(shop, plan.checkouts, customers);
    const run = await sellThroughTrouble(shop, clients, { checkouts: plan.checkouts, customers }, settings);
    onProgress("all is well again; coming to rest");
    const wellAt = performance.now();
    const unsettled = await comeToRest(shop, clients, { nudge: () => run.cardholders.answer(), onProgress });
    const restMs = Math.round(performance.now() - wellAt);
    signal.throwIfAborted();
    const facts = await gatherFacts(shop);
    const messages = await messagesOf(shop, clients, { orders: facts.orders, reaches, spells: run.spells });
    return {
      seed,
      runMs,
      requests: run.requests(),
      answers: answersOf(run.outcomes),
      afterSales: run.afterwards.counts,
      restMs,
      troubles: namesOf(run.spells),
      strikes: run.strikes.counts,
      told: messages.told,
      repeats: messages.repeats,
      deadLetters: facts.deadLetters,
      figures: figuresOf(facts),
      disagreements: [
        ...unsettled,
        ...brokenPromises(run.outcomes, run.givenUp, run.promised, facts.orders),
        ...messages.disagreements,
        ...compare({ ...facts, mails: onceEach(facts.mails) }),
      ],
    };
  } finally {
    clients.destroy();
  }
}

/** Compares what everybody was told with what they should have been, through every channel. */
async function messagesOf(
  shop: RunningShop,
  { dynamodb }: Clients,
  { orders, reaches, spells }: { orders: Facts["orders"]; reaches: Reaches; spells: readonly Spell[] },
) {
  const [entries, arrived, outOfTime] = await Promise.all([
    readTimelines(dynamodb, physicalName("Orders")),
    readMessages(shop.urls.inbox),
    countOutOfTime(shop),
  ]);
  return compareMessages(dueMessages(orders, entries, reaches), arrived, { spells, outOfTime });
}

/** Which message came again, and why, is judged with those of all channels. */
function onceEach(mails: Facts["mails"]): Facts["mails"] {
  return [...new Map(mails.map((mail) => [`${mail.orderId} ${mail.to}`, mail])).values()];
}

async function sellThroughTrouble(
  shop: RunningShop,
  clients: Clients,
  { checkouts, customers }: { checkouts: readonly PlannedCheckout[]; customers: Customers },
  { seed, runMs, signal, onProgress }: ChaosSettings,
) {
  const over = AbortSignal.any([signal, AbortSignal.timeout(runMs)]);
  const sleep = (ms: number) => delay(ms, undefined, { signal: over }).catch(() => undefined);
  const spells: Spell[] = [];
  const strikes = new Tally();
  const outcomes = new Map<string, Outcome>();
  const givenUp = new Set<string>();
  const cardholders = new Cardholders(clients.dynamodb, seed);
  const afterwards = new Tally();
  let requests = 0;
  const counted: typeof fetch = (...request) => {
    requests += 1;
    return fetch(...request);
  };
  const repeat = async (everyMs: number, work: () => unknown) => {
    for (await sleep(everyMs); !over.aborted; await sleep(everyMs)) await work();
  };
  const afterSale = await afterSales(shop, {
    seed,
    fetch: counted,
    sleep: (ms) => delay(ms, undefined, { signal }).catch(() => undefined),
    tally: afterwards,
  });
  const onTrouble = (spell: Spell) => void spells.push(spell);
  await Promise.all([
    sell(shop, checkouts, { customers, fetch: counted, seed, signal, over, outcomes, givenUp, afterSale }),
    breakParts(shop, strikes, { seed, sleep, over: () => over.aborted, onTrouble }),
    repeat(cardholdersMs, () => cardholders.answer()),
    repeat(progressMs, () =>
      onProgress(`${outcomes.size} checkouts answered, ${requests} requests, ${spells.length} troubles`),
    ),
  ]);
  const { promised } = afterSale;
  return { outcomes, givenUp, promised, spells, strikes, afterwards, cardholders, requests: () => requests };
}

/** One of each kind of trouble, and then each lane in its own rhythm, until the run is over. */
async function breakParts(shop: RunningShop, strikes: Tally, options: LaneOptions): Promise<void> {
  await runOpening(openingOf(shop, options.seed, strikes), options);
  await runLanes(troublesOf(shop, strikes), options);
}

/**
 * Places one checkout after the other until the time is up; those that are under way then get their answers. Some pay in ways
 * that never work: after closing time they begin no further attempt but the one that they are waiting for.
 */
async function sell(
  shop: RunningShop,
  checkouts: readonly PlannedCheckout[],
  load: {
    customers: Customers;
    fetch: typeof fetch;
    seed: number;
    signal: AbortSignal;
    over: AbortSignal;
    outcomes: Map<string, Outcome>;
    givenUp: Set<string>;
    afterSale: AfterSales;
  },
): Promise<void> {
  const { customers, seed, signal, over, outcomes, givenUp, afterSale } = load;
  const clock = { now: () => performance.now(), sleep: (ms: number) => delay(ms, undefined, { signal }) };
  const onGivenUp = (orderId: string) => void givenUp.add(orderId);
  const client = checkoutClient({ api: shop.urls.api, fetch: load.fetch, clock, onGivenUp, closing: over });
  const place = async ({ invoice, customerId, request }: PlannedCheckout) => {
    if (over.aborted) return;
    const token = customerId === undefined ? undefined : await customers.tokenFor(customerId);
    const key = (attempt: number) => idempotencyKeyOf(runOf(seed), invoice, attempt);
    const outcome = await client.place(request, key, token);
    outcomes.set(invoice, outcome);
    if (outcome.kind === "order" && outcome.status === "confirmed") afterSale.follow(outcome.orderId, token);
  };
  const pace = { ratePerSecond: "max", concurrency: shoppers } as const;
  await drive(checkouts, place, { pace, clock, signal });
  await afterSale.done();
}

function namesOf(spells: readonly Spell[]): Readonly<Record<string, number>> {
  const tally = new Tally();
  for (const { name } of spells) tally.add(name);
  return tally.counts;
}

const runOf = (seed: number) => `chaos-${seed}`;

function answersOf(outcomes: ReadonlyMap<string, Outcome>): Readonly<Record<string, number>> {
  const tally = new Tally();
  for (const outcome of outcomes.values()) {
    if (outcome.kind === "order") tally.add(outcome.status);
    else tally.add(outcome.kind === "refused" ? `refused: ${outcome.code}` : "sold out");
  }
  return tally.counts;
}
