import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 300_000 }); // a whole shop, on a machine that may be busy

const main = fileURLToPath(new URL("main.ts", import.meta.url));

function run(line: string): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...line.split(" ")], (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

test.each([
  ["orders --rounds none", /--rounds takes a number above 0, not "none"/],
  ["spike --only tape", /--only takes disk or memory, not "tape"/],
  ["everything", /There is no benchmark everything/],
])("a wrong command (%s) is refused with the right one", async (line, sentence) => {
  const { status, stdout, stderr } = await run(line);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(sentence);
  expect(stderr).toContain("npm run bench -- orders");
});

test("asked for help it gives help", async () => {
  expect(await run("orders --help")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("npm run bench -- orders") as string,
  });
});

test("a short run measures checkouts beside the bare store, and its books balance", async () => {
  const { status, stdout, stderr } = await run(
    "orders --only memory --rounds 1 --seconds 1 --warm-up 1 --concurrency 32 --demand spread --json",
  );
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const report = JSON.parse(stdout) as {
    ratioMemory32: number;
    ratioDisk32: null;
    sustainedRatioMemory32: number;
    sustainedRatioDisk32: null;
    storages: { memory: unknown[] };
  };
  expect(report).toMatchObject({
    ratioMemory32: expect.any(Number) as number,
    ratioDisk32: null,
    sustainedRatioMemory32: expect.any(Number) as number,
    sustainedRatioDisk32: null,
  });
  expect(report.sustainedRatioMemory32).toBeLessThan(report.ratioMemory32);
  expect(report.storages.memory[0]).toMatchObject({
    concurrency: 32,
    bare: { perSecond: expect.any(Number) as number },
    empty: { perSecond: expect.any(Number) as number },
    checkouts: {
      spread: {
        storeCalls: { TransactWriteItems: expect.any(Number) as number },
        providerCalls: { "POST /v1/payment_intents": 1 },
      },
    },
  });
});
