import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { accountedFor } from "./accounts.ts";
import { checkoutOf, place, putOnSale, test, type RoadShop } from "./kit.ts";

let shop: RoadShop;
test.beforeAll(async ({ shop: shared }) => {
  shop = shared;
  await putOnSale(shop, "TRACED", 1);
});

test("one trace id is found at every hop of one order", async () => {
  const { data, headers } = await place(shop, checkoutOf("TRACED"));
  const traceId = /Root=([^;]+)/.exec(headers.get("x-amzn-trace-id") ?? "")?.[1] ?? "none";
  await accountedFor(shop);

  const timeline = await shop.stores.orders.timeline(data?.orderId ?? "");
  expect(timeline.map(({ type }) => type)).toEqual(["order.placed", "order.confirmed", "payment.captured"]);
  expect(new Set(timeline.map((entry) => entry.traceId))).toEqual(new Set([traceId]));

  const logs = path.join(shop.dataDir, "logs");
  const found = await Promise.all(
    (await readdir(logs)).map(async (file) =>
      (await readFile(path.join(logs, file), "utf8")).includes(traceId) ? file : "",
    ),
  );
  const hops = found.filter(Boolean).map((file) => path.parse(file).name);
  expect(hops).toEqual(
    expect.arrayContaining([
      "gateway",
      ...["shop", "announce", "publish", "payments", "email", "live", "lake"].map(
        (name) => `function-${name}`,
      ),
    ]),
  );

  const inbox = (await (await fetch(`${shop.urls.inbox}/api/messages?limit=10`)).json()) as object;
  expect(JSON.stringify(inbox)).toContain(traceId);
});
