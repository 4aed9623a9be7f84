import { glob, readdir } from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { type FunctionName, functions } from "@doorbuster/adapters/definitions/functions";
import { differenceFor, type Observed, readObserved } from "@doorbuster/lab/observed/compare";

const road = path.join(import.meta.dirname, "../road");

/** Files of the road's tests that have not come to their end in this run. */
let unrecorded: readonly string[];
let observed: Observed;

beforeAll(async () => {
  const ended = new Set(await readdir(inject("ended")));
  const files = await Array.fromAsync(glob("**/*.test.ts", { cwd: road }));
  unrecorded = files.filter((file) => !ended.has(path.basename(file)));
  const recordings = inject("recordings");
  observed = readObserved((await readdir(recordings)).map((name) => path.join(recordings, name)));
});

const names = Object.keys(functions) as FunctionName[];

/*
 * What each function called of AWS while the road's tests ran, held against what it is granted. One that is missing fails
 * on AWS. One that is unused is either too much, or what it is for has no test: then it wants one, in the road, that cannot
 * pass without the call.
 */
test.for(names)("%s is granted what it calls, and nothing else", (name, { skip }) => {
  skip(
    unrecorded.length > 0,
    `needs all of the road's tests in the same run; not run: ${unrecorded.join(", ")}`,
  );
  expect(differenceFor(name, observed)).toEqual({ missing: [], unused: [] });
});
