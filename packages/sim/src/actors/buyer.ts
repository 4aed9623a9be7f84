import type { Checkout, CheckoutAnswer } from "@doorbuster/core/order/checkout";
import type { Person } from "./people.ts";
import type { Scene } from "./scene.ts";

/** How often somebody asks before giving up. */
const attemptsMax = 6;

/** Somebody who wants something, and asks again under the same key until there is an answer. */
export async function buyer(scene: Scene, person: Person): Promise<void> {
  await buy(scene, person, scene.drawCheckout(person));
}

/** The buy button pressed twice or three times, each press with the same key. */
export async function doubleClicker(scene: Scene, person: Person): Promise<void> {
  const { random } = scene.world.simulation;
  const checkout = scene.drawCheckout(person);
  const presses = random.whole(2, 3);
  await Promise.all(
    Array.from({ length: presses }, async () => {
      if (random.chance(0.5)) await scene.sleep(1, random.pick([50, 2_000, 30_000]));
      await buy(scene, person, checkout);
    }),
  );
}

/** A broken client that uses one key for two different orders, at once or one after the other. */
export async function keyReuser(scene: Scene, person: Person): Promise<void> {
  const { random } = scene.world.simulation;
  const first = scene.drawCheckout(person);
  const second = { ...scene.drawCheckout(person), idempotencyKey: first.idempotencyKey };
  const other = scene.sleep(1, random.pick([10, 500, 20_000])).then(() => scene.place(person, second));
  await buy(scene, person, first);
  await other;
  await scene.place(person, second);
}

async function buy(scene: Scene, person: Person, wanted: Checkout): Promise<void> {
  const { random } = scene.world.simulation;
  let checkout = wanted;
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const reply = await scene.place(person, checkout);
    if (reply.kind === "answered") return follow(scene, person, reply.value);
    if (reply.kind === "refused") {
      if (reply.code === "PRICE_CHANGED")
        checkout = { ...checkout, expectedTotal: scene.totalOf(checkout.lines) };
      else if (reply.details["newIdempotencyKey"] === true && random.chance(0.5)) {
        checkout = {
          ...checkout,
          idempotencyKey: `key-${random.text(20)}`,
          payment: { token: "pm_card_visa" },
        };
      } else if (reply.code !== "RATE_LIMITED") return;
    }
    await scene.sleep(10, random.pick([500, 5_000, 40_000]));
  }
}

/** Goes to the bank where it asks, then looks at the order until it is settled, or for a while; some call it off. */
async function follow(scene: Scene, person: Person, answer: CheckoutAnswer): Promise<void> {
  const { random } = scene.world.simulation;
  const { orderId, readToken } = answer;
  const read = person.caller.kind === "guest" || random.chance(0.5) ? { readToken } : {};
  if (answer.redirectUrl !== undefined) await visitBank(scene, answer.redirectUrl);
  let visited = answer.redirectUrl !== undefined;
  const unsettled = answer.status === "pending" || answer.status === "requires_action";
  const looks = unsettled ? random.pick([0, 0, 2, 6]) : 0;
  for (let look = 0; look < looks; look++) {
    await scene.sleep(500, 30_000);
    const seen = await scene.world.shop.call({ caller: person.caller }, (api) =>
      api.order.get({ orderId, ...read }),
    );
    if (seen.kind !== "answered") continue;
    if (seen.value.status !== "pending") break;
    if (seen.value.redirectUrl !== undefined && !visited) {
      await visitBank(scene, seen.value.redirectUrl);
      visited = true;
    }
  }
  if (random.chance(unsettled ? 0.4 : 0.15)) {
    await scene.sleep(1, 20_000);
    await scene.world.shop.call({ caller: person.caller }, (api) => api.order.cancel({ orderId, ...read }));
  }
}

/** 3-D Secure: passed, failed, or the window is closed; some take longer than the shop waits. */
async function visitBank(scene: Scene, redirectUrl: string): Promise<void> {
  const { random } = scene.world.simulation;
  const paymentId = redirectUrl.slice(redirectUrl.lastIndexOf("/") + 1);
  const mood = random();
  if (mood < 0.25) return;
  await scene.sleep(1_000, random.pick([20_000, 60_000, 900_000]));
  scene.world.provider.authenticate(paymentId, mood < 0.85);
}
