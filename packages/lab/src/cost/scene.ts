import { assume, type Assumed } from "./assumptions.ts";
import { billOf, type Bill, type FreeTier } from "./bill.ts";
import { usualPeak, type Load, type Scene } from "./load.ts";
import { orderWork } from "./order.ts";
import type { Region } from "./prices.ts";
import { settingsFor } from "@doorbuster/infra/settings";
import { costSettingsOf, type CostSettings } from "./settings.ts";
import { usageOf } from "./usage.ts";

/** A stage in a region, whose bill can be asked for at any load. */
export interface Stage {
  readonly region: Region;
  readonly settings: CostSettings;
  readonly assumed: Assumed;
  scene(load: Load): Scene;
  bill(load: Load, freeTier: FreeTier): Bill;
}

interface StageChoices {
  /** Whose settings it starts from, as `sst deploy --stage` knows them. */
  readonly stage?: string;
  readonly region?: Region;
  readonly settings?: Partial<CostSettings>;
  readonly assumed?: Partial<Assumed>;
}

/** Lets one order live once (`orderWork`); every bill after that is arithmetic. */
export async function openStage(choices: StageChoices = {}): Promise<Stage> {
  const region = choices.region ?? "us-east-1";
  const settings = { ...costSettingsOf(settingsFor(choices.stage ?? "production")), ...choices.settings };
  const assumed = assume(choices.assumed);
  const work = await orderWork(assumed.linesPerOrder);
  const scene = (load: Load): Scene => ({ load, settings, assumed, work });
  return {
    region,
    settings,
    assumed,
    scene,
    bill: (load, freeTier) => billOf(usageOf(scene(load)), { region, freeTier }),
  };
}

/** The same stage with some settings changed. */
export function changed(stage: Stage, settings: Partial<CostSettings>): Promise<Stage> {
  const { region, assumed } = stage;
  return openStage({ region, assumed, settings: { ...stage.settings, ...settings } });
}

/** The loads that are shown when none is asked for. */
export const usualLoads: readonly Load[] = [0, 1_000, 10_000, 1_000_000, 100_000_000].map(
  (ordersPerMonth) => ({
    ordersPerMonth,
    peakPerSecond: usualPeak(ordersPerMonth),
  }),
);
