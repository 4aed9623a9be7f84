import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { openCheckpoints } from "./checkpoints.ts";

test("keeps the latest position of every function and shard over a restart", () => {
  const path = join(mkdtempSync(join(tmpdir(), "doorbuster-")), "checkpoints.sqlite");
  const key = { function: "publish", source: "Orders", shard: "shard-1" };
  const first = openCheckpoints(path);
  first.set(key, { generation: "one", position: "1" });
  first.set(key, { generation: "one", position: "2" });
  first.set({ ...key, function: "announce" }, { generation: "one", position: "1" });
  first.close();

  const second = openCheckpoints(path);
  expect(second.get(key)).toEqual({ generation: "one", position: "2" });
  expect(second.get({ ...key, function: "announce" })).toEqual({ generation: "one", position: "1" });
  expect(second.get({ ...key, shard: "shard-2" })).toBeUndefined();
  second.close();
});
