import { expect, test } from "vitest";
import { stockProofs } from "./proofs.ts";
import type { ShardLevels } from "./shards.ts";

/** A shop at a time that stands still, with a store that answers what it is told and counts how often it is asked. */
function bench(answers: Record<string, ShardLevels | "contended">) {
  const state = { now: 0, reads: 0, takesMs: 0 };
  const proofs = stockProofs({
    clock: { now: () => state.now, sleep: async () => {} },
    stock: {
      levels: async ({ sku }) => {
        state.reads++;
        state.now += state.takesMs;
        return answers[sku] ?? [];
      },
    },
  });
  return { proofs, state };
}

test("a proof is believed for one second from before it was asked for, and not a moment longer", async () => {
  const { proofs, state } = bench({ A: [0, 1] });
  state.takesMs = 300;
  expect(proofs.left("A")).toBeUndefined();
  expect(await proofs.prove({ sku: "A", shards: 2 })).toEqual([0, 1]);
  state.now = 999;
  expect(proofs.left("A")).toBe(1);
  state.now = 1_000;
  expect(proofs.left("A")).toBeUndefined();
});

test("a crowd that asks at once shares one reading, and who asks later makes a new one", async () => {
  const { proofs, state } = bench({ A: [0] });
  const crowd = await Promise.all(Array.from({ length: 100 }, () => proofs.prove({ sku: "A", shards: 1 })));
  expect(crowd).toEqual(Array.from({ length: 100 }, () => [0]));
  expect(state.reads).toBe(1);
  await proofs.prove({ sku: "A", shards: 1 });
  expect(state.reads).toBe(2);
});

test("a reading that met writers proves nothing", async () => {
  const { proofs } = bench({ A: "contended" });
  expect(await proofs.prove({ sku: "A", shards: 1 })).toBe("contended");
  expect(proofs.left("A")).toBeUndefined();
});

test("however many SKUs are asked for, no more than a thousand are kept", async () => {
  const { proofs } = bench({});
  for (let i = 0; i <= 1_000; i++) await proofs.prove({ sku: `S${i}`, shards: 1 });
  const kept = Array.from({ length: 1_001 }, (_, i) => proofs.left(`S${i}`)).filter(
    (left) => left !== undefined,
  );
  expect(kept.length).toBeLessThanOrEqual(1_000);
  expect(proofs.left("S1000")).toBe(0);
});
