import { parseArgs } from "node:util";

import { defaultPorts, maxPortBase, type Ports, portsFrom } from "../ports.ts";

export interface StartFlags {
  /** Empties the data folder first. */
  readonly fresh: boolean;
  readonly dev: boolean;
  readonly help: boolean;
  readonly ports: Ports;
}

export const usage = `Starts the whole shop on this machine.

  npm start                       everything, built as for production
  npm run dev                     the same with hot reload
  npm start -- --fresh            empties the data folder .local first
  npm start -- --port-base N      takes the ports from N upwards (${Object.keys(defaultPorts).join(", ")})
                                  instead of ${Object.values(defaultPorts).join(", ")}
`;

/** A wrong command line. The message says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Throws a `UsageError`. */
export function parseFlags(args: readonly string[]): StartFlags {
  const { fresh, dev, help, "port-base": base } = readFlags(args);
  return { fresh, dev, help, ports: base === undefined ? defaultPorts : portsFrom(parsePortBase(base)) };
}

function readFlags(args: readonly string[]) {
  try {
    const flag = { type: "boolean", default: false } as const;
    const options = {
      fresh: flag,
      dev: flag,
      help: { ...flag, short: "h" },
      "port-base": { type: "string" },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parsePortBase(text: string): number {
  const base = Number(text);
  if (/^\d+$/.test(text) && base >= 1024 && base <= maxPortBase) return base;
  throw new UsageError(`--port-base takes a number from 1024 to ${maxPortBase}, not "${text}".`);
}
