import { expect, test } from "vitest";
import { parseOptions, UsageError } from "./options.ts";

test("without options it runs 500 days from the first seed on", () => {
  expect(parseOptions([])).toEqual({ kind: "seeds", from: 0, seeds: 500, keepGoing: false });
});

test("a range, a single day and the mutants are told apart", () => {
  expect(parseOptions(["--seeds", "20", "--from", "7"])).toMatchObject({ kind: "seeds", from: 7, seeds: 20 });
  expect(parseOptions(["--seed", "3", "--trace"])).toMatchObject({ kind: "seed", seed: 3, trace: true });
  expect(parseOptions(["--mutants"])).toMatchObject({ kind: "mutants", mutant: undefined });
  expect(parseOptions(["--mutant", "x", "--seed", "3"])).toMatchObject({
    kind: "seed",
    seed: 3,
    mutant: "x",
  });
  expect(parseOptions(["--help", "--seeds", "20"])).toEqual({ kind: "help" });
});

test.each([
  [["--seeds", "none"], /--seeds takes a whole number from 1/],
  [["--seeds", "0"], /--seeds takes a whole number from 1/],
  [["--seed", "-1"], /--seed/],
  [["--seed", "4294967296"], /to 4294967295/],
  [["--trace"], /name it with --seed/],
  [["--seed", "1", "--seeds", "2"], /--seeds does not go with --seed/],
  [["--mutants", "--mutant", "x"], /Either/],
  [["--mutants", "--keep-going"], /--keep-going does not go with mutants/],
  [["20"], /"20" is no option/],
  [["--fast"], /--fast/],
])("%j is refused with what is wrong", (args, message) => {
  expect(() => parseOptions(args)).toThrow(UsageError);
  expect(() => parseOptions(args)).toThrow(message);
});
