import type { FunctionDefinition } from "@doorbuster/adapters/definitions/functions";

export interface Route {
  readonly functionName: string;
  readonly method: string;
  /** API Gateway's resource path: `/trpc/{proxy+}`. */
  readonly resource: string;
  readonly authorizer: "staff" | undefined;
  readonly streaming: boolean;
}

export interface Match {
  readonly route: Route;
  /** As they came, still percent-encoded. */
  readonly pathParameters: Readonly<Record<string, string>> | null;
}

/** The http triggers of all functions. */
export function listRoutes(functions: Readonly<Record<string, FunctionDefinition>>): Route[] {
  return Object.entries(functions).flatMap(([functionName, { triggers }]) =>
    triggers.flatMap((trigger) => {
      if (trigger.kind !== "http") return [];
      const { method, path: resource, authorizer, streaming = false } = trigger;
      return [{ functionName, method, resource, authorizer, streaming }];
    }),
  );
}

/**
 * Answers the route of a request as API Gateway does: first the most specific resource that fits the path (a literal
 * segment beats `{name}`, which beats `{name+}`), then its method. A resource without that method is not searched further.
 */
export function makeRouter(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const resources = [...new Set(routes.map((route) => route.resource))].sort(bySpecificity);
  return (method, path) => {
    for (const resource of resources) {
      const pathParameters = fit(resource, path);
      if (pathParameters === undefined) continue;
      const here = routes.filter((route) => route.resource === resource);
      const route = here.find((one) => one.method === method) ?? here.find((one) => one.method === "ANY");
      return route && { route, pathParameters };
    }
    return undefined;
  };
}

const parameter = /^\{(\w+)(\+?)\}$/;

function bySpecificity(left: string, right: string): number {
  const [ours, theirs] = [left.split("/"), right.split("/")];
  for (let index = 0; index < Math.min(ours.length, theirs.length); index += 1) {
    const difference = rank(ours[index] ?? "") - rank(theirs[index] ?? "");
    if (difference !== 0) return difference;
  }
  return theirs.length - ours.length;
}

function rank(segment: string): number {
  const [, name, greedy] = parameter.exec(segment) ?? [];
  if (name === undefined) return 0;
  return greedy === "+" ? 2 : 1;
}

/** The path's parameters if it fits the resource (null: it has none), else undefined. */
function fit(resource: string, path: string): Record<string, string> | null | undefined {
  const segments = path.split("/");
  const found: Record<string, string> = {};
  const wanted = resource.split("/");
  for (const [index, segment] of wanted.entries()) {
    const [, name, greedy] = parameter.exec(segment) ?? [];
    const value = greedy === "+" ? segments.slice(index).join("/") : segments[index];
    if (name === undefined ? value !== segment : value === undefined || value === "") return undefined;
    if (name !== undefined) found[name] = value ?? "";
    if (greedy === "+") return found;
  }
  if (segments.length !== wanted.length) return undefined;
  return Object.keys(found).length === 0 ? null : found;
}
