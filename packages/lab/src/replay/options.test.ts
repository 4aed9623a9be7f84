import { expect, test } from "vitest";
import { parseReplayOptions, UsageError } from "./options.ts";

test("a file alone means everything, as fast as it goes, as a new run", () => {
  const [a, b] = [parseReplayOptions(["orders.csv"]), parseReplayOptions(["orders.csv"])];
  expect(a).toMatchObject({
    file: "orders.csv",
    pace: { ratePerSecond: "max", concurrency: 32 },
    limit: undefined,
    stockShare: { units: 1n, scale: 0 },
    declineShare: 0,
    json: false,
  });
  expect(a).not.toEqual(b);
});

test("reads every option", () => {
  const options =
    "orders.csv --rate 2.5 --concurrency 8 --limit 100 --stock-share 0.50 --decline-share 0.05 --run r-1 --json";
  expect(parseReplayOptions(options.split(" "))).toEqual({
    file: "orders.csv",
    pace: { ratePerSecond: 2.5, concurrency: 8 },
    limit: 100,
    stockShare: { units: 50n, scale: 2 },
    declineShare: 0.05,
    run: "r-1",
    json: true,
  });
});

test.each([
  [""],
  ["a.csv b.csv"],
  ["a.csv --rate 0"],
  ["a.csv --rate fast"],
  ["a.csv --concurrency 1.5"],
  ["a.csv --concurrency 0"],
  ["a.csv --limit -1"],
  ["a.csv --stock-share -0.5"],
  ["a.csv --stock-share half"],
  ["a.csv --decline-share 1.1"],
  ["a.csv --run a_b"],
  ["a.csv --speed 3"],
])("refuses %j", (line) => {
  expect(() => parseReplayOptions(line.split(" ").filter(Boolean))).toThrow(UsageError);
});

test("asked for help it gives help, whatever else is said", () => {
  expect(parseReplayOptions(["--help"])).toBe("help");
});
