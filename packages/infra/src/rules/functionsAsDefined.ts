import { type FunctionDefinition, functions } from "@doorbuster/adapters/definitions/functions";

import { type Graph, ofType, type Resource } from "../graph/graph.ts";
import { capital, keysOf } from "../keysOf.ts";
import { atTheEdge } from "./logs.ts";
import { each, except, type Finding, type Rule } from "./rule.ts";

const runtimes = ["nodejs24.x"];
/** AWS's limit for a function's name. */
const nameLengthMax = 64;

/** Every function of the definitions is there as defined; and all run on the same Node, on arm64, traced. */
export const functionsAsDefined: Rule = (graph) => [
  ...keysOf(functions).flatMap((name) => defined(graph, name, functions[name])),
  ...each(ofType(graph, "aws:lambda/function:Function"), ({ inputs }) =>
    String(inputs["name"] ?? "").length > nameLengthMax ? "its name is longer than AWS takes" : undefined,
  ),
  ...each(except(ofType(graph, "aws:lambda/function:Function"), atTheEdge), (fn) => ordinary(graph, fn)),
];

function defined(graph: Graph, name: string, { timeoutSeconds, memoryMb }: FunctionDefinition): Finding[] {
  const fn = ofType(graph, "aws:lambda/function:Function").find(
    (resource) => resource.name === `${capital(name)}HandlerFunction`,
  );
  if (fn === undefined) return [{ resource: name, says: "the function is not deployed" }];
  return each([fn], ({ inputs }) => {
    const said: string[] = [];
    if (inputs["timeout"] !== timeoutSeconds) said.push(`time-out is not ${timeoutSeconds} s`);
    if (inputs["memorySize"] !== memoryMb) said.push(`memory is not ${memoryMb} MB`);
    return said;
  });
}

function ordinary(graph: Graph, { inputs }: Resource): string[] {
  const said: string[] = [];
  if (inputs["tracingConfig"]?.mode !== "Active") said.push("is not traced");
  if (graph.live) return said; // in `sst dev` a bridge to the developer's machine stands there
  if (!runtimes.includes(inputs["runtime"])) said.push(`runs on ${String(inputs["runtime"])}`);
  if (inputs["architectures"]?.[0] !== "arm64") said.push("does not run on arm64");
  return said;
}
