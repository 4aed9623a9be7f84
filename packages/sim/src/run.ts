import { defaultPolicy, type OrderPolicy } from "@doorbuster/core/order/policy";
import { perform } from "./actors/cast.ts";
import { Scene } from "./actors/scene.ts";
import { restock } from "./actors/staff.ts";
import { Audits } from "./invariants/audits.ts";
import { checkCheckouts } from "./invariants/checkouts.ts";
import { checkEvents } from "./invariants/events.ts";
import { Histories } from "./invariants/histories.ts";
import type { Invariant } from "./invariants/invariant.ts";
import { checkMails } from "./invariants/mails.ts";
import { checkMoney, watchMoney } from "./invariants/money.ts";
import { OpenTimes } from "./invariants/openTimes.ts";
import { readOrders } from "./invariants/orders.ts";
import { checkRefusals } from "./invariants/refusals.ts";
import { checkStock, StockBooks } from "./invariants/stock.ts";
import { virtualGlobals } from "./scheduler/globals.ts";
import { Simulation } from "./simulation.ts";
import type { MemoryStore } from "./store/memoryStore.ts";
import { createWorld, type World } from "./world.ts";

/** How a simulation ended. */
export interface Outcome {
  readonly seed: number;
  readonly steps: number;
  /** Equal for two runs that took the same steps. */
  readonly hash: string;
  readonly orders: number;
  readonly violation?: { readonly invariant: Invariant; readonly what: string };
  /** The last steps. */
  readonly trace: readonly string[];
}

/** How long after the last fault and the last person everything must lie still: two lapses and what follows them. */
const settleMs = 45 * 60_000;
/** Every fourth day the books are audited: that takes as many steps as the shop itself. */
const auditedShare = 0.25;
/** By then everything must be audited. */
const auditMs = 40 * 60_000;
/** Longer than any person stays. */
const limitMs = 180 * 60_000;

/** One simulated day in the shop, whole: the same seed gives the same steps. @param keep how many steps to remember */
export async function run(seed: number, keep = 60): Promise<Outcome> {
  const simulation = new Simulation(seed, keep);
  const { trace } = simulation;
  let orders = 0;
  try {
    using _ = virtualGlobals(simulation.scheduler);
    orders = await live(simulation);
  } catch (error) {
    if (!simulation.violation) simulation.violate("nothing hangs", describe(error));
  }
  const { violation } = simulation;
  return {
    seed,
    steps: trace.steps,
    hash: trace.hash,
    orders,
    trace: trace.lines,
    ...(violation && { violation: { invariant: violation.invariant, what: violation.message } }),
  };
}

async function live(simulation: Simulation): Promise<number> {
  const { scheduler, random } = simulation;
  const policy: OrderPolicy = {
    ...defaultPolicy,
    captureAt: random.pick(["confirmation", "confirmation", "shipment"]),
  };
  const stock = new StockBooks(simulation);
  const histories = new Histories(simulation);
  const openTimes = new OpenTimes(simulation, policy);
  const audits = random.chance(auditedShare) ? new Audits(simulation) : undefined;
  const onChange = (store: MemoryStore) => {
    stock.advance(store);
    histories.advance(store);
    openTimes.advance(store);
  };
  const world = createWorld(simulation, policy, onChange, audits);
  watchMoney(simulation, world.provider, world.store);
  const scene = new Scene(world);
  let over = false;
  play(scene, audits)
    .catch((error: unknown) => simulation.fail(error))
    .finally(() => (over = true));
  await scheduler.run(() => over || simulation.violation !== undefined, limitMs);
  if (simulation.violation) return 0;
  const ledger = readOrders(world.store);
  checkStock(simulation, ledger, world.store);
  checkMoney(simulation, ledger, world.provider);
  checkRefusals(simulation, scene.book, ledger);
  checkCheckouts(simulation, scene.book, ledger, stock);
  checkMails(simulation, ledger, world.mailbox.mails);
  await checkEvents(simulation, ledger, world);
  checkQuiet(world);
  return ledger.orders.length;
}

/** The shelves are filled, things go wrong while people buy, then nothing goes wrong any more until all lies still. */
async function play(scene: Scene, audits?: Audits): Promise<void> {
  const { simulation } = scene.world;
  const { scheduler, random, faults } = simulation;
  for (const sku of scene.products.keys()) await restock(scene, sku, random.whole(1, 8));
  faults.begin();
  const faultsEnd = scheduler.sleep(random.whole(60_000, 8 * 60_000), "the faults are over");
  await Promise.all([faultsEnd.then(() => simulation.calm()), perform(scene)]);
  const latest = scheduler.now + settleMs;
  while (whatIsOpen(scene.world) !== undefined && scheduler.now < latest) {
    await scheduler.sleep(10_000, "is it quiet?");
  }
  const quietSince = scheduler.now;
  while (audits && !audits.isDone(quietSince) && scheduler.now < quietSince + auditMs) {
    await scheduler.sleep(60_000, "is it audited?");
  }
  audits?.check(quietSince);
}

function checkQuiet(world: World): void {
  const open = whatIsOpen(world);
  if (open !== undefined)
    world.simulation.violate("nothing stays open", `${open} after ${settleMs / 60_000} minutes`);
}

/** A day: what is due later than that waits for people, not for the shop. */
const dayMs = 24 * 60 * 60_000;

/** What still runs, waits, or is to be looked at by the sweeper. */
function whatIsOpen(world: World): string | undefined {
  const busy = world.busyParts();
  if (busy.length > 0) return `${busy.join(", ")} not at rest`;
  const soon = new Date(world.simulation.scheduler.now + dayMs).toISOString();
  const rows = world.store.scan("Orders").filter(({ sk }) => sk?.S === "order");
  const open = rows.find(({ status, dueAt }) => status?.S === "pending" || (dueAt?.S ?? soon) < soon);
  return open && `${open["id"]?.S} is ${open["status"]?.S} and still open`;
}

const describe = (error: unknown) =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
