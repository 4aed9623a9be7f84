import { scopeOf, signedIn, type Person } from "./people.ts";
import type { Scene } from "./scene.ts";

/** Somebody who tries to see and to touch what is another's: orders by id, others' tokens, the console. */
export async function spy(scene: Scene, person: Person): Promise<void> {
  const { random } = scene.world.simulation;
  for (let attempt = random.whole(1, 4); attempt > 0; attempt--) {
    await scene.sleep(500, 60_000);
    const others = scene.book.orders.filter((order) => scopeOf(order.person) !== scopeOf(person));
    if (others.length === 0) continue;
    const target = random.pick(others);
    const another = scene.book.orders.filter(({ orderId }) => orderId !== target.orderId).at(0);
    const readToken = random.pick([undefined, "a".repeat(32), another?.readToken]);
    await random.pick([pry, meddle, passOn, list, command])(scene, person, target.orderId, readToken);
  }
}

async function pry(scene: Scene, { caller }: Person, orderId: string, readToken?: string): Promise<void> {
  const input = { orderId, ...(readToken !== undefined && { readToken }) };
  const reply = await scene.world.shop.call({ caller }, (api) => api.order.get(input));
  if (reply.kind === "answered") violate(scene, `a stranger read ${orderId}`);
}

async function meddle(scene: Scene, { caller }: Person, orderId: string, readToken?: string): Promise<void> {
  const input = { orderId, ...(readToken !== undefined && { readToken }) };
  const reply = await scene.world.shop.call({ caller }, (api) => api.order.cancel(input));
  if (reply.kind === "answered") violate(scene, `a stranger cancelled ${orderId}`);
}

/** A signed-in customer's mail, passed on with the token in it: whoever has it may look, and no more. */
async function passOn(scene: Scene, { caller }: Person, orderId: string): Promise<void> {
  const order = scene.book.orders.find((each) => each.orderId === orderId);
  if (order?.person.caller.kind !== "user") return;
  const input = { orderId, readToken: order.readToken };
  const seen = await scene.world.shop.call({ caller }, (api) => api.order.get(input));
  if (seen.kind === "refused") violate(scene, `the read token of ${orderId} reads nothing`);
  const reply = await scene.world.shop.call({ caller }, (api) => api.order.cancel(input));
  if (reply.kind === "answered") violate(scene, `a read token cancelled ${orderId}`);
}

async function list(scene: Scene, person: Person): Promise<void> {
  const reply = await scene.world.shop.call({ caller: person.caller }, (api) =>
    api.order.list({ limit: 50 }),
  );
  if (reply.kind !== "answered") return;
  const strangers = scene.book.orders.filter((order) => scopeOf(order.person) !== scopeOf(person));
  const seen = reply.value.orders.find(({ orderId }) => strangers.some((order) => order.orderId === orderId));
  if (seen) violate(scene, `a stranger's list shows ${seen.orderId}`);
}

/** The console, without a role or with one that may only look. */
async function command(scene: Scene, { caller }: Person, orderId: string): Promise<void> {
  const { random } = scene.world.simulation;
  const viewer = signedIn("viewer", ["viewer"]);
  const asking = random.pick([caller, viewer]);
  const reply = await scene.world.ops.call({ caller: asking }, (api) =>
    api.ops.orders.cancel({ orderId, reason: "because I can" }),
  );
  if (reply.kind === "answered")
    violate(scene, `${asking === viewer ? "a viewer" : "a customer"} cancelled ${orderId} in the console`);
  const seen = await scene.world.ops.call({ caller }, (api) => api.ops.orders.get({ orderId }));
  if (seen.kind === "answered") violate(scene, `a customer read ${orderId} in the console`);
}

/** Somebody signed in who saw another's order over a shoulder, and sends the very same with the same key. */
export async function keyThief(scene: Scene, { email }: Person): Promise<void> {
  const { random } = scene.world.simulation;
  await scene.sleep(500, 60_000);
  const victims = scene.book.calls.filter(({ reply }) => reply.kind === "answered");
  if (victims.length > 0)
    await scene.place({ caller: signedIn("thief"), email }, random.pick(victims).checkout);
}

function violate({ world }: Scene, what: string): void {
  world.simulation.violate("nobody sees another's", what);
}
