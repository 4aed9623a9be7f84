import * as z from "zod";
import { foldLines, price } from "@doorbuster/core/catalog/price";
import { checkoutSchema, linesSchema } from "@doorbuster/core/order/checkout";
import { placeOrder, type PlaceDeps } from "@doorbuster/core/order/place";
import { apiBuilder } from "../trpc.ts";

const { router, procedure } = apiBuilder<{ readonly checkout: PlaceDeps }>();

export const checkoutRouter = router({
  /** What a basket costs now, with tax and shipping, and which lines ask for more than is left. Holds nothing. */
  quote: procedure.input(z.object({ lines: linesSchema })).query(async ({ ctx, input }) => {
    const lines = foldLines(input.lines);
    const products = await ctx.checkout.catalog.getMany(lines.map(({ sku }) => sku));
    const { lines: priced, totals } = price(lines, products);
    const wanted = lines.map(({ sku }) => ({ sku, shards: products.get(sku)?.stockShards ?? 1 }));
    const levels = new Map(
      (await ctx.checkout.stock.read(wanted)).map((level) => [level.sku, level.available]),
    );
    return { lines: priced.map((line) => ({ ...line, left: levels.get(line.sku) ?? 0 })), totals };
  }),

  /** Places an order. Safe to repeat with the same key: the answer is the order's, not the call's. */
  place: procedure
    .input(checkoutSchema)
    .mutation(({ ctx, input }) => placeOrder(ctx.checkout, input, ctx.caller, ctx.traceId)),
});
