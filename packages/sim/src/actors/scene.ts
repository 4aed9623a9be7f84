import { toItem } from "@doorbuster/adapters/dynamo/items";
import { price } from "@doorbuster/core/catalog/price";
import type { Product } from "@doorbuster/core/catalog/product";
import type { Checkout, CheckoutAnswer } from "@doorbuster/core/order/checkout";
import { aProduct } from "@doorbuster/core/testing/products";
import type { Reply } from "../lambda/gateway.ts";
import type { World } from "../world.ts";
import { Book } from "./book.ts";
import type { Person } from "./people.ts";

/** The stage on which people act: the shop, what is for sale in it, and the book of what they were told. */
export class Scene {
  readonly world: World;
  readonly book = new Book();
  /** As the shop window shows them. */
  readonly products = new Map<string, Product>();

  constructor(world: World) {
    this.world = world;
    const { random } = world.simulation;
    const skus = random.whole(1, 4);
    for (let i = 0; i < skus; i++) {
      this.show(
        aProduct({
          sku: `HOT-${i}`,
          price: { amount: random.whole(1, 50) * 100, currency: "GBP" },
          taxBasisPoints: random.pick([0, 500, 2_000]),
          shipping: { amount: random.pick([0, 395]), currency: "GBP" },
          stockShards: random.pick([1, 1, 2, 3, 5]),
        }),
      );
    }
  }

  /** Puts a product into the catalogue and the window. */
  show(product: Product): void {
    this.products.set(product.sku, product);
    this.world.store.execute("PutItemCommand", { TableName: "Catalog", Item: toItem(product) });
  }

  sleep(fromMs: number, toMs: number): Promise<void> {
    const { scheduler, random } = this.world.simulation;
    return scheduler.sleep(random.whole(fromMs, toMs), "somebody comes back");
  }

  /** What a person would order now, at today's prices. */
  drawCheckout({ email }: Person): Checkout {
    const { random } = this.world.simulation;
    const lines = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => ({
      sku: random.pick([...this.products.keys()]),
      quantity: random.pick([1, 1, 1, 2, 3]),
    }));
    return {
      idempotencyKey: `key-${random.text(20)}`,
      lines,
      expectedTotal: this.totalOf(lines),
      payment: { token: random.pick(cards) },
      contact: { email },
      shippingAddress: {
        name: "A Person",
        line1: "1 Road",
        city: "London",
        postalCode: "N1 1AA",
        country: "GB",
      },
    };
  }

  totalOf(lines: Checkout["lines"]): Checkout["expectedTotal"] {
    const bySku = Map.groupBy(lines, ({ sku }) => sku);
    const folded = [...bySku].map(([sku, all]) => ({
      sku,
      quantity: all.reduce((sum, line) => sum + line.quantity, 0),
    }));
    return price(folded, this.products).totals.total;
  }

  /** Calls `checkout.place` and writes down what came of it. */
  async place(person: Person, checkout: Checkout): Promise<Reply<CheckoutAnswer>> {
    const { scheduler } = this.world.simulation;
    const startedAt = scheduler.now;
    const reply = await this.world.shop.call({ caller: person.caller }, (api) =>
      api.checkout.place(checkout),
    );
    this.book.calls.push({ person, checkout, startedAt, endedAt: scheduler.now, reply });
    return reply;
  }
}

/** The provider's test tokens: most cards pay, and one token is unknown. */
const cards = [
  ...Array<string>(9).fill("pm_card_visa"),
  "pm_card_visa_chargeDeclined",
  "pm_card_visa_chargeDeclinedInsufficientFunds",
  "pm_card_authenticationRequired",
  "pm_card_threeDSecure2Required",
  "pm_card_threeDSecureRequiredChargeDeclined",
  "pm_unknown",
] as const;
