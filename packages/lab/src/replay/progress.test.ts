import { expect, test } from "vitest";
import { formatSeconds, ProgressBar, renderProgress } from "./progress.ts";

test("says how far, how fast and how long still", () => {
  const line = renderProgress({ done: 250, total: 1_000, elapsedMs: 5_000 });
  expect(line).toBe("███████░░░░░░░░░░░░░░░░░░░░░ 25 %  250/1000  50.0/s  15 s left");
});

test("knows nothing of the time left before the first is done", () => {
  expect(renderProgress({ done: 0, total: 10, elapsedMs: 1_000 })).toContain("– left");
  expect(renderProgress({ done: 0, total: 0, elapsedMs: 0 })).toContain("100 %");
});

test.each([
  [0, "0 s"],
  [0.2, "1 s"],
  [59.5, "1 min 00 s"],
  [185, "3 min 05 s"],
])("%s seconds read %s", (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

function drawn(isTTY: boolean): string[] {
  const written: string[] = [];
  const out = { isTTY, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
  let now = 0;
  const bar = new ProgressBar(out, "Placing orders", 1_000, () => now);
  for (let done = 1; done <= 1_000; done++) {
    now += 20;
    bar.update(done);
  }
  return written;
}

test("a terminal's line is drawn anew at most ten times a second, and ended once", () => {
  const lines = drawn(true);
  expect(lines.length).toBeLessThanOrEqual(201);
  expect(lines.every((line) => line.startsWith("\r"))).toBe(true);
  expect(lines.filter((line) => line.endsWith("\n"))).toHaveLength(1);
  expect(lines.at(-1)).toContain("1000/1000");
});

test("a log gets a line every few seconds and one at the end", () => {
  const lines = drawn(false);
  expect(lines).toHaveLength(4);
  expect(lines.every((line) => line.endsWith("\n") && !line.includes("\r"))).toBe(true);
});
