import type { Catalog } from "../catalog/product.ts";
import { isoTime, type Clock, type Log } from "../ports.ts";
import type { StockStore } from "../stock/store.ts";
import type { Anomaly, DetectorState, DetectorStore, Untold } from "./anomaly.ts";
import { detect } from "./detect.ts";
import { fastSkus, unitsSold } from "./series.ts";
import type { SlotHistory } from "./slotHistory.ts";
import { settledUntil, stretchesOf, type Stretch } from "./stretch.ts";
import { noticeOf, type OpsNotice } from "./words.ts";

export interface LookDeps {
  readonly slots: Pick<SlotHistory, "read">;
  readonly store: DetectorStore;
  readonly catalog: Pick<Catalog, "getMany">;
  readonly stock: Pick<StockStore, "read">;
  /** The operations staff, wherever they are. */
  readonly ops: { publish(notice: OpsNotice): Promise<void> };
  /** What the stage is called when they are told. */
  readonly stage: string;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Look {
  /** Anomalies that are open now. */
  readonly open: number;
  readonly began: number;
  readonly over: number;
  /** Findings that could not be told: the next look does it. */
  readonly untold: number;
}

/** Longer than the function may run, so that no two looks ever tell the same; shorter than the minute to the next. */
const tellMs = 45_000;
/** Whoever writes in between is done at once. */
const markAttempts = 5;
/** Of so many products that sold most it is asked whether they can still be bought. */
const goodsMax = 20;

/**
 * Looks at the shop once, remembers what it found, and tells it. What is to be told is written with what was found:
 *
 *   look A                          look B (A is late, or the clock calls twice)
 *   get v7                          get v7
 *   put v8, "A tells it" ─ yes
 *                                   put v8 ─ no: what B has found is A's to tell, or the next look's
 *   tell
 *   put v9, told
 *
 * A look that dies before it has told leaves it to the first one after its time; one that dies between telling and
 * marking makes the staff hear of it twice. The other order, mark first, would keep it from them.
 *
 * Answers undefined when another look came first.
 */
export async function look(deps: LookDeps): Promise<Look | undefined> {
  const now = deps.clock.now();
  const [before, slots] = await Promise.all([deps.store.get(), deps.slots.read(now)]);
  const stretches = stretchesOf(slots, settledUntil(slots, now));
  const { soldOut, names } = await goodsOf(deps, stretches);
  const { usual, began, over, open, past } = detect(before, { stretches, soldOut }, now);
  const named = (anomalies: readonly Anomaly[]) => anomalies.map((each) => withName(each, names));
  const version = before.version + 1;
  const heldUntil = isoTime(now + tellMs);
  const news = { began: named(began), over: named(over), version };
  const left = before.untold.filter((each) => Date.parse(each.heldUntil) <= now);
  const mine = [...left, ...(began.length + over.length > 0 ? [news] : [])].map((each) => ({
    ...each,
    heldUntil,
  }));
  const state: DetectorState = {
    version,
    lookedAt: isoTime(now),
    usual,
    open: named(open),
    past: named(past),
    untold: [...before.untold.filter((each) => !left.includes(each)), ...mine],
  };
  if (!(await deps.store.put(state))) return undefined;
  const told = await tell(deps, mine);
  if (told.size > 0) await markTold(deps, state, told);
  return { open: open.length, began: began.length, over: over.length, untold: mine.length - told.size };
}

/** What of the goods that sold most can no longer be bought, and what those are called that may be spoken of. */
async function goodsOf({ catalog, stock }: LookDeps, stretches: readonly Stretch[]) {
  const units = unitsSold(stretches);
  const bestSellers = Object.keys(units)
    .toSorted((a, b) => (units[b] ?? 0) - (units[a] ?? 0))
    .slice(0, goodsMax);
  const skus = [...new Set([...bestSellers, ...fastSkus(stretches)])];
  const products = skus.length > 0 ? [...(await catalog.getMany(skus)).values()] : [];
  const levels = await stock.read(products.map(({ sku, stockShards }) => ({ sku, shards: stockShards })));
  return {
    soldOut: new Set(levels.flatMap(({ sku, available }) => (available === 0 ? [sku] : []))),
    names: new Map(products.map(({ sku, name }) => [sku, name])),
  };
}

function withName(anomaly: Anomaly, names: ReadonlyMap<string, string>): Anomaly {
  const name = anomaly.sku === undefined ? undefined : names.get(anomaly.sku);
  return name === undefined ? anomaly : { ...anomaly, product: name };
}

/** Answers which findings were told, by their version. */
async function tell({ ops, stage, log }: LookDeps, findings: readonly Untold[]): Promise<Set<number>> {
  const told = new Set<number>();
  for (const finding of findings) {
    try {
      await ops.publish(noticeOf(finding, stage));
      told.add(finding.version);
    } catch (error) {
      log.error("operations could not be told", { error: String(error) });
    }
  }
  return told;
}

/** Another look may have written in between; what it wrote stays. */
async function markTold({ store, log }: LookDeps, written: DetectorState, told: ReadonlySet<number>) {
  let state = written;
  for (let attempt = 0; attempt < markAttempts; attempt++) {
    const untold = state.untold.filter(({ version }) => !told.has(version));
    if (untold.length === state.untold.length) return;
    if (await store.put({ ...state, version: state.version + 1, untold })) return;
    state = await store.get();
  }
  log.error("told and not marked: operations will hear of it again", { findings: told.size });
}
