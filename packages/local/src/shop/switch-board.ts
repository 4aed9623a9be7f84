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
