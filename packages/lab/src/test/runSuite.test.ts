import { expect, test } from "vitest";
import { runSuite } from "./runSuite.ts";

const { signal } = new AbortController();
const node = (script: string) => ({ name: "probe", cwd: ".", command: ["node", "-e", script] as const });

test("shows what a failing suite wrote, on either stream", async () => {
  const { counts, output } = await runSuite(
    node("console.log('out'); console.error('err'); process.exit(3)"),
    signal,
  );
  expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(output).toContain("out");
  expect(output).toContain("err");
});

test("runs this repository's tools, from where the suite wants", async () => {
  const { counts, output } = await runSuite(
    { ...node("console.log(process.execPath, process.cwd())"), cwd: "packages/lab" },
    signal,
  );
  expect(counts.passed).toBe(1);
  expect(output).toMatch(/packages.lab\s*$/);
  expect(output).toContain("node_modules");
});

test("a suite that was stopped has failed", async () => {
  const end = new AbortController();
  const running = runSuite(node("setInterval(() => {}, 1000)"), end.signal);
  end.abort();
  expect((await running).counts.failed).toBe(1);
});
