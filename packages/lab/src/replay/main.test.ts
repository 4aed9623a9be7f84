import { execFile } from "node:child_process";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

function run(...args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

test.each<[string, string | Uint8Array, RegExp]>([
  ["empty", "", /is empty/],
  ["binary", Uint8Array.of(0x1f, 0x8b, 8, 0), /not a text file/],
  ["without its columns", "InvoiceNo,StockCode\n", /no column Description/],
])(
  "a file that is %s is refused in one sentence, before any shop is touched",
  async (_what, content, sentence) => {
    await using folder = await mkdtempDisposable(path.join(tmpdir(), "lab-main-"));
    const file = path.join(folder.path, "orders.csv");
    await writeFile(file, content);
    const { status, stdout, stderr } = await run(file, "--json");
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  },
);

test("a wrong command is refused with the right one", async () => {
  expect(await run("orders.csv", "--rate", "fast")).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringMatching(/--rate takes .*not "fast"[^]*npm run replay -- FILE/) as string,
  });
});

test("asked for help it gives help", async () => {
  expect(await run("--help")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("npm run replay") as string,
  });
});
