import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

import { alarmsOf } from "../alarms/alarmsOf.ts";
import { runbooks } from "../alarms/alarm.ts";
import { rootDir } from "../graph/platform.ts";
import { settingsFor } from "../settings.ts";
import { pages } from "./pages.ts";

test("pages made from data are as fresh as the data: else run node packages/infra/src/docs/write.ts", async () => {
  for (const { file, text } of await pages()) expect(readFileSync(file, "utf8")).toBe(text);
});

test("every alarm has its runbook, and every runbook an alarm", () => {
  const written = readdirSync(path.join(rootDir, "docs/aws/runbooks")).map((file) =>
    file.replace(/\.md$/, ""),
  );
  const wanted = [...runbooks, "README"];
  expect(written.sort()).toEqual(wanted.sort());
  const used = new Set(alarmsOf(settingsFor("production")).map(({ runbook }) => runbook));
  expect(runbooks.filter((runbook) => !used.has(runbook) && runbook !== "budget")).toEqual([]);
});
