import { expect, test } from "vitest";
import { runLanes, runOpening, type Spell, type Trouble } from "./lanes.ts";

/** A run whose time is up after so many pauses; nothing waits for a clock. */
function runOf(pauses: number) {
  const spells: Spell[] = [];
  const options = {
    seed: 7,
    sleep: async () => void (pauses -= 1),
    over: () => pauses <= 0,
    onTrouble: (spell: Spell) => void spells.push(spell),
  };
  return { options, names: () => spells.map(({ name }) => name) };
}

const acts: string[] = [];
const trouble = (name: string, change: Partial<Trouble> = {}): Trouble => ({
  name,
  holdMs: 60_000,
  begin: async () => void acts.push(`begin ${name}`),
  end: async () => void acts.push(`end ${name}`),
  ...change,
});

test("the opening has all of its troubles, one after the other, though the run is over at once", async () => {
  const run = runOf(0);
  acts.length = 0;
  await runOpening([trouble("a"), trouble("b", { isDone: async () => false })], run.options);
  expect(run.names()).toEqual(["a", "b"]);
  expect(acts).toEqual(["begin a", "end a", "begin b", "end b"]);
});

test("a fault is held until it has struck, and not longer", async () => {
  const run = runOf(100);
  let looks = 0;
  await runOpening([trouble("a", { isDone: async () => ++looks === 4 })], run.options);
  expect(looks).toBe(4);
  expect(run.options.over()).toBe(false);
});

test("whatever fails on the way, a trouble is made well again", async () => {
  const run = runOf(100);
  acts.length = 0;
  const broken = trouble("a", { isDone: () => Promise.reject(new Error("no answer")) });
  await expect(runOpening([broken], run.options)).rejects.toThrow("no answer");
  expect(acts).toEqual(["begin a", "end a"]);
});

test("the same seed does the same in every lane, until the time is up", async () => {
  const lane = (name: string) => ({
    restMs: [1, 2] as const,
    next: (random: () => number) => trouble(`${name}${Math.floor(random() * 1e6)}`),
  });
  const played = async (seed: number) => {
    const run = runOf(20);
    await runLanes([lane("a"), lane("b")], { ...run.options, seed });
    return run.names();
  };
  const first = await played(7);
  expect(first.length).toBeGreaterThan(4);
  expect(await played(7)).toEqual(first);
  expect(await played(8)).not.toEqual(first);
});
