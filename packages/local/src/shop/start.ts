import { buildFunctions } from "../build/functions.ts";
import { buildSites } from "../build/sites.ts";
import { loadDemo } from "../demo/load.ts";
import type { EventSources } from "../lambda/index.ts";
import { openLogFile } from "../services/log-file.ts";
import { allSettled } from "./all-settled.ts";
import { startControl } from "./control.ts";
import { type Embedded, startEmbedded, startServices } from "./embedded.ts";
import { adapterEnvironment } from "./environment.ts";
import type { RunningFunctions } from "./functions.ts";
import { startPipeline } from "./pipeline.ts";
import { readQueueDepths, waitUntilQuiet } from "./quiet.ts";
import { removeRunningFile, writeRunningFile } from "./running-file.ts";
import { defineServices } from "./services.ts";
import { prepare, type Setting } from "./setting.ts";
import { faultBoard, switchBoard } from "./switch-board.ts";
import type { RunningShop, ServiceHandle, ServiceName, ShopOptions } from "./types.ts";

/**
 * Starts a whole shop. Throws a `PortInUseError`, or an Error that names what did not build or start, with the end of
 * its log; whatever was started by then is stopped again.
 */
export async function startShop(options: ShopOptions): Promise<RunningShop> {
  const cleanup = new AsyncDisposableStack();
  try {
    return await bringUp(await prepare(options, cleanup));
  } catch (error) {
    await cleanup.disposeAsync();
    throw error;
  }
}

async function bringUp(setting: Setting): Promise<RunningShop> {
  const { options, urls, secrets, secretsFile, step } = setting;
  const [embedded] = await allSettled([
    startEmbedded(["dynamodb", "messaging", "kinesis", "sandbox", "inbox", "issuer"], setting),
    step("Building the functions", buildFunctions, ({ rebuilt }) => (rebuilt ? undefined : "unchanged")),
    ...(options.sites && options.dev !== true ? [buildBothSites(setting)] : []),
  ]);
  const env = adapterEnvironment({
    endpoints: embedded.endpoints,
    urls,
    secrets,
    secretsFile,
    orders: options.orders,
    auditAfterMs: options.auditAfterMs,
  });
  const { functions, sources } = await startPipeline(setting, embedded, env);
  if (options.demo === true) {
    const load = () => loadDemo(embedded.clients.dynamodb, () => new Date());
    await step("Putting the demo drop on sale", load, (loaded) => (loaded ? undefined : "already there"));
  }
  const sites = options.sites ? await startSites(setting) : new Map<ServiceName, ServiceHandle>();
  await announce(setting, embedded, env, sources);
  return runningShop(setting, embedded, env, { functions, sources, sites });
}

function buildBothSites({ options, leash, step }: Setting): Promise<void> {
  const logFile = openLogFile(options.dataDir, "build");
  return step("Building the sites", () => buildSites({ logFile, leash, signal: options.signal }));
}

async function startSites(setting: Setting): Promise<ReadonlyMap<ServiceName, ServiceHandle>> {
  const services = defineServices(["storefront", "console"], setting);
  await setting.step("Starting the sites", () => startServices(services, setting.cleanup));
  return services;
}

/** Leaves word in the data folder, so that a replay or a reconciliation finds this shop. */
async function announce(
  { options: { dataDir }, urls, secretsFile, cleanup }: Setting,
  { endpoints }: Embedded,
  env: Readonly<Record<string, string>>,
  sources: EventSources,
): Promise<void> {
  const { stop, ...control } = await startControl(() => sources.status());
  cleanup.defer(stop);
  cleanup.defer(() => removeRunningFile(dataDir));
  await writeRunningFile(dataDir, { pid: process.pid, urls, endpoints, env, secretsFile, control });
}

function runningShop(
  { options: { dataDir }, urls, secretsFile, cleanup }: Setting,
  { services, endpoints, switches, faultProxy, clients }: Embedded,
  env: Readonly<Record<string, string>>,
  parts: {
    functions: RunningFunctions;
    sources: EventSources;
    sites: ReadonlyMap<ServiceName, ServiceHandle>;
  },
): RunningShop {
  const sources = () => Promise.resolve(parts.sources.status());
  return {
    urls,
    endpoints,
    env,
    secretsFile,
    dataDir,
    services: new Map<ServiceName, ServiceHandle>([...services, ...parts.sites]),
    functions: parts.functions.processes,
    sources,
    trigger: (functionName) => parts.sources.trigger(functionName),
    quiet: (options) => {
      const queueDepths = () => readQueueDepths(clients.sqs, endpoints.sqs);
      return waitUntilQuiet({ sources, queueDepths }, options);
    },
    ...switchBoard(switches),
    faults: faultBoard(faultProxy),
    stop: () => cleanup.disposeAsync(),
    [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
  };
}
