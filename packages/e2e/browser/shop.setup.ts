import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startShop } from "@doorbuster/local/shop/index";

/** One throwaway shop with both sites and the demo drop for all stories. Answers how to end it. */
export default async function setUp(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-stories-"));
  const shop = await startShop({ dataDir, ports: "free", memory: true, sites: true, demo: true });
  process.env["STORY_URLS"] = JSON.stringify(shop.urls);
  process.env["STORY_DYNAMODB"] = shop.endpoints.dynamodb;
  process.env["STORY_SQS"] = shop.endpoints.sqs;
  return async () => {
    await shop.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
