import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { expect, onTestFinished, test, vi } from "vitest";

// Real processes on a machine that others use too: no speed is asserted, only an end.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Starts a shop, prints the process ids of all its parts, and stays. */
const program = `
  import { startShop } from ${JSON.stringify(new URL("start.ts", import.meta.url).href)};
  const shop = await startShop({ dataDir: process.argv[1], ports: "free", sites: false });
  const parts = [...shop.services.values()].map((service) => service.pid());
  console.log(JSON.stringify([...parts, ...[...shop.functions.values()].map((lambda) => lambda.pid)]));
`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a shop whose own process is killed outright leaves no process behind", async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-killed-"));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const args = ["--input-type=module", "-e", program, dataDir];
  const shop = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(createInterface({ input: shop.stdout }), "line")) as [string];
  const pids = JSON.parse(line) as number[];
  expect(pids.length).toBeGreaterThan(10);
  expect(pids.filter(isAlive)).toEqual(pids);

  shop.kill("SIGKILL");
  await expect.poll(() => pids.filter(isAlive), { timeout: 30_000 }).toEqual([]);
});
