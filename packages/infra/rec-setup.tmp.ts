import { vi } from "vitest";
import { recordingEnvironment } from "./src/observed/compare.ts";
vi.mock("@doorbuster/local/shop/index", async (original) => {
  const m = (await original()) as { startShop: (o: object) => unknown };
  return {
    ...m,
    startShop: (o: { functionEnv?: object }) =>
      m.startShop({ ...o, functionEnv: { ...o.functionEnv, ...recordingEnvironment("/tmp/calls") } }),
  };
});
