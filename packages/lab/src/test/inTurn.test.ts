import { expect, test } from "vitest";
import { inTurn } from "./inTurn.ts";
import type { Suite } from "./suites.ts";

const suite = (name: string): Suite => ({ name, cwd: ".", command: ["true"] });
const sharing = (name: string): Suite => ({ ...suite(name), shares: true });

/** Who was running whenever one began, in the order of beginnings. Each lasts as many turns of the loop as its name has letters. */
async function companies(suites: readonly Suite[]): Promise<string[]> {
  const running = new Set<string>();
  const seen: string[] = [];
  await inTurn(suites, async ({ name }) => {
    running.add(name);
    seen.push([...running].join("+"));
    for (const _ of name) await new Promise(setImmediate);
    running.delete(name);
  });
  return seen;
}

test("suites run one at a time", async () => {
  expect(await companies([suite("a"), suite("b"), suite("c")])).toEqual(["a", "b", "c"]);
});

test("neighbours that share run two at a time, and everybody else alone", async () => {
  const line = [suite("a"), sharing("long"), sharing("b"), sharing("c"), suite("d"), sharing("e")];
  expect(await companies(line)).toEqual(["a", "long", "long+b", "long+c", "d", "e"]);
});

test("a failure is told when what ran beside it has ended", async () => {
  const ended: string[] = [];
  const running = inTurn([sharing("fails"), sharing("other"), suite("after")], async ({ name }) => {
    if (name === "fails") throw new Error("no such tool");
    await new Promise(setImmediate);
    ended.push(name);
  });
  await expect(running).rejects.toThrow("no such tool");
  expect(ended).toEqual(["other"]);
});
