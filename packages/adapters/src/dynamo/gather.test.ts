import { expect, test } from "vitest";
import { gather } from "./gather.ts";

/** A store whose reads are answered one by one, when the test says so. */
function slowStore() {
  const reads: { keys: readonly string[]; answer: PromiseWithResolvers<ReadonlyMap<string, number>> }[] = [];
  let version = 0;
  return {
    reads,
    load(keys: readonly string[]) {
      const answer = Promise.withResolvers<ReadonlyMap<string, number>>();
      reads.push({ keys, answer });
      return answer.promise;
    },
    answer(index: number) {
      version += 1;
      reads[index]?.answer.resolve(new Map(reads[index].keys.map((key) => [key, version])));
    },
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("what is asked for during a read goes together in the next one, and is never read before it was asked for", async () => {
  const store = slowStore();
  const read = gather(store.load.bind(store));
  const first = read(["lamp"]);
  const others = [read(["lamp", "chair"]), read(["table"])];
  expect(store.reads.map(({ keys }) => keys)).toEqual([["lamp"]]);
  store.answer(0);
  expect((await first).get("lamp")).toBe(1);
  await turn();
  expect(store.reads.map(({ keys }) => keys)).toEqual([["lamp"], ["lamp", "chair", "table"]]);
  store.answer(1);
  const [both, one] = await Promise.all(others);
  expect([both?.get("lamp"), both?.get("chair"), one?.get("table")]).toEqual([2, 2, 2]);
});

test("one at a time waits for nobody", async () => {
  const store = slowStore();
  const read = gather(store.load.bind(store));
  for (const index of [0, 1, 2]) {
    const asked = read(["lamp"]);
    expect(store.reads).toHaveLength(index + 1);
    store.answer(index);
    expect((await asked).get("lamp")).toBe(index + 1);
    await turn();
  }
});

test("a read that fails fails those that were in it, and the next goes on", async () => {
  const store = slowStore();
  const read = gather(store.load.bind(store));
  const first = read(["lamp"]);
  const second = read(["chair"]);
  store.reads[0]?.answer.reject(new Error("no"));
  await expect(first).rejects.toThrow("no");
  await turn();
  store.answer(1);
  expect((await second).get("chair")).toBe(1);
});
