import type { Usage } from "../bill.ts";
import { hoursPerMonth, trafficOf, type Scene } from "../load.ts";

/** As `packages/infra/src/hops/network.ts` has them. S3 and DynamoDB have gateway endpoints, which cost nothing. */
const interfaceEndpoints = 8;
/** To the provider and back, TLS included. */
const providerKbPerOrder = 20;
/** What a page that a site's function renders asks of the API and of Cognito, which have no endpoint here. */
const siteKbPerPage = 20;

/** Subnets of our own, when a stage has them. */
export function networkUsage(scene: Scene): Usage {
  const { load, settings, assumed, work } = scene;
  if (settings.network === "public") return {};
  const { dynamicPages, events } = trafficOf(scene);
  const zoneHours = assumed.zones * hoursPerMonth;
  return {
    natHours: zoneHours,
    publicAddressHours: zoneHours,
    natGb: (load.ordersPerMonth * providerKbPerOrder + dynamicPages * siteKbPerPage) / 1024 ** 2,
    endpointHours: interfaceEndpoints * zoneHours,
    endpointGb: (events * (work.entryBytes * 2 + work.eventBytes)) / 1024 ** 3,
  };
}
