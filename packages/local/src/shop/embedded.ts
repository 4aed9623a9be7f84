import { type Clients, openClients } from "../services/clients.ts";
import { provision } from "../services/provision.ts";
import type { Service } from "../services/service.ts";
import type { Switch } from "../services/switch.ts";
import { allSettled } from "./all-settled.ts";
import { directEndpoints, switchedEndpoints } from "./endpoints.ts";
import { defineServices } from "./services.ts";
import type { Setting } from "./setting.ts";
import type { EndpointName, Endpoints, ServiceName } from "./types.ts";

/** The embedded AWS and the partners beside it: their processes, their addresses, and SDK clients for them. */
export interface Embedded {
  readonly services: ReadonlyMap<ServiceName, Service>;
  readonly endpoints: Endpoints;
  readonly switches: ReadonlyMap<EndpointName, Switch>;
  readonly clients: Clients;
}

/** Starts the services named and makes in the stores what is missing of tables, queues, topics, streams and buckets. */
export async function startEmbedded(names: readonly ServiceName[], setting: Setting): Promise<Embedded> {
  const { options, ports, cleanup, step } = setting;
  const { endpoints, switches } = options.switches
    ? await switchedEndpoints(ports)
    : { endpoints: directEndpoints(ports, process.env), switches: new Map<EndpointName, Switch>() };
  for (const each of switches.values()) cleanup.defer(() => each.off());
  const services = defineServices(names, setting);
  await step(`Starting ${names.join(", ")}`, () => startServices(services, cleanup));
  const clients = cleanup.adopt(openClients(endpoints), (opened) => opened.destroy());
  await step("Making tables, queues, topics and streams", () => provision(clients));
  return { services, endpoints, switches, clients };
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
