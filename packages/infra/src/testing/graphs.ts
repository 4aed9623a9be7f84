import { readFileSync } from "node:fs";

import { inject } from "vitest";

import type { Graph, Inputs, Resource } from "../graph/graph.ts";

export type StageName = "production" | "preview" | "personal" | "altered";

/** A stage's graph, as it was evaluated before the first test. A copy: tests may break it. */
export function graphOf(stage: StageName): Graph {
  return JSON.parse(readFileSync(inject("graphs")[stage], "utf8")) as Graph;
}

/** The same graph without some of its resources. Throws when there was none, so that no test breaks nothing. */
export function without(graph: Graph, unwanted: (resource: Resource) => boolean): Graph {
  const resources = graph.resources.filter((resource) => !unwanted(resource));
  if (resources.length === graph.resources.length) throw new Error("there was nothing to take away");
  return { ...graph, resources };
}

/** The same graph with other arguments for the resources of that type whose name fits. */
export function changed(
  graph: Graph,
  type: string,
  name: string | RegExp,
  change: (inputs: Inputs) => Inputs,
): Graph {
  let hits = 0;
  const resources = graph.resources.map((resource) => {
    const fits = typeof name === "string" ? resource.name === name : name.test(resource.name);
    if (resource.type !== type || !fits) return resource;
    hits += 1;
    return { ...resource, inputs: change(resource.inputs) };
  });
  if (hits === 0) throw new Error(`there is no ${type} called ${String(name)}`);
  return { ...graph, resources };
}

/** Arguments with another value at a path such as `serverSideEncryption.kmsKeyArn`; undefined takes it away. */
export function set(path: string, value: unknown): (inputs: Inputs) => Inputs {
  return (inputs) => {
    const copy = structuredClone(inputs) as Record<string, unknown>;
    const parts = path.split(".");
    const last = parts.pop() ?? "";
    let at: Record<string, unknown> = copy;
    for (const part of parts) at = at[part] as Record<string, unknown>;
    if (value === undefined) delete at[last];
    else at[last] = value;
    return copy;
  };
}

/** Arguments in which a text has been replaced in a string, such as a policy. */
export function edit(path: string, from: string, to: string): (inputs: Inputs) => Inputs {
  return (inputs) => {
    const value = String(
      path.split(".").reduce<unknown>((at, part) => (at as Inputs | undefined)?.[part], inputs),
    );
    if (!value.includes(from)) throw new Error(`${path} does not hold ${from}`);
    return set(path, value.replaceAll(from, to))(inputs);
  };
}
