import { defineConfig } from "vitest/config";

// The long ones start a shop, and so do the road's, beside which they run.
export default defineConfig({ test: { maxWorkers: 1, isolate: false, testTimeout: 120_000 } });
