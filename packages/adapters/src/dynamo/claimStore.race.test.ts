import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ClaimHeld, deliverOnce } from "@doorbuster/core/notification/deliver";
import { ChannelRefused } from "@doorbuster/core/notification/message";
import { openRaceBench, type RaceBench } from "../testing/raceBench.ts";
import { dynamoClaimStore } from "./claimStore.ts";

let bench: RaceBench;
beforeAll(async () => {
  bench = await openRaceBench();
});
afterAll(() => bench.close());

const leaseMs = 60_000;
let leases = 0;
const deps = (client: DynamoDBClient = bench.client) => ({
  claims: dynamoClaimStore(client, bench.nameOf("Notifications"), () => `lease-${leases++}`),
  leaseMs,
  clock: bench.clock,
});
/** A channel that remembers. */
const outbox = () => {
  const sent: string[] = [];
  return { sent, send: (by: string) => async () => void sent.push(by) };
};
const leaseOver = () => bench.clock.sleep(leaseMs + 1);

/*
 *   this delivery                     the same message again
 *                                     takes the claim, sends, marks it sent
 *   claim if it is free ─ no: sent
 */
test("a message that is delivered twice at once is sent once", async () => {
  const { sent, send } = outbox();
  const outcome = await bench.race("a claim is taken when it is free", {
    rival: () => deliverOnce(deps(), "twice", send("rival")),
    run: (client) => deliverOnce(deps(client), "twice", send("this")),
  });
  expect(outcome).toBe("sent before");
  expect(sent).toEqual(["rival"]);
});

/*
 *   this delivery                     the same message again
 *                                     takes the claim, and is sending
 *   claim if it is free ─ no: held → comes again later
 */
test("a message that somebody else is sending is left to them", async () => {
  const { sent, send } = outbox();
  const held = bench.race("a claim is taken when it is free", {
    rival: () => deps().claims.take("held", bench.clock.now(), leaseMs),
    run: (client) => deliverOnce(deps(client), "held", send("this")),
  });
  await expect(held).rejects.toThrow(ClaimHeld);
  expect(sent).toEqual([]);
});

/*
 *   this delivery, stalled            the same message again
 *   takes the claim, sends
 *   … its lease runs out
 *                                     takes the claim: "again"
 *   mark if the lease is mine ─ no
 *                                     sends, marks: it is said that it may be the second time
 */
test("whoever lost the lease does not close the claim of whoever has it now", async () => {
  const { sent, send } = outbox();
  let rival: Awaited<ReturnType<ReturnType<typeof deps>["claims"]["take"]>> | undefined;
  const stalled = bench.race("a claim is closed by its holder", {
    rival: async () => {
      await leaseOver();
      rival = await deps().claims.take("stalled", bench.clock.now(), leaseMs);
    },
    run: (client) => deliverOnce(deps(client), "stalled", send("this")),
  });
  await expect(stalled).rejects.toThrow(ClaimHeld);
  expect(rival).toMatchObject({ kind: "taken", again: true });
  await expect(deliverOnce(deps(), "stalled", send("third"))).rejects.toThrow(ClaimHeld);
  expect(sent).toEqual(["this"]);
});

/*
 *   this delivery, stalled            the same message again
 *   takes the claim, is refused
 *   … its lease runs out
 *                                     takes the claim, sends, marks it sent
 *   give back if the lease is mine ─ no: it stays sent
 */
test("whoever lost the lease does not give back what was sent meanwhile", async () => {
  const { sent, send } = outbox();
  const refused = async () => {
    throw new ChannelRefused("later", "busy");
  };
  const stalled = bench.race("a claim is given back by its holder", {
    rival: async () => {
      await leaseOver();
      await deliverOnce(deps(), "refused", send("rival"));
    },
    run: (client) => deliverOnce(deps(client), "refused", refused),
  });
  await expect(stalled).rejects.toThrow();
  expect(await deliverOnce(deps(), "refused", send("third"))).toBe("sent before");
  expect(sent).toEqual(["rival"]);
});
