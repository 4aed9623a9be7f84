import * as z from "zod";

/**
 * Every number of slices that the index `due` was ever cut into, the present one last. Orders are written under the last,
 * and looked for under the largest: one that was written under a former number is still found. So the number may be
 * raised and lowered at any time by adding to the list, and what stands in it stays.
 */
export const dueSlicesSchema = z.array(z.int().min(1).max(1_024)).min(1).readonly();

/** 16 index partitions take about 16,000 writes a second: an order writes four times. */
export const defaultDueSlices: readonly number[] = [16];

export const writtenSlices = (used: readonly number[]) => used.at(-1) ?? 1;
export const readSlices = (used: readonly number[]) => Math.max(...used);
