import { mkdir, mkdtempDisposable } from "node:fs/promises";
import path from "node:path";
import { rootDir } from "@doorbuster/local/build/root";
import { openClients } from "@doorbuster/local/services/clients";
import { type RunningShop, startShop } from "@doorbuster/local/shop/index";
import { loadProducts } from "../replay/load.ts";
import { countingEnvironment } from "./calls/calls.ts";
import { type Demand, goods, unitsPerSku } from "./goods.ts";

/** Whether DynamoDB keeps its file on disk or in memory. */
export type Storage = "disk" | "memory";

/** A throwaway shop with its shelves full. */
export interface BenchShop {
  readonly shop: RunningShop;
  /** Without a name to look up: a request should not wait for a resolver. */
  readonly api: string;
  /** Where the functions count their calls. */
  readonly callsFolder: string;
  readonly folder: string;
}

/** Beside the project's own shop, on the project's disk: a temporary folder may be in memory. */
const parent = path.join(rootDir, ".local");

/** Starts a shop in a folder that is gone afterwards. @param end aborted when a part of the shop dies */
export async function startBenchShop(
  storage: Storage,
  end: AbortController,
  cleanup: AsyncDisposableStack,
): Promise<BenchShop> {
  await mkdir(parent, { recursive: true });
  const folder = cleanup.use(await mkdtempDisposable(path.join(parent, "bench-"))).path;
  const callsFolder = path.join(folder, "calls");
  const shop = cleanup.use(
    await startShop({
      dataDir: folder,
      ports: "free",
      memory: storage === "memory",
      sites: false,
      demo: false,
      signal: end.signal,
      functionEnv: countingEnvironment(callsFolder),
      onCrash: ({ name, reason, lastLines }) =>
        end.abort(new Error(`${name} ended unexpectedly (${reason}). The end of its log:\n\n${lastLines}`)),
    }),
  );
  await stock(shop, ["spread", "hot"], end.signal);
  return { shop, folder, callsFolder, api: shop.urls.api.replace("//localhost:", "//127.0.0.1:") };
}

async function stock(
  shop: Pick<RunningShop, "endpoints">,
  demands: readonly Demand[],
  signal: AbortSignal,
): Promise<void> {
  const clients = openClients(shop.endpoints);
  try {
    const products = demands.flatMap(goods);
    const catalogue = new Map(products.map((product) => [product.sku, product]));
    const units = new Map(products.map(({ sku }) => [sku, unitsPerSku]));
    const clock = { now: () => performance.now(), sleep: () => Promise.resolve() };
    await loadProducts(clients.dynamodb, "bench", catalogue, units, {
      clock,
      signal,
      onLoaded: () => undefined,
    });
  } finally {
    clients.destroy();
  }
}

export const stockStores = (stores: Pick<RunningShop, "endpoints">, signal: AbortSignal): Promise<void> =>
  stock(stores, ["spread"], signal);
