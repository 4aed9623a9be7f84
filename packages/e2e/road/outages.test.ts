import { expect } from "vitest";
import { accountedFor } from "./accounts.ts";
import { checkoutOf, concurrently, place, putOnSale, test, type RoadShop } from "./kit.ts";

let shop: RoadShop;
test.beforeAll(async ({ shop: shared }) => {
  shop = shared;
  await putOnSale(shop, "CALM", 1_000);
});

/**
 * A call that waits for messages is heard by the queue to its end, a second, though its caller is gone: what came meanwhile
 * would be hidden for as long as it may be worked on. That it then comes again is SQS's promise, and not looked at here.
 */
const brokenOffCallsAreOver = () => new Promise((done) => setTimeout(done, 1_200));

test.each(["sns", "kinesis", "s3", "sqs", "ses"] as const)(
  "with %s cut off, customers buy as ever, and everything catches up once it is back",
  async (endpoint) => {
    await shop.cutOff(endpoint);
    if (endpoint === "sqs") await brokenOffCallsAreOver();
    const replies = await concurrently(
      Array.from({ length: 30 }, () => checkoutOf("CALM")),
      8,
      (checkout) => place(shop, checkout),
    );
    expect(replies.map(({ data }) => data?.status)).toEqual(Array(30).fill("confirmed"));
    await shop.restore(endpoint);
    await accountedFor(shop);
  },
);

test("with the payment provider away, the customer is told so, nothing is held, and a new attempt works later", async () => {
  await putOnSale(shop, "AWAY", 1);
  await shop.services.get("sandbox")?.stop();
  const checkout = checkoutOf("AWAY");
  const { status, error } = await place(shop, checkout);
  expect(status).toBe(503);
  expect(error?.data).toMatchObject({ appCode: "PAYMENT_UNAVAILABLE", details: { newIdempotencyKey: true } });
  expect((await place(shop, checkout)).error?.data.appCode).toBe("PAYMENT_UNAVAILABLE");
  expect(await shop.stores.stock.read([{ sku: "AWAY", shards: 4 }])).toMatchObject([{ available: 1 }]);

  await shop.services.get("sandbox")?.start();
  expect((await place(shop, checkoutOf("AWAY"))).data?.status).toBe("confirmed");
  await accountedFor(shop);
});
