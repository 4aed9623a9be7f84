import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyBooks } from "@doorbuster/core/books/books";
import { openRaceBench, type RaceBench } from "../testing/raceBench.ts";
import { dynamoBooksStore } from "./booksStore.ts";

let bench: RaceBench;
beforeAll(async () => {
  bench = await openRaceBench();
});
afterAll(() => bench.close());

const books = (client: DynamoDBClient = bench.client) => dynamoBooksStore(client, bench.nameOf("Books"));
const written = (version: number, through: string) => ({ ...emptyBooks(0), version, through });
const [mine, theirs] = ["2026-11-27T09:00:00.000Z", "2026-11-27T09:05:00.000Z"];

/*
 *   this run                      another
 *   no books yet
 *                                 no books yet: audits, puts version 1
 *   puts version 1 ─ refused: what it audited is audited
 */
test("two runs that begin the books at once write them once", async () => {
  const saved = await bench.race("books are begun once", {
    rival: () => books().save(written(1, theirs)),
    run: (client) => books(client).save(written(1, mine)),
  });
  expect(saved).toBe(false);
  expect(await books().load()).toEqual(written(1, theirs));
});

/* The same in books that are there: both have read version 1. */
test("two runs that go on with the books at once write each version once", async () => {
  const saved = await bench.race("books go on from the version that was read", {
    rival: () => books().save(written(2, theirs)),
    run: (client) => books(client).save(written(2, mine)),
  });
  expect(saved).toBe(false);
  expect(await books().load()).toEqual(written(2, theirs));
  expect(await books().save(written(3, mine))).toBe(true);
});

test("what people explain stands beside the books, the latest word for each mismatch", async () => {
  const because = (reason: string) => ({ what: "differs", reason, actor: "ada", at: mine });
  await books().explain("order#ord_1", because("not sure"));
  await books().explain("order#ord_1", because("refunded by hand"));
  await books().explain("stock#MUG", because("broken"));
  expect(await books().explanations()).toEqual(
    new Map([
      ["order#ord_1", because("refunded by hand")],
      ["stock#MUG", because("broken")],
    ]),
  );
});
