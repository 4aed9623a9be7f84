import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { type FunctionName, functions } from "@doorbuster/adapters/definitions/functions";

import { grantsOf, type Target } from "../grants.ts";
import { keysOf } from "../keysOf.ts";
import type { Needed } from "./calls.ts";

/** The environment that makes a function record into `folder` what its calls need. */
export function recordingEnvironment(folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  const recorder = new URL("recorder.ts", import.meta.url).href;
  return { NODE_OPTIONS: `--import ${recorder}`, DOORBUSTER_CALLS: folder };
}

export type Observed = Readonly<Record<FunctionName, ReadonlySet<string>>>;

/** What each function was seen to need, as `action on resource`. */
export function readObserved(folder: string): Observed {
  const observed = Object.fromEntries(keysOf(functions).map((name) => [name, new Set<string>()]));
  for (const file of readdirSync(folder)) {
    const seen = observed[file.split(".")[0] ?? ""];
    for (const line of readFileSync(path.join(folder, file), "utf8").split("\n").filter(Boolean)) {
      const { action, resource } = JSON.parse(line) as Needed;
      seen?.add(`${action} on ${resource}`);
    }
  }
  return observed as unknown as Observed;
}

export interface Difference {
  readonly name: FunctionName;
  /** Called and not granted: it would fail on AWS. */
  readonly missing: readonly string[];
  /** Granted and never called: too much, or not tested. */
  readonly unused: readonly string[];
}

/**
 * Where grants for a function's own calls and the calls that it made are not the same. Secrets are left out: a laptop
 * keeps them in a file, so they are never called for there.
 */
export function compareWithGrants(observed: Observed): Difference[] {
  return keysOf(functions).flatMap((name) => {
    const granted = new Set(
      grantsOf(name, { enhancedFanOut: true, network: "public" })
        .filter(({ by, on }) => by === "code" && on.kind !== "key" && on.kind !== "secret")
        .flatMap(({ actions, on }) => actions.map((action) => `${action} on ${resourceOf(on)}`)),
    );
    const missing = [...observed[name]].filter((need) => !granted.has(need));
    const unused = [...granted].filter((grant) => !observed[name].has(grant));
    return missing.length + unused.length > 0 ? [{ name, missing, unused }] : [];
  });
}

function resourceOf(on: Target): string {
  switch (on.kind) {
    case "index":
      return `index ${on.table}/${on.name}`;
    case "objects":
      return `objects ${on.bucket.toLowerCase()}/${on.prefix}`;
    case "any":
      return "any";
    case "failures":
      return "failures";
    default:
      return `${on.kind} ${on.name}`;
  }
}
