import { type FaultProxy, startFaultProxy } from "../services/faults/fault-proxy.ts";
import { type Clients, openClients } from "../services/clients.ts";
import { provision } from "../services/provision.ts";
import type { Service } from "../services/service.ts";
import type { Switch } from "../services/switch.ts";
import { allSettled } from "./all-settled.ts";
import { directEndpoints, type InFront, switchedEndpoints } from "./endpoints.ts";
import { freePort } from "./ports.ts";
import { defineServices } from "./services.ts";
import type { Setting } from "./setting.ts";
import type { EndpointName, Endpoints, ServiceName } from "./types.ts";

/** The embedded AWS and the partners beside it: their processes, their addresses, and SDK clients for them. */
export interface Embedded {
  readonly services: ReadonlyMap<ServiceName, Service>;
  readonly endpoints: Endpoints;
  readonly switches: ReadonlyMap<EndpointName, Switch>;
  /** In front of DynamoDB, when the shop was started with faults. */
  readonly faultProxy: FaultProxy | undefined;
  readonly clients: Clients;
}

/** Starts the services named and makes in the stores what is missing of tables, queues, topics, streams and buckets. */
export async function startEmbedded(names: readonly ServiceName[], setting: Setting): Promise<Embedded> {
  const { options, ports, cleanup, step } = setting;
  const faultProxy = options.faults ? await startFaultProxy(await freePort(), ports.dynamodb) : undefined;
  if (faultProxy) cleanup.defer(() => faultProxy.close());
  const inFront: InFront = faultProxy ? { dynamodb: faultProxy.port } : {};
  const { endpoints, switches } = options.switches
    ? await switchedEndpoints(ports, inFront)
    : { endpoints: directEndpoints(ports, process.env, inFront), switches: new Map<EndpointName, Switch>() };
  for (const each of switches.values()) cleanup.defer(() => each.off());
  const services = defineServices(names, setting);
  await step(`Starting ${names.join(", ")}`, () => startServices(services, cleanup));
  const clients = cleanup.adopt(openClients(endpoints), (opened) => opened.destroy());
  await step("Making tables, queues, topics and streams", () => provision(clients));
  return { services, endpoints, switches, faultProxy, clients };
}

export async function startServices(
  services: ReadonlyMap<ServiceName, Service>,
  cleanup: AsyncDisposableStack,
): Promise<void> {
  cleanup.defer(async () => {
    await allSettled([...services.values()].map((service) => service.stop())); // none depends on another
  });
  await allSettled([...services.values()].map((service) => service.start()));
}
