import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startShop, type RunningShop } from "@doorbuster/local/shop/index";
import { gatherFacts } from "../reconcile/gather.ts";
import { parseDecimal } from "./decimal.ts";
import { isDeclined } from "./declines.ts";
import { readOrderFile } from "./orderFile.ts";
import { planReplay, type ReplayPlan } from "./plan.ts";
import { replay } from "./replay.ts";

const { signal } = new AbortController();
const pace = { ratePerSecond: "max", concurrency: 4 } as const;
const declineShare = 0.3;

let folder: Awaited<ReturnType<typeof mkdtempDisposable>>;
let shop: RunningShop;

beforeAll(async () => {
  folder = await mkdtempDisposable(path.join(tmpdir(), "lab-replay-"));
  shop = await startShop({
    dataDir: path.join(folder.path, "shop"),
    ports: "free",
    memory: true,
    sites: false,
  });
}, 120_000);

afterAll(async () => {
  await shop.stop();
  await folder.remove();
});

/** Forty invoices over five products, two of which differ in case alone, between rows that are no order lines. */
async function orderLines() {
  const header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
  const rows = Array.from({ length: 40 }, (_, i) => {
    const customer = i % 3 === 0 ? "" : String(13_000 + (i % 5));
    const row = (code: string, quantity: number, price: string) =>
      `${536_365 + i},${code},PRODUCT ${code},${quantity},2010-12-01 08:34:00,${price},${customer},United Kingdom`;
    return [
      row("84997B", 1, "4.95"),
      row("84997b", 2, "1.255"),
      row(`2291${i % 3}`, 3, "0.85"),
      row("84997B", 1, "4.25"),
    ];
  });
  const dirt = [
    "C536379,22914,X,-1,2010-12-01 08:34:00,1.00,,France",
    "536365,POST,X,1,2010-12-01 08:34:00,1.00,,France",
  ];
  const file = path.join(folder.path, "orders.csv");
  await writeFile(file, [header, ...rows.flat(), ...dirt, "536365,torn"].join("\n"));
  return readOrderFile(file);
}

const totalOf = ({ checkouts }: ReplayPlan, counts: (invoice: string) => boolean) =>
  checkouts
    .filter(({ invoice }) => counts(invoice))
    .reduce((sum, { request }) => sum + request.expectedTotal.amount, 0);

test("a run is accounted for to the unit and the penny, and taken up again it changes nothing", async () => {
  const { accepted, lines } = await orderLines();
  const stockShare = parseDecimal("1")!;
  const plan = planReplay(accepted, { run: "first", limit: undefined, stockShare, declineShare });
  const declined = plan.checkouts.filter(({ invoice }) => isDeclined(invoice, declineShare)).length;
  const revenueMinor = totalOf(plan, (invoice) => !isDeclined(invoice, declineShare));
  const confirmed = plan.checkouts.length - declined;

  const first = await replay(shop, plan, { run: "first", pace, signal });
  expect(first.disagreements).toEqual([]);
  expect(lines).toBe(163);
  expect(declined).toBeGreaterThan(0);
  expect(first.soldOut).toBe(0);
  expect(first.figures).toMatchObject({
    orders: { confirmed, declined, pending: 0, revenueMinor },
    provider: { authorized: confirmed, captures: confirmed, amountMinor: revenueMinor },
    live: { confirmed, revenueMinor },
    lake: { confirmed, revenueMinor, duplicates: 0 },
    notifications: { email: confirmed, duplicates: 0 },
    stock: { stocked: 40 * 7, sold: confirmed * 7, reserved: 0, available: declined * 7, oversoldSkus: 0 },
  });
  expect(first.timings.liveMsP95).toBeGreaterThan(0);

  const again = await replay(shop, plan, { run: "first", pace, signal });
  expect(again.disagreements).toEqual([]);
  expect(again.figures).toEqual(first.figures);
}, 240_000);

test("another run does not meet the first; with half the stock every invoice still has a true answer", async () => {
  const { accepted } = await orderLines();
  const before = await gatherFacts(shop);
  const stockShare = parseDecimal("0.5")!;
  const plan = planReplay(accepted, { run: "second", limit: undefined, stockShare, declineShare });
  const { soldOut, figures, disagreements } = await replay(shop, plan, { run: "second", pace, signal });
  expect(disagreements).toEqual([]);
  expect(soldOut).toBeGreaterThan(0);
  expect(figures.orders.confirmed + figures.orders.declined - before.orders.length + soldOut).toBe(
    plan.checkouts.length,
  );
}, 240_000);
