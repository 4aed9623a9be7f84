import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { rootDir } from "@doorbuster/local/build/root";
import { createReporter } from "@doorbuster/local/shop/cli/reporter";
import { attachShop, startShop, type AttachedShop } from "@doorbuster/local/shop/index";

/** Where `npm start` keeps its shop. */
const dataDir = path.join(rootDir, ".local");

export const findRunningShop = (): Promise<AttachedShop | undefined> => attachShop(dataDir);

/**
 * Runs something in a shop of its own, gone afterwards: free ports, a temporary folder, its database in memory (nothing
 * of it is meant to survive), no sites and an empty catalogue. In everything else it is a shop like any other.
 *
 * @param end aborted with the reason when a part of the shop dies, so that nobody waits for it
 */
export async function inThrowawayShop<T>(
  end: AbortController,
  run: (shop: AttachedShop) => Promise<T>,
): Promise<T> {
  await using folder = await mkdtempDisposable(path.join(tmpdir(), "doorbuster-"));
  const reporter = createReporter(process.stderr, () => performance.now());
  try {
    await using shop = await startShop({
      dataDir: folder.path,
      ports: "free",
      memory: true,
      sites: false,
      demo: false,
      signal: end.signal,
      onProgress: reporter.onProgress,
      onCrash: ({ name, reason, lastLines }) =>
        end.abort(new Error(`${name} ended unexpectedly (${reason}). The end of its log:\n\n${lastLines}`)),
    });
    reporter.close();
    return await run(shop);
  } finally {
    reporter.close();
  }
}
