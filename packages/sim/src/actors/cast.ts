import type { SeededRandom } from "../scheduler/random.ts";
import { buyer, doubleClicker, keyReuser } from "./buyer.ts";
import { drawPerson, type Person } from "./people.ts";
import type { Scene } from "./scene.ts";
import { keyThief, spy } from "./spy.ts";
import { caretaker, clerk, planner, pricer, restocker, stockTaker } from "./staff.ts";

/** Somebody who does something in the shop, and comes to an end with it. */
type Actor = (scene: Scene, person: Person) => Promise<void>;

/** Everybody who may appear, and how many of them at least and at most. */
const roles: readonly (readonly [actor: Actor, least: number, most: number])[] = [
  [buyer, 2, 8],
  [doubleClicker, 0, 2],
  [keyReuser, 0, 1],
  [spy, 0, 2],
  [keyThief, 0, 1],
  [restocker, 0, 2],
  [stockTaker, 0, 1],
  [planner, 0, 1],
  [clerk, 0, 2],
  [caretaker, 0, 1],
  [pricer, 0, 1],
];

/** How long it takes until the last of them has come through the door; a drop brings most of them at once. */
const arrivalsMs = [200, 2_000, 60_000] as const;

/** Sets everybody going. Resolves when the last one is done. */
export async function perform(scene: Scene): Promise<void> {
  const { random } = scene.world.simulation;
  const withinMs = random.pick(arrivalsMs);
  const cast = roles.flatMap(([actor, least, most]) => Array<Actor>(random.whole(least, most)).fill(actor));
  await Promise.all(
    cast.map(async (actor, number) => {
      const person = drawPerson(random, somebody(random, number));
      await scene.sleep(0, withinMs);
      await actor(scene, person);
    }),
  );
}

/** Now and then the same person plays two parts. */
const somebody = (random: SeededRandom, number: number) => (random.chance(0.2) ? 0 : number);
