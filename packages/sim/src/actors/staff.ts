import type { Reply } from "../lambda/gateway.ts";
import type { KnownOrder } from "./book.ts";
import { signedIn } from "./people.ts";
import type { Scene } from "./scene.ts";

const operator = { caller: signedIn("operator", ["operator"]) };

/** Brings units in, each delivery under one key however often it has to be sent. */
export async function restocker(scene: Scene): Promise<void> {
  const { random } = scene.world.simulation;
  await scene.sleep(1, 60_000);
  await restock(scene, random.pick([...scene.products.keys()]), random.whole(1, 4));
}

/** Asks until it is heard that the units are in. */
export async function restock(scene: Scene, sku: string, quantity: number): Promise<void> {
  const { world } = scene;
  const idempotencyKey = `delivery-${world.simulation.random.text(20)}`;
  await persist(scene, () =>
    world.ops.call(operator, (api) =>
      api.ops.stock.restock({ sku, quantity, reason: "a delivery", idempotencyKey }),
    ),
  );
}

/** Counts the shelf and finds units missing, or some too many, while orders flow. */
export async function stockTaker(scene: Scene): Promise<void> {
  const { world } = scene;
  const { random } = world.simulation;
  await scene.sleep(1, 60_000);
  const sku = random.pick([...scene.products.keys()]);
  const [expected, counted] = [random.whole(1, 4), random.whole(0, 4)];
  const idempotencyKey = `count-${random.text(20)}`;
  const input = { sku, expected, counted, reason: "a stock-take", idempotencyKey };
  await persist(scene, () => world.ops.call(operator, (api) => api.ops.stock.correct(input)));
}

/** Spreads a SKU over another number of shards while it is being sold. */
export async function planner(scene: Scene): Promise<void> {
  const { world } = scene;
  const { random } = world.simulation;
  await scene.sleep(1, 30_000);
  const input = {
    sku: random.pick([...scene.products.keys()]),
    ordersPerSecond: random.pick([1, 500, 1_000]),
  };
  await persist(scene, () => world.ops.call(operator, (api) => api.ops.stock.expectRate(input)));
}

/** Calls the sweeper by hand, several times at once, as its runbook allows. */
export async function caretaker(scene: Scene): Promise<void> {
  const { random } = scene.world.simulation;
  for (let times = random.whole(1, 6); times > 0; times--) {
    await scene.sleep(5_000, 60_000);
    await Promise.all(Array.from({ length: random.whole(1, 3) }, () => scene.world.sweepNow()));
  }
}

/** Ships, refunds and calls off orders that come along, whatever state they are in. */
export async function clerk(scene: Scene): Promise<void> {
  const { random } = scene.world.simulation;
  for (let task = random.whole(2, 8); task > 0; task--) {
    await scene.sleep(500, 90_000);
    const { orders } = scene.book;
    if (orders.length === 0) continue;
    await random.pick([ship, refund, refund, callOff])(scene, random.pick(orders));
  }
}

async function ship(scene: Scene, { orderId }: KnownOrder): Promise<void> {
  const { world } = scene;
  const shipment = { carrier: "Royal Mail", trackingNumber: "AB123456789GB" };
  await persist(scene, () => world.ops.call(operator, (api) => api.ops.orders.ship({ orderId, shipment })));
  if (world.simulation.random.chance(0.5)) return;
  await persist(scene, () => world.ops.call(operator, (api) => api.ops.orders.deliver({ orderId })));
}

async function refund(scene: Scene, { orderId, total }: KnownOrder): Promise<void> {
  const { world } = scene;
  const { random } = world.simulation;
  const amount = random.chance(0.5) ? total : { ...total, amount: random.whole(1, total.amount) };
  const input = { orderId, amount, reason: "it is broken", idempotencyKey: `refund-${random.text(20)}` };
  await persist(scene, () => world.ops.call(operator, (api) => api.ops.orders.refund(input)));
}

async function callOff(scene: Scene, { orderId }: KnownOrder): Promise<void> {
  const { world } = scene;
  await persist(scene, () =>
    world.ops.call(operator, (api) => api.ops.orders.cancel({ orderId, reason: "out of range" })),
  );
}

/** Repeats what was not heard. A refusal is an answer, except "try again". */
async function persist(scene: Scene, ask: () => Promise<Reply<unknown>>): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const reply = await ask();
    if (reply.kind === "answered" || (reply.kind === "refused" && reply.code !== "RATE_LIMITED")) return;
    await scene.sleep(100, 10_000);
  }
}

/** Changes a price while people are buying. */
export async function pricer(scene: Scene): Promise<void> {
  const { random } = scene.world.simulation;
  await scene.sleep(1, 30_000);
  const product = random.pick([...scene.products.values()]);
  scene.show({ ...product, price: { amount: product.price.amount + 100, currency: "GBP" } });
}
