import { hoursPerMonth, type Load } from "./load.ts";
import { priceOf, tiersOf, type Meter, type Region } from "./prices.ts";
import { changed, type Stage } from "./scene.ts";

const pricePerUnit = (meter: Meter, region: Region) =>
  tiersOf(meter, region)[0].microUsd / priceOf(meter).per;

/**
 * The share of provisioned write capacity that must be used for it to cost what the same writes cost on demand. Below
 * it, on demand is cheaper.
 */
export function tableBreakEven(region: Region): number {
  const provisionedPerWrite = pricePerUnit("tableWriteCapacityHours", region) / 3600;
  return provisionedPerWrite / pricePerUnit("tableWriteUnits", region);
}

/** Orders a month from which capacity that is held for a peak all month round costs no more than on demand. */
export function ordersForSteadyCapacity(stage: Stage, peakPerSecond: number): number {
  const { assumed, region } = stage;
  const month = pricePerUnit("tableWriteCapacityHours", region) * hoursPerMonth;
  return Math.ceil(
    (peakPerSecond * month) / assumed.targetUtilization / pricePerUnit("tableWriteUnits", region),
  );
}

/** Both ways of paying for one thing, at one load, in micro-dollars a month. */
export interface Ways {
  readonly load: Load;
  readonly onDemand: number;
  readonly provisioned: number;
}

const costOfService = (stage: Stage, service: string, load: Load) =>
  stage
    .bill(load, "none")
    .lines.filter((line) => line.service === service)
    .reduce((sum, { microUsd }) => sum + microUsd, 0);

/** DynamoDB on demand, and provisioned with capacity for the peak scheduled around drops. */
export async function tableWays(stage: Stage, loads: readonly Load[]): Promise<Ways[]> {
  const onDemand = await changed(stage, { capacity: "onDemand" });
  const provisioned = await changed(stage, { capacity: "provisioned" });
  return loads.map((load) => ({
    load,
    onDemand: costOfService(onDemand, "DynamoDB", load),
    provisioned: costOfService(provisioned, "DynamoDB", load),
  }));
}

/** Kinesis on demand, and with shards for the peak kept all month. */
export async function streamWays(stage: Stage, loads: readonly Load[]): Promise<Ways[]> {
  const onDemand = await changed(stage, { stream: "onDemand" });
  const provisioned = await changed(stage, { stream: "shards" });
  return loads.map((load) => ({
    load,
    onDemand: costOfService(onDemand, "Kinesis", load),
    provisioned: costOfService(provisioned, "Kinesis", load),
  }));
}

/** The peak, in orders a second, up to which a month's orders are cheaper to stream through shards. 0: at no peak. */
export async function peakForShards(stage: Stage, ordersPerMonth: number): Promise<number> {
  const cheaper = async (peakPerSecond: number) => {
    const [ways] = await streamWays(stage, [{ ordersPerMonth, peakPerSecond }]);
    return ways !== undefined && ways.provisioned <= ways.onDemand;
  };
  let [low, high] = [0, 1_000_000];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (await cheaper(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
