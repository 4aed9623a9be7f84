import { defineConfig } from "vitest/config";

// The long ones start a shop and wait for it most of their time: two at once fit a small machine.
export default defineConfig({ test: { maxWorkers: 2, isolate: false } });
