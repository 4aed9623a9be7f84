import * as z from "zod";
import { seriesNames } from "./series.ts";

const moment = z.iso.datetime();

/** What is usual in a series: see `band.ts`. */
export const usualSchema = z.object({ value: z.number(), spread: z.number() });

/** One stay of a series outside its band, from its beginning until it is over. */
export const anomalySchema = z.object({
  series: z.enum(seriesNames),
  /** The product and its name, where it is about one. */
  sku: z.string().optional(),
  product: z.string().optional(),
  /** The first minute outside the band, and when it was found. */
  startedAt: moment,
  foundAt: moment,
  /**
   * When it was over and why: `back` in its band; `unseen`, nothing to judge it by came any more; `usual`, it has lasted
   * so long that the band is learnt anew from it.
   */
  endedAt: moment.nullable(),
  ended: z.enum(["back", "unseen", "usual"]).nullable(),
  /** As last seen, and the farthest out; orders or units a minute, a share, or milliseconds. */
  value: z.number(),
  worst: z.number(),
  /** Where the band ended at the last look. */
  edge: z.number(),
  /** What is usual, as learnt before it began: as long as it lasts, it teaches nothing. */
  usual: usualSchema,
});
export type Anomaly = z.infer<typeof anomalySchema>;

/** What a look found, for the operations staff to be told of. */
export const findingsSchema = z.object({ began: z.array(anomalySchema), over: z.array(anomalySchema) });
export type Findings = z.infer<typeof findingsSchema>;

/** Everything that one look hands on to the next. It is written whole, under the condition that nobody else has. */
export const detectorStateSchema = z.object({
  /** Raised by one with every write; 0 was never written. */
  version: z.int().min(0),
  lookedAt: moment.nullable(),
  /** What is usual now, of the series of the whole shop; absent while it is not known. */
  usual: z.partialRecord(z.enum(seriesNames), usualSchema),
  open: z.array(anomalySchema),
  /** What is over, the last first. */
  past: z.array(anomalySchema),
  /** What is to be told yet: the version that it was found with, and until when one look alone has the right to tell it. */
  untold: z.array(findingsSchema.extend({ version: z.int(), heldUntil: moment })),
});
export type DetectorState = z.infer<typeof detectorStateSchema>;

export const nothingDetected: DetectorState = {
  version: 0,
  lookedAt: null,
  usual: {},
  open: [],
  past: [],
  untold: [],
};

/** What is to be told, whose turn it is, and since which look. */
export type Untold = DetectorState["untold"][number];

/** Where the detector's state is kept. */
export interface DetectorStore {
  /** As last written, strongly consistent. */
  get(): Promise<DetectorState>;
  /** Writes it if the one stored still is the version before it. `false`: somebody wrote first. */
  put(state: DetectorState): Promise<boolean>;
}
