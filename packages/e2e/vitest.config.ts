import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["road/**/*.test.ts"],
    // Each file starts a whole shop: one after another on a small machine.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
