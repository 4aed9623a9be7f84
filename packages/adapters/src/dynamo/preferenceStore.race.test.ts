import { DeleteItemCommand, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openRaceBench, type RaceBench } from "../testing/raceBench.ts";
import { toItem } from "./items.ts";
import { dynamoPreferenceStore } from "./preferenceStore.ts";

let bench: RaceBench;
beforeAll(async () => {
  bench = await openRaceBench();
});
afterAll(() => bench.close());

const endpoint = "https://push.example/1";

/*
 *   a browser unsubscribes            time to live
 *                                     deletes the profile
 *   forget the browser if there is a profile ─ no: there is nothing to forget
 *
 * Else a profile without anything in it would stand there, and for good, as only what is written gets a new end.
 */
test("a browser that leaves does not bring back a profile that has run out", async () => {
  const table = bench.nameOf("Preferences");
  const Key = toItem({ customer: "order:1" });
  const store = dynamoPreferenceStore(bench.client, table, bench.clock);
  await store.subscribe("order:1", { endpoint, keys: { p256dh: "p", auth: "a" } });
  await bench.race("a profile that is there forgets a browser", {
    rival: () => bench.client.send(new DeleteItemCommand({ TableName: table, Key })),
    run: (client) => dynamoPreferenceStore(client, table, bench.clock).unsubscribe("order:1", endpoint),
  });
  const { Item } = await bench.client.send(new GetItemCommand({ TableName: table, Key }));
  expect(Item).toBeUndefined();
});
