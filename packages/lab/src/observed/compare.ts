import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { type FunctionName, functions } from "@doorbuster/adapters/definitions/functions";
import { grantsOf, type Target } from "@doorbuster/infra/grants";
import { keysOf } from "@doorbuster/infra/keysOf";

import type { Needed } from "./calls.ts";

/** The environment that makes a function record into `folder` what its calls need. */
export function recordingEnvironment(folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  const recorder = new URL("recorder.ts", import.meta.url).href;
  return { NODE_OPTIONS: `--import ${recorder}`, DOORBUSTER_CALLS: folder };
}

export type Observed = Readonly<Record<FunctionName, ReadonlySet<string>>>;

/** What each function was seen to need in any of the folders, as `action on resource`. */
export function readObserved(folders: readonly string[]): Observed {
  const observed = Object.fromEntries(keysOf(functions).map((name) => [name, new Set<string>()]));
  for (const file of folders.flatMap(filesIn)) {
    const seen = observed[path.basename(file).split(".")[0] ?? ""];
    for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
      const { action, resource } = JSON.parse(line) as Needed;
      seen?.add(`${action} on ${resource}`);
    }
  }
  return observed as unknown as Observed;
}

const filesIn = (folder: string) => readdirSync(folder).map((file) => path.join(folder, file));

export interface Difference {
  /** Called and not granted: it would fail on AWS. */
  readonly missing: readonly string[];
  /** Granted and never called: too much, or not tested. */
  readonly unused: readonly string[];
}

/** Where grants for a function's own calls and the calls that it made are not the same. */
export function differenceFor(name: FunctionName, observed: Observed): Difference {
  const granted = new Set(
    grantsOf(name, { enhancedFanOut: true, network: "public" })
      .filter(({ by, on }) => by === "code" && on.kind !== "key") // keys are used by the services in its name
      .flatMap(({ actions, on }) => actions.map((action) => `${action} on ${resourceOf(on)}`)),
  );
  return {
    missing: [...observed[name]].filter((need) => !granted.has(need)),
    unused: [...granted].filter((grant) => !observed[name].has(grant)),
  };
}

function resourceOf(on: Target): string {
  switch (on.kind) {
    case "index":
      return `index ${on.table}/${on.name}`;
    case "objects":
      return `objects ${on.bucket.toLowerCase()}/${on.prefix}`;
    case "mail":
      return "mail sender";
    case "any":
      return "any";
    case "failures":
      return "failures";
    default:
      return `${on.kind} ${on.name}`;
  }
}
