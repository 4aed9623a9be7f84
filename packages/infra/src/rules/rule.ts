import type { Graph, Resource } from "../graph/graph.ts";

/** What is wrong with one resource. */
export interface Finding {
  readonly resource: string;
  readonly says: string;
}

/** Looks at everything that a stage would deploy, and answers what must not be so. No findings: the rule holds. */
export type Rule = (graph: Graph) => readonly Finding[];

/** A finding for each resource of which `wrong` says something. */
export function each(
  resources: readonly Resource[],
  wrong: (resource: Resource) => string | undefined | false | readonly string[],
): Finding[] {
  return resources.flatMap((resource) => {
    const said = wrong(resource);
    if (said === undefined || said === false) return [];
    return [said].flat().map((says) => ({ resource: `${resource.type} ${resource.name}`, says }));
  });
}

/** Names of resources that a rule leaves out, by a pattern, each with the reason. */
export type Exceptions = readonly { readonly names: RegExp; readonly because: string }[];

export function except(resources: readonly Resource[], exceptions: Exceptions): Resource[] {
  return resources.filter(({ name }) => !exceptions.some(({ names }) => names.test(name)));
}
