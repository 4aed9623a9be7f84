import type { FaultProxy } from "../services/faults/fault-proxy.ts";
import type { StoreFaults } from "../services/faults/store-faults.ts";
import type { Switch } from "../services/switch.ts";
import type { EndpointName, Switchable } from "./types.ts";

/** The switches of a shop by the name of what they cut off. */
export function switchBoard(switches: ReadonlyMap<EndpointName, Switch>): Switchable {
  const switchOf = (endpoint: EndpointName): Switch => {
    const found = switches.get(endpoint);
    if (found === undefined) throw new Error("started without switches");
    return found;
  };
  return {
    cutOff: async (endpoint) => switchOf(endpoint).off(),
    restore: async (endpoint) => switchOf(endpoint).on(),
  };
}

/** The faults of a shop's DynamoDB. */
export function faultBoard(proxy: FaultProxy | undefined): StoreFaults {
  const faults = (): StoreFaults => {
    if (proxy === undefined) throw new Error("started without faults");
    return proxy.faults;
  };
  return {
    set: (settings) => faults().set(settings),
    clear: () => faults().clear(),
    status: () => faults().status(),
  };
}
