import { metrics, type MetricDefinition } from "@doorbuster/adapters/definitions/metrics";
import { channelNames } from "@doorbuster/core/notification/message";
import { entryTypes } from "@doorbuster/core/order/timeline";
import { alarmsOf } from "@doorbuster/infra/alarms/alarmsOf";
import { siteAlarms } from "@doorbuster/infra/alarms/siteAlarms";
import { logMetrics } from "@doorbuster/infra/metrics";
import type { Settings } from "@doorbuster/infra/settings";

/** What of a stage's settings, and of what every stage has, its bill depends on. */
export interface CostSettings {
  readonly capacity: "onDemand" | "provisioned";
  readonly backup: boolean;
  readonly stream: "onDemand" | "shards";
  readonly enhancedFanOut: boolean;
  readonly network: "public" | "private";
  readonly shieldAdvanced: boolean;
  readonly trailDataEvents: boolean;
  readonly quickSight: boolean;
  readonly customDomain: boolean;
  /** Environments of the shop function that are kept ready all month. */
  readonly provisionedConcurrency: number;
  /** Months for which logs are kept. */
  readonly logMonths: number;
  /**
   * Web ACLs, customer managed keys, tracing, alarms and metrics, and the CDN's cache of a second before the shelf: in every
   * stage, and no setting of one.
   */
  readonly waf: boolean;
  readonly customerKeys: boolean;
  readonly tracing: boolean;
  readonly edgeCache: boolean;
  /** Metrics that alarms look at; a rate is made of two. */
  readonly alarms: number;
  /** Metrics of ours that are written all the time, and those that are written while there are orders. */
  readonly clockMetrics: number;
  readonly orderMetrics: number;
  /** Whether customers are also told by SMS. */
  readonly sms: boolean;
}

/** How a stage is billed that is deployed with these settings. */
export function costSettingsOf(stage: Settings): CostSettings {
  const alarms = [...alarmsOf(stage), ...siteAlarms(stage)];
  return {
    capacity: stage.tables.capacity === "onDemand" ? "onDemand" : "provisioned",
    backup: stage.tables.pointInTimeRecovery,
    stream: stage.stream.capacity === "onDemand" ? "onDemand" : "shards",
    enhancedFanOut: stage.stream.enhancedFanOut,
    network: stage.network,
    shieldAdvanced: stage.shieldAdvanced,
    trailDataEvents: stage.cloudTrail,
    quickSight: stage.quickSightOwner !== undefined,
    customDomain: stage.domain !== undefined,
    provisionedConcurrency: stage.functions.provisioned.shop ?? 0,
    logMonths: stage.logRetentionDays / 30,
    waf: true,
    customerKeys: true,
    tracing: true,
    edgeCache: true,
    alarms: alarms.reduce((sum, { per }) => sum + (per === undefined ? 1 : 2), 0),
    ...ourMetrics(),
    sms: false,
  };
}

/** What CloudWatch bills as a metric: a name with one value of its dimension. */
function ourMetrics(): Pick<CostSettings, "clockMetrics" | "orderMetrics"> {
  const values = { type: entryTypes, channel: channelNames };
  const definitions: readonly MetricDefinition[] = Object.values(metrics);
  const byDimension = definitions.flatMap(({ dimension }) => (dimension ? values[dimension] : []));
  return {
    // Without a dimension: what is reported in every run of a function that the clock calls.
    clockMetrics: definitions.filter(({ dimension }) => dimension === undefined).length,
    orderMetrics: byDimension.length + Object.keys(logMetrics).length,
  };
}

const choices: Partial<Record<keyof CostSettings, readonly string[]>> = {
  capacity: ["onDemand", "provisioned"],
  stream: ["onDemand", "shards"],
  network: ["public", "private"],
};

/**
 * One `key=value` of the command line.
 *
 * @throws RangeError for a key or a value that does not exist, with a sentence for whoever typed it
 */
export function parseSetting(text: string, known: CostSettings): Partial<CostSettings> {
  const [key = "", value = "", ...rest] = text.split("=");
  if (rest.length > 0 || !Object.hasOwn(known, key)) {
    throw new RangeError(`There is no setting "${text}". There are: ${Object.keys(known).join(", ")}.`);
  }
  const name = key as keyof CostSettings;
  const allowed = choices[name] ?? (typeof known[name] === "boolean" ? ["true", "false"] : undefined);
  if (allowed && !allowed.includes(value)) throw new RangeError(`${key} is one of ${allowed.join(", ")}.`);
  if (allowed?.includes("true")) return { [key]: value === "true" };
  if (allowed) return { [key]: value };
  if (!/^\d+$/.test(value)) throw new RangeError(`${key} is a whole number.`);
  return { [key]: Number(value) };
}
