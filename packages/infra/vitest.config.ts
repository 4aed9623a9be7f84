import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Evaluates every stage once, for all tests.
    globalSetup: "src/testing/evaluateStages.ts",
    // Installs SST's platform in a fresh clone, which takes half a minute on a small machine.
    hookTimeout: 180_000,
    isolate: false,
  },
});
