import { defineConfig } from "vitest/config";

// No file leaves anything behind in a module, so that each need not load all of them again.
export default defineConfig({ test: { isolate: false, testTimeout: 30_000 } });
