import * as z from "zod";
import type { Shelf } from "@doorbuster/core/catalog/shelf";
import { skuSchema } from "@doorbuster/core/catalog/product";
import { apiBuilder } from "../trpc.ts";

export interface CatalogDeps {
  readonly shelf: Shelf;
  /** The collection on the drop page. */
  readonly collection: string;
}

const { router, procedure } = apiBuilder<{ readonly catalog: CatalogDeps }>();

export const catalogRouter = router({
  /** A collection, the present drop unless another is named, with what is left of each product. */
  list: procedure
    .input(z.object({ collection: z.string().min(1).max(100).optional() }).optional())
    .query(({ ctx, input }) => ctx.catalog.shelf.list(input?.collection ?? ctx.catalog.collection)),

  get: procedure
    .input(z.object({ sku: skuSchema }))
    .query(({ ctx, input }) => ctx.catalog.shelf.get(input.sku)),
});
