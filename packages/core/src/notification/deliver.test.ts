import { expect, test } from "vitest";
import { ClaimHeld, deliverOnce, type ClaimStore } from "./deliver.ts";
import { ChannelRefused } from "./message.ts";

/** Claims as the port promises them, in memory. */
function memoryClaims(): ClaimStore {
  const rows = new Map<string, { lease: string; until: number; sent: boolean }>();
  let count = 0;
  return {
    async take(claim, now, leaseMs) {
      const row = rows.get(claim);
      if (row?.sent) return { kind: "sent" };
      if (row && row.until >= now) return { kind: "held" };
      const lease = String(count++);
      rows.set(claim, { lease, until: now + leaseMs, sent: false });
      return { kind: "taken", lease, again: row !== undefined };
    },
    async markSent(claim, lease) {
      const row = rows.get(claim);
      if (row?.lease !== lease) return false;
      row.sent = true;
      return true;
    },
    async release(claim, lease) {
      if (rows.get(claim)?.lease === lease) rows.delete(claim);
    },
    async forget(claim) {
      rows.delete(claim);
    },
  };
}

function world() {
  let now = 0;
  const sent: number[] = [];
  const clock = { now: () => now, sleep: async (ms: number) => void (now += ms) };
  const deps = { claims: memoryClaims(), clock, leaseMs: 20_000 };
  const deliver = (send = async (): Promise<void> => void sent.push(now)) => deliverOnce(deps, "claim", send);
  return { clock, sent, deliver };
}

test("a message that is delivered again is sent once", async () => {
  const { sent, deliver } = world();
  expect([await deliver(), await deliver()]).toEqual(["sent", "sent before"]);
  expect(sent).toHaveLength(1);
});

test("a second delivery at the same time waits for the first", async () => {
  const { sent, deliver } = world();
  const gate = Promise.withResolvers<void>();
  const first = deliver(() => gate.promise);
  await expect(deliver()).rejects.toBeInstanceOf(ClaimHeld);
  gate.resolve();
  expect(await first).toBe("sent");
  expect(sent).toEqual([]);
});

test("after a refusal the next delivery need not wait, and is no repetition", async () => {
  const { deliver } = world();
  const refuse = () => Promise.reject(new ChannelRefused("later", "busy"));
  await expect(deliver(refuse)).rejects.toBeInstanceOf(ChannelRefused);
  expect(await deliver()).toBe("sent");
});

test("after an answer that got lost the lease runs out first, and the repetition says what it may be", async () => {
  const { clock, deliver } = world();
  await expect(deliver(() => Promise.reject(new Error("timed out")))).rejects.toThrow("timed out");
  await expect(deliver()).rejects.toBeInstanceOf(ClaimHeld);
  await clock.sleep(20_001);
  expect(await deliver()).toBe("sent again");
  expect(await deliver()).toBe("sent before");
});

test("a store that falters while a message is marked does not make it go out again", async () => {
  const claims = memoryClaims();
  let failures = 3;
  const faltering: ClaimStore = {
    ...claims,
    async markSent(...mark) {
      if (failures-- > 0) throw new Error("unavailable");
      return claims.markSent(...mark);
    },
  };
  let sent = 0;
  const clock = { now: () => 0, sleep: async () => undefined };
  const send = async () => void sent++;
  expect(await deliverOnce({ claims: faltering, clock, leaseMs: 20_000 }, "c", send)).toBe("sent");
  expect(await deliverOnce({ claims, clock, leaseMs: 20_000 }, "c", send)).toBe("sent before");
  expect(sent).toBe(1);
});
