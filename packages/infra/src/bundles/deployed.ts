import { type FunctionName, functions } from "@doorbuster/adapters/definitions/functions";

import { type Graph, named } from "../graph/graph.ts";
import type { BuildRequest } from "../graph/rpc.ts";
import { capital, keysOf } from "../keysOf.ts";

/** What deploying a stage makes of one function, besides its role. */
export interface DeployedFunction {
  readonly name: FunctionName;
  /** What SST's builder is asked for. */
  readonly build: BuildRequest;
  /** Its environment, without what Lambda adds. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Every function of the definitions, as a stage deploys it. Throws when the stage leaves one out. */
export function deployedFunctions(graph: Graph): DeployedFunction[] {
  return keysOf(functions).map((name) => {
    const id = `${capital(name)}Handler`;
    const build = graph.builds.find(({ functionID }) => functionID === id);
    if (build === undefined) throw new Error(`nothing is built for ${name}`);
    const { inputs } = named(graph, "aws:lambda/function:Function", `${id}Function`);
    return { name, build, variables: inputs["environment"].variables };
  });
}
