import * as z from "zod";

/**
 * Into how many slices slots of event time are cut, and from which moment on; one slice before the first entry.
 *
 * A slot keeps its number for ever, and so an event is looked for where it was counted, however late it comes again. To cut
 * finer, or coarser, an entry is added whose time is still to come; one whose time has come is never changed.
 */
export const slicePlanSchema = z
  .array(z.object({ from: z.iso.datetime(), slices: z.int().min(1).max(256) }))
  .refine(
    (plan) =>
      plan.every(({ from }, at) => at === 0 || Date.parse(from) > Date.parse(plan[at - 1]?.from ?? "")),
    "in the order of time",
  )
  .readonly();
export type SlicePlan = z.infer<typeof slicePlanSchema>;

/** @param slot its start, ISO 8601 */
export function slicesOf(slot: string, plan: SlicePlan): number {
  const start = Date.parse(slot);
  return plan.findLast(({ from }) => Date.parse(from) <= start)?.slices ?? 1;
}
