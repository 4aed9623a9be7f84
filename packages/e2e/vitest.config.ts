import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["road/**/*.test.ts"],
    // Each file starts a whole shop, and waits for it to come to rest most of its time: two fit a small machine.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
