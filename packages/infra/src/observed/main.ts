import { compareWithGrants, readObserved } from "./compare.ts";

/**
 * Compares the calls that functions made with what they are granted: `node packages/infra/src/observed/main.ts <folder>`,
 * where the integration tests recorded them. Fails when anything is missing, and when anything is granted and unused.
 */
const [folder = ""] = process.argv.slice(2);
const differences = compareWithGrants(readObserved(folder));
for (const { name, missing, unused } of differences) {
  for (const need of missing)
    console.log(`${name} calls ${need}, which packages/infra/src/permissions.ts does not grant`);
  for (const grant of unused) console.log(`${name} is granted ${grant} and never calls it`);
}
process.exitCode = differences.length > 0 ? 1 : 0;
