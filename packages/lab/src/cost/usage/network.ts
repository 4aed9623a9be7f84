import type { Usage } from "../bill.ts";
import { hoursPerMonth, trafficOf, type Scene } from "../load.ts";

/** As `packages/infra/src/hops/network.ts` has them. S3 and DynamoDB have gateway endpoints, which cost nothing. */
const interfaceEndpoints = 8;
/** To the provider and back, TLS included. */
const providerKbPerOrder = 20;

/** Subnets of our own, when a stage has them. */
export function networkUsage(scene: Scene): Usage {
  const { load, settings, assumed, work } = scene;
  if (settings.network === "public") return {};
  const zoneHours = assumed.zones * hoursPerMonth;
  return {
    natHours: zoneHours,
    publicAddressHours: zoneHours,
    natGb: (load.ordersPerMonth * providerKbPerOrder) / 1024 ** 2,
    endpointHours: interfaceEndpoints * zoneHours,
    endpointGb: (trafficOf(scene).events * (work.entryBytes * 2 + work.eventBytes)) / 1024 ** 3,
  };
}
