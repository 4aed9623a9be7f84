import { startEmbedded } from "./embedded.ts";
import { storeEnvironment } from "./environment.ts";
import { prepare } from "./setting.ts";
import { faultBoard, switchBoard } from "./switch-board.ts";
import type { RunningStores, ShopOptions } from "./types.ts";

/**
 * Starts DynamoDB, S3, SNS, SQS and Kinesis alone, on free ports, with everything made that the definitions name: all
 * that an adapter's own tests need.
 */
export async function startStores(
  options: Pick<ShopOptions, "dataDir" | "memory" | "switches" | "faults" | "onCrash">,
): Promise<RunningStores> {
  const cleanup = new AsyncDisposableStack();
  try {
    const setting = await prepare({ ...options, ports: "free", sites: false }, cleanup);
    const embedded = await startEmbedded(["dynamodb", "messaging", "kinesis"], setting);
    return {
      endpoints: embedded.endpoints,
      env: storeEnvironment(embedded.endpoints),
      services: embedded.services,
      ...switchBoard(embedded.switches),
      faults: faultBoard(embedded.faultProxy),
      stop: () => cleanup.disposeAsync(),
    };
  } catch (error) {
    await cleanup.disposeAsync();
    throw error;
  }
}
