import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The long ones first: one that begins last has the machine to itself, and half of it idle, until its end. */
class LongestFirst extends BaseSequencer {
  static readonly #long = ["outages", "never-oversell", "store-faults", "notifications"];

  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) =>
      LongestFirst.#long.some((name) => moduleId.endsWith(`/${name}.test.ts`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

const patience = {
  // Each file starts a whole shop, and waits for it to come to rest most of its time: two fit a small machine.
  maxWorkers: 2,
  testTimeout: 180_000,
  hookTimeout: 180_000,
};

export default defineConfig({
  test: {
    globalSetup: "observed/recording.ts",
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...patience, name: "road", include: ["road/**/*.test.ts"], sequence: { groupOrder: 0 } } },
      // Looks at what the road's functions called, so it comes after them.
      {
        test: { ...patience, name: "observed", include: ["observed/*.test.ts"], sequence: { groupOrder: 1 } },
      },
    ],
  },
});
