import { defineConfig } from "vitest/config";

// No file leaves anything behind in a module, so that each need not load all of them again. Most wait for processes of theirs.
export default defineConfig({ test: { isolate: false, maxWorkers: 3 } });
