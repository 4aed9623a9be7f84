import { defineConfig } from "vitest/config";

// The long ones wait for a shop, and other suites run beside them.
export default defineConfig({ test: { maxWorkers: 1, isolate: false, testTimeout: 120_000 } });
