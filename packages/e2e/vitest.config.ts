import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The files that share shops first, while those stand; of each kind the long ones first: one that begins last has the
 * machine to itself, and half of it idle, until its end.
 */
class LongestFirst extends BaseSequencer {
  static readonly #long = [
    "outages",
    "never-oversell",
    "one-checkout-one-order",
    "store-faults",
    "notifications",
  ];

  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isAlone = ({ project }: TestSpecification) => project.name === "road alone";
    const isShort = ({ moduleId }: TestSpecification) =>
      !LongestFirst.#long.some((name) => moduleId.endsWith(`/${name}.test.ts`));
    const rank = (file: TestSpecification) => 2 * Number(isAlone(file)) + Number(isShort(file));
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

const project = {
  // Whole shops, and most of the time it is waited for them to come to rest: two at once fit a small machine.
  maxWorkers: 2,
  isolate: false,
  testTimeout: 180_000,
  hookTimeout: 180_000,
};
const road = { ...project, setupFiles: "observed/ended.ts", sequence: { groupOrder: 0 } };

export default defineConfig({
  test: {
    globalSetup: "observed/recording.ts",
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...road, name: "road", include: ["road/*.test.ts"] } },
      { test: { ...road, name: "road alone", include: ["road/alone/*.test.ts"] } },
      // Looks at what the road's functions called, so it comes after them.
      {
        test: { ...project, name: "observed", include: ["observed/*.test.ts"], sequence: { groupOrder: 1 } },
      },
    ],
  },
});
