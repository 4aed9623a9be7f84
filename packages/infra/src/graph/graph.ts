import type { Settings } from "../settings.ts";
import type { BuildRequest } from "./rpc.ts";

/** One resource of a stage, as it would be handed to AWS. */
export interface Resource {
  /** Pulumi's type, such as `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** The logical name in the program. */
  readonly name: string;
  /** The component that made it, by its URN; undefined at the top. */
  readonly parent: string | undefined;
  /** Its arguments with every reference resolved. */
  readonly inputs: Inputs;
  /** The names of what must be there before it: what its arguments are made of, and what it was told to wait for. */
  readonly after: readonly string[];
  /** Whether it stays in the account when it leaves the program. */
  readonly retained: boolean;
  /** Whether it was there before and is only looked at. */
  readonly existing: boolean;
  /** The region of its own provider; undefined for the stage's. */
  readonly region: string | undefined;
}

// oxlint-disable-next-line typescript/no-explicit-any -- the arguments of several hundred resource types
export type Inputs = Readonly<Record<string, any>>;

/** What `app()` of `sst.config.ts` answers for a stage. */
export interface AppSettings {
  readonly name: string;
  readonly stage: string;
  readonly removal: "remove" | "retain" | "retain-all";
  readonly protect: boolean;
  readonly providers: Inputs;
}

/** Everything that deploying a stage would make. */
export interface Graph {
  readonly app: AppSettings;
  /** Whether this is `sst dev`, where functions run on the developer's machine. */
  readonly live: boolean;
  /** What the stage was told. */
  readonly settings: Settings;
  readonly resources: readonly Resource[];
  /** What SST would build for it. */
  readonly builds: readonly BuildRequest[];
  /** What of a bundle's source map would be uploaded. */
  readonly sourceMap: Inputs;
  /** What `sst dev` starts on the developer's machine, by the name of the component. */
  readonly processes: Readonly<Record<string, Process>>;
}

/** A process of `sst dev`. */
export interface Process {
  readonly command: string;
  /** Relative to the root. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Every resource of one of the types, in the order of the program. */
export function ofType(graph: Graph, ...types: readonly string[]): readonly Resource[] {
  return graph.resources.filter((resource) => types.includes(resource.type));
}

/** The one resource of that type and name. Throws when there is none, so that no rule looks at nothing by mistake. */
export function named(graph: Graph, type: string, name: string): Resource {
  const found = graph.resources.find((resource) => resource.type === type && resource.name === name);
  if (found === undefined) throw new Error(`there is no ${type} called ${name}`);
  return found;
}
