/*
 * Runs the whole of `sst.config.ts` with nothing behind it: every resource is written down instead of made. In a process
 * of its own, because Pulumi and SST keep the program's state in globals.
 *
 *   node program.mjs <SST's globals as JSON>     sends the graph to its parent
 */
import { readFileSync } from "node:fs";

import * as aws from "@pulumi/aws";
import { runtime } from "@pulumi/pulumi";
import { run } from "@sst/platform/src/auto/run.ts";
import * as sst from "@sst/platform/src/components/index.ts";
import config from "../../../../sst.config.ts";
import type { AppSettings, Graph, Inputs, Process, Resource } from "./graph.ts";
import { lookUp } from "./lookups.ts";
import { deployed } from "./outputs.ts";
import { type BuildRequest, startRpc } from "./rpc.ts";
import { settingsFor } from "../settings.ts";

const resources: Resource[] = [];
const builds: BuildRequest[] = [];
const processes: Record<string, Process> = {};

const { stage } = $app;
Object.assign(globalThis, { aws, sst });
Object.assign($app, await config.app({ stage }));
const settings = settingsFor(stage);

process.env["SST_SERVER"] = await startRpc(`${$cli.paths.work}/bundle`, (build) => builds.push(build));

await runtime.setMocks(
  {
    call: ({ token, inputs }) => lookUp(token, inputs, settings.region),
    // What has an id was there before: that is its name, and arguments say nothing of it, though SST adds some.
    newResource: ({ type, name, inputs, id }) =>
      id ? deployed(type, id, {}, settings.region) : deployed(type, name, inputs, settings.region),
  },
  $app.name,
  stage,
);
writeDown();

await runtime.runInPulumiStack(async () => run(() => config.run()));
await runtime.disconnect();

const app = $app as AppSettings;
const sourceMap = JSON.parse(readFileSync(`${$cli.paths.work}/bundle/bundle.mjs.map`, "utf8")) as Inputs;
const graph: Graph = { app, live: $dev, settings, resources, builds, sourceMap, processes };
process.send?.(graph);

/**
 * Keeps each resource as it is registered, with what mocks are not told: its parent and whether it outlives the program. And
 * what a component says of itself in the end: from that SST's command learns what to start in `sst dev`.
 */
function writeDown(): void {
  const monitor = runtime.getMonitor() as unknown as {
    registerResource: (request: RegisterRequest, callback: unknown) => Promise<void>;
    registerResourceOutputs: (request: OutputsRequest, callback: unknown) => void;
  };
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request, callback) => {
    const { _dev: process } = runtime.deserializeProperties(request.getOutputs()) as { _dev?: Process };
    if (process !== undefined) processes[request.getUrn().split("::").at(-1) ?? ""] = process;
    return registerOutputs(request, callback);
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    if (request.getCustom()) resources.push(resourceOf(request));
    return register(request, callback);
  };
}

interface OutputsRequest {
  getUrn(): string;
  getOutputs(): Parameters<typeof runtime.deserializeProperties>[0];
}

interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getObject(): Parameters<typeof runtime.deserializeProperties>[0];
  getCustom(): boolean;
  getRetainondelete(): boolean;
  getImportid(): string;
  /** URNs. */
  getDependenciesList(): string[];
  getProvider(): string;
}

function resourceOf(request: RegisterRequest): Resource {
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent() || undefined,
    inputs: runtime.deserializeProperties(request.getObject()) as Inputs,
    after: request.getDependenciesList().map((urn) => urn.split("::").at(-1) ?? ""),
    retained: request.getRetainondelete(),
    existing: request.getImportid() !== "",
    region: /AwsProvider\.sst\.([a-z0-9-]+)/.exec(request.getProvider())?.[1],
  };
}
