import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** SST reads its environment once. */
const places = () => import("./places.ts");

test("outside of SST's shell nothing of a stage is touched, and it says how to get there", async () => {
  const { placesOfStage } = await places();
  expect(() => placesOfStage("production")).toThrow("npx sst shell --stage production");
});

test("the shell of another stage is none of this one's", async () => {
  vi.stubEnv("SST_RESOURCE_App", JSON.stringify({ name: "doorbuster", stage: "test" }));
  const { placesOfStage } = await places();
  expect(() => placesOfStage("production")).toThrow("This is not the shell of production");
});
