import type * as z from "zod";
import type { faultsSchema, FaultStatus } from "./rules.ts";

export type AskedFaults = z.input<typeof faultsSchema>;

/** The stage-wide switch of a running sandbox, over HTTP. Each answers with what is set then. */
export function sandboxFaults(sandboxUrl: string) {
  const ask = async (method: "GET" | "PUT" | "DELETE", body?: AskedFaults): Promise<FaultStatus> => {
    const response = await fetch(`${sandboxUrl}/sandbox/faults`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`the sandbox refused the faults: ${await response.text()}`);
    return (await response.json()) as FaultStatus;
  };
  return {
    set: (faults: AskedFaults) => ask("PUT", faults),
    status: () => ask("GET"),
    clear: () => ask("DELETE"),
  };
}
