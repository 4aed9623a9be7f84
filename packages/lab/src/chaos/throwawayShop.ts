import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startShop, type RunningShop, type ShopOptions } from "@doorbuster/local/shop/index";
import { policy } from "./chaos.ts";

/**
 * A shop to be broken: its own data folder, on disk because it is killed, and every switch and fault in place. The folder
 * stays when `run` answers false or throws, for whoever wants to know why.
 */
export async function inChaosShop<T>(
  options: Pick<ShopOptions, "onProgress"> & { readonly end: AbortController },
  run: (shop: RunningShop) => Promise<T>,
  isWell: (result: T) => boolean,
): Promise<T> {
  const { end, ...progress } = options;
  const dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-chaos-"));
  try {
    await using shop = await startShop({
      ...progress,
      dataDir,
      ports: "free",
      sites: false,
      demo: false,
      switches: true,
      faults: true,
      orders: policy,
      signal: end.signal,
      onCrash: ({ name, reason, lastLines }) =>
        end.abort(
          new Error(`${name} ended and nobody killed it (${reason}). The end of its log:\n\n${lastLines}`),
        ),
    });
    const result = await run(shop);
    if (isWell(result)) await rm(dataDir, { recursive: true, force: true });
    return result;
  } catch (error) {
    throw new Error(`the run did not end; its data and logs are in ${dataDir}`, { cause: error });
  }
}
