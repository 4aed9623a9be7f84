import { byService, type FreeTier } from "./bill.ts";
import { changed, type Stage } from "./scene.ts";
import type { CostSettings } from "./settings.ts";

/** What takes something off the bill of a stage that nobody visits, and how much. */
export interface Saving {
  readonly how: string;
  /** Whether a stage's settings offer it; the rest is part of every stage. */
  readonly isSetting: boolean;
  readonly microUsd: number;
}

export interface FixedCosts {
  readonly microUsd: number;
  /** What is paid though nobody comes, dearest first. */
  readonly services: readonly { readonly service: string; readonly microUsd: number }[];
  /** Most first. */
  readonly savings: readonly Saving[];
  /** The stage when all that is a setting is done. */
  readonly thrifty: Stage;
  /** Its bill. */
  readonly leftBySettings: number;
  /** The bill when the rest is done too. */
  readonly left: number;
}

interface Removal {
  readonly change: Partial<CostSettings>;
  /** As it stands in `packages/infra/src/settings.ts`; what is no setting is named in words. */
  readonly setting?: string;
  readonly words?: string;
}

const removals: readonly Removal[] = [
  {
    change: { stream: "shards", enhancedFanOut: false },
    setting: "stream: { capacity: { shards: 1 }, enhancedFanOut: false }",
  },
  { change: { network: "public" }, setting: 'network: "public"' },
  { change: { shieldAdvanced: false }, setting: "shieldAdvanced: false" },
  { change: { quickSight: false }, setting: "quickSightOwner: undefined" },
  { change: { provisionedConcurrency: 0 }, setting: "functions.provisioned: {}" },
  { change: { customDomain: false }, setting: "domain: undefined" },
  { change: { waf: false }, words: "no web ACLs" },
  { change: { customerKeys: false }, words: "AWS's own keys instead of ours" },
  { change: { alarms: 0, clockMetrics: 0, orderMetrics: 0 }, words: "no alarms and no metrics of ours" },
];

const idle = { ordersPerMonth: 0, peakPerSecond: 0 };

/** What a stage costs while it stands idle, and what removes how much of it: found by trying each. */
export async function fixedCosts(stage: Stage, freeTier: FreeTier): Promise<FixedCosts> {
  const bill = stage.bill(idle, freeTier);
  const without = (chosen: readonly Removal[]) =>
    changed(stage, Object.assign({}, ...chosen.map(({ change }) => change)) as Partial<CostSettings>);
  const costWith = async (chosen: readonly Removal[]) =>
    (await without(chosen)).bill(idle, freeTier).microUsd;
  const thrifty = await without(removals.filter(({ setting }) => setting !== undefined));
  const savings: Saving[] = [];
  for (const removal of removals) {
    const microUsd = bill.microUsd - (await costWith([removal]));
    const { setting, words = "" } = removal;
    const how = setting === undefined ? words : `\`${setting}\``;
    if (microUsd > 0) savings.push({ how, isSetting: setting !== undefined, microUsd });
  }
  return {
    microUsd: bill.microUsd,
    services: [...byService(bill)]
      .map(([service, microUsd]) => ({ service, microUsd }))
      .filter(({ microUsd }) => microUsd > 0)
      .sort((a, b) => b.microUsd - a.microUsd),
    savings: savings.sort((a, b) => b.microUsd - a.microUsd),
    thrifty,
    leftBySettings: thrifty.bill(idle, freeTier).microUsd,
    left: await costWith(removals),
  };
}
