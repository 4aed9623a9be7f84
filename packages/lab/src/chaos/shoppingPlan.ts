import { seededRandom } from "@doorbuster/local/service-kit/seeded-random";
import type { OrderLine } from "../replay/orderLines.ts";
import { parseDecimal, type Decimal } from "../replay/decimal.ts";
import { planReplay, type ReplayPlan } from "../replay/plan.ts";

const products = 24;
/** The stock code that many want. */
const hot = "P0";
const hotShards = 4;
/** Of what is asked for: so that some of it sells out. */
const stockShare = decimal("0.9");

/**
 * How customers pay, and how often of a hundred. The rest have a card that is good. A token that fails here fails whatever
 * else is done to the provider.
 */
const tokens: readonly (readonly [token: string, percent: number])[] = [
  ["pm_card_visa_chargeDeclined", 4],
  ["pm_card_visa_chargeDeclinedInsufficientFunds", 2],
  ["pm_card_authenticationRequired", 5],
  ["pm_card_threeDSecureRequiredChargeDeclined", 1],
  ["pm_card_cutAfterCharge", 2],
  ["pm_card_errorAfterCharge", 2],
  ["pm_card_errorBeforeCharge", 1],
  ["pm_card_rateLimited", 1],
];

/**
 * What will be for sale and who will buy it: the same for the same seed and sizes. Pure.
 *
 * @param hotUnits of the hot product, so that it sells out while the run goes on; of the others there is nearly enough
 */
export function planShopping(seed: number, baskets: number, hotUnits: number): ReplayPlan {
  const random = seededRandom(seed, 1_000);
  const upTo = (most: number) => Math.floor(random() * most);
  const lines = Array.from({ length: baskets }, (_, index) => basket(String(index), upTo)).flat();
  const plan = planReplay(lines, { run: `chaos-${seed}`, limit: undefined, stockShare, declineShare: 0 });
  const catalogue = new Map(
    [...plan.catalogue].map(([code, product]) => [
      code,
      code === hot ? { ...product, stockShards: hotShards } : product,
    ]),
  );
  const checkouts = plan.checkouts.map((checkout) => {
    const token = tokenFor(upTo(100));
    return token === undefined
      ? checkout
      : { ...checkout, request: { ...checkout.request, payment: { token } } };
  });
  return { catalogue, units: new Map([...plan.units, [hot, hotUnits]]), checkouts };
}

function basket(invoice: string, upTo: (most: number) => number): OrderLine[] {
  const customerId = upTo(2) === 0 ? `C${upTo(50)}` : undefined;
  const size = 1 + upTo(3);
  const wanted = new Set(Array.from({ length: size }, () => (upTo(4) === 0 ? hot : `P${upTo(products)}`)));
  return [...wanted].map((stockCode) => ({
    invoice,
    stockCode,
    description: `Product ${stockCode}`,
    quantity: 1 + upTo(3),
    unitPrice: decimal(`${5 + Number(stockCode.slice(1))}.50`),
    customerId,
    country: "United Kingdom",
  }));
}

function tokenFor(draw: number): string | undefined {
  let below = 0;
  return tokens.find(([, percent]) => draw < (below += percent))?.[0];
}

function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (!value) throw new Error(`${text} is no decimal`);
  return value;
}
