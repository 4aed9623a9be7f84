import { defineConfig } from "vitest/config";

const patience = {
  // Each file starts a whole shop, and waits for it to come to rest most of its time: two fit a small machine.
  maxWorkers: 2,
  testTimeout: 180_000,
  hookTimeout: 180_000,
};

export default defineConfig({
  test: {
    globalSetup: "observed/recording.ts",
    projects: [
      { test: { ...patience, name: "road", include: ["road/**/*.test.ts"], sequence: { groupOrder: 0 } } },
      // Looks at what the road's functions called, so it comes after them.
      {
        test: { ...patience, name: "observed", include: ["observed/*.test.ts"], sequence: { groupOrder: 1 } },
      },
    ],
  },
});
