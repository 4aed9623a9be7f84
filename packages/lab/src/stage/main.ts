import { readFile } from "node:fs/promises";
import { dynamoClient } from "@doorbuster/adapters/aws/clients";
import { nameOf } from "@doorbuster/adapters/aws/resources";
import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { systemClock } from "@doorbuster/adapters/system";
import * as z from "zod";
import { demoEntries } from "./demo.ts";
import { type Entry, loadProducts, productFileSchema } from "./load.ts";

const usage = `Puts products on sale in a deployed stage, with their first units.

  npx sst shell --stage STAGE -- npm run stage:load -- products.json
  npx sst shell --stage STAGE -- npm run stage:load -- --demo    the demo drop, and what the smoke test buys

SST's shell tells where the stage's tables are. Loading the same again changes names and prices, and adds no units.
`;

/** `npm run stage:load`. Answers the exit status: 0 when everything is on sale, 1 when not, 2 for a wrong command. */
async function main([what, ...more]: readonly string[]): Promise<number> {
  if (what === undefined || more.length > 0 || (what.startsWith("-") && what !== "--demo")) {
    console.error(usage);
    return 2;
  }
  try {
    const entries = what === "--demo" ? demoEntries : await readEntries(what);
    const client = dynamoClient();
    const stores = {
      catalog: dynamoCatalog(client, nameOf("Catalog")),
      stock: dynamoStockStore(client, nameOf("Stock")),
      clock: systemClock,
      random: Math.random,
    };
    await loadProducts(stores, entries, (sku, added) => console.log(`${sku}: ${added} units added`));
    return 0;
  } catch (error) {
    console.error(error instanceof z.ZodError ? z.prettifyError(error) : error);
    return 1;
  }
}

async function readEntries(file: string): Promise<readonly Entry[]> {
  return productFileSchema.parse(JSON.parse(await readFile(file, "utf8")));
}

process.exitCode = await main(process.argv.slice(2));
