import fc from "fast-check";
import { expect, test } from "vitest";
import { checkoutSchema } from "@doorbuster/core/order/checkout";
import { productSchema } from "@doorbuster/core/catalog/product";
import { price, foldLines } from "@doorbuster/core/catalog/price";
import { idempotencyKeyOf } from "./checkouts.ts";
import { parseDecimal } from "./decimal.ts";
import type { OrderLine } from "./orderLines.ts";
import { planReplay, type ReplayPlan } from "./plan.ts";

const decimal = (text: string) => parseDecimal(text) ?? { units: 0n, scale: 0 };
const options = { run: "r1", limit: undefined, stockShare: decimal("1"), declineShare: 0 };

const line = (
  invoice: string,
  stockCode: string,
  quantity = 1,
  more: Partial<OrderLine> = {},
): OrderLine => ({
  invoice,
  stockCode,
  quantity,
  description: `Product ${stockCode}`,
  unitPrice: decimal("2.50"),
  customerId: "13047",
  country: "United Kingdom",
  ...more,
});

const asked = ({ checkouts }: ReplayPlan) => checkouts.flatMap(({ request }) => request.lines);

test("a product has the description and price of its last line in the file", () => {
  const { catalogue, checkouts } = planReplay(
    [
      line("1", "22914", 2, { description: "OLD", unitPrice: decimal("1.00") }),
      line("2", "22914", 1, { description: "NEW", unitPrice: decimal("1.255") }),
    ],
    options,
  );
  expect(catalogue.get("22914")).toMatchObject({
    name: "NEW",
    price: { amount: 126, currency: "GBP" },
    taxBasisPoints: 0,
    shipping: { amount: 0, currency: "GBP" },
  });
  expect(checkouts[0]?.request.expectedTotal).toEqual({ amount: 252, currency: "GBP" });
});

test("an invoice is one checkout, with the lines of one SKU folded", () => {
  const { checkouts } = planReplay(
    [line("1", "22914", 2), line("2", "22914"), line("1", "22914", 3)],
    options,
  );
  expect(checkouts.map(({ invoice }) => invoice)).toEqual(["1", "2"]);
  expect(checkouts[0]?.request.lines).toEqual([{ sku: "r1_22914", quantity: 5 }]);
});

test("the limit takes the first invoices, before catalogue and stock are made", () => {
  const lines = [
    line("1", "11111", 1, { description: "OF THE FIRST" }),
    line("2", "22222"),
    line("1", "33333"),
    line("2", "11111", 9, { description: "OF THE SECOND" }),
  ];
  const { catalogue, units, checkouts } = planReplay(lines, { ...options, limit: 1 });
  expect(checkouts).toHaveLength(1);
  expect([...catalogue.keys()]).toEqual(["11111", "33333"]);
  expect(catalogue.get("11111")?.name).toBe("OF THE FIRST");
  expect(units.get("11111")).toBe(1);
});

test("customers sign in and guests do not; both have an address of their own", () => {
  const { checkouts } = planReplay(
    [line("1", "11111"), line("2", "11111", 1, { customerId: undefined, country: "Atlantis" })],
    options,
  );
  const [customer, guest] = checkouts;
  expect(customer).toMatchObject({ customerId: "13047" });
  expect(customer?.request.contact.email).toBe("customer-13047@replay.example");
  expect(customer?.request.shippingAddress.country).toBe("GB");
  expect(guest).toMatchObject({ customerId: undefined });
  expect(guest?.request.contact.email).toBe("guest-2@replay.example");
  expect(guest?.request.shippingAddress.country).toBe("ZZ");
});

const lines = fc.array(
  fc.record({
    invoice: fc.stringMatching(/^[0-9]{1,2}$/),
    stockCode: fc.stringMatching(/^[0-9]{5}[A-Za-z]?$/),
    description: fc.string({ minLength: 1 }),
    quantity: fc.integer({ min: 1, max: 1_000 }),
    unitPrice: fc.record({
      units: fc.bigInt({ min: 1n, max: 100_000n }),
      scale: fc.integer({ min: 0, max: 3 }),
    }),
    customerId: fc.option(fc.string({ minLength: 1, maxLength: 8 }), { nil: undefined }),
    country: fc.constantFrom("EIRE", "Germany", "Unspecified"),
  }),
  { minLength: 1, maxLength: 40 },
);

test("with a whole share the stock is exactly what the checkouts ask for", () => {
  fc.assert(
    fc.property(lines, (list) => {
      const plan = planReplay(list, options);
      const stocked = [...plan.units.values()].reduce((sum, units) => sum + units, 0);
      expect(asked(plan).reduce((sum, { quantity }) => sum + quantity, 0)).toBe(stocked);
      for (const [code, product] of plan.catalogue) {
        const units = asked(plan).filter(({ sku }) => sku === product.sku);
        expect(units.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(plan.units.get(code));
      }
    }),
  );
});

test("the shop accepts every product and checkout, and comes to the same total", () => {
  fc.assert(
    fc.property(lines, (list) => {
      const { catalogue, checkouts } = planReplay(list, options);
      const products = new Map(
        [...catalogue.values()].map((product) => [product.sku, productSchema.parse(product)]),
      );
      for (const { invoice, request } of checkouts) {
        const idempotencyKey = idempotencyKeyOf("r1", invoice, 1);
        const checkout = checkoutSchema.parse({ idempotencyKey, ...request });
        expect(price(foldLines(checkout.lines), products).totals.total).toEqual(request.expectedTotal);
      }
    }),
  );
});

test("keys are the same for a run and its invoice, and different for any other", () => {
  expect(idempotencyKeyOf("r1", "536368", 1)).toBe(idempotencyKeyOf("r1", "536368", 1));
  const keys = [
    ["r1", "536368", 1],
    ["r2", "536368", 1],
    ["r1", "536369", 1],
    ["r1", "536368", 2],
    ["r15", "36368", 1],
  ];
  const made = keys.map(([run, invoice, attempt]) =>
    idempotencyKeyOf(String(run), String(invoice), Number(attempt)),
  );
  expect(new Set(made).size).toBe(keys.length);
  for (const key of made) expect(key.length).toBeLessThanOrEqual(64);
});
