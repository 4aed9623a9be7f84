import * as z from "zod";
import { skuSchema } from "../catalog/product.ts";

/** Why a SKU's stock was changed by people: new units came in, or somebody counted the shelf. */
export const adjustmentKindSchema = z.enum(["restock", "correction"]);

/** One change of what is stocked, as it stands in the audit. */
export const adjustmentSchema = z.object({
  sku: skuSchema,
  kind: adjustmentKindSchema,
  /** Units added; negative when units were missing. */
  units: z.int(),
  /** Of a stock-take: what was found, and what should have been there. */
  counted: z.int().min(0).optional(),
  expected: z.int().min(0).optional(),
  reason: z.string(),
  /** Who did it. */
  actor: z.string(),
  at: z.iso.datetime(),
  /** Makes a repeated call count once. */
  idempotencyKey: z.string().min(1),
});
export type Adjustment = z.infer<typeof adjustmentSchema>;

export interface AuditPage {
  /** Newest first. */
  readonly entries: readonly Adjustment[];
  /** Pass back to continue; absent on the last page. */
  readonly cursor?: string;
}

/** Whether one key was used for one and the same change. When and by whom it was sent again does not matter. */
export function sameAdjustment(a: Adjustment, b: Adjustment): boolean {
  return a.kind === b.kind && a.units === b.units && a.counted === b.counted && a.reason === b.reason;
}
