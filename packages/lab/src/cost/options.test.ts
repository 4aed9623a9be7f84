import { expect, test } from "vitest";
import { parseCostOptions } from "./options.ts";

test("without numbers, the usual loads are shown", () => {
  expect(parseCostOptions([])).toMatchObject({ load: undefined, region: "us-east-1", stage: "production" });
});

test("a load without its peak gets the usual one", () => {
  expect(parseCostOptions(["--orders-per-month", "1_000_000"])).toMatchObject({
    load: { ordersPerMonth: 1_000_000, peakPerSecond: 100 },
  });
  expect(parseCostOptions(["--orders-per-month", "1000", "--peak-per-second", "50"])).toMatchObject({
    load: { ordersPerMonth: 1_000, peakPerSecond: 50 },
  });
});

test("settings and assumptions are changed one by one", () => {
  const args = "--setting capacity=provisioned --setting waf=false --setting provisionedConcurrency=3";
  expect(parseCostOptions([...args.split(" "), "--assume", "visitsPerOrder=2.5"])).toMatchObject({
    settings: { capacity: "provisioned", waf: false, provisionedConcurrency: 3 },
    assumed: { visitsPerOrder: 2.5 },
  });
});

test.each([
  [["--peak-per-second", "5"], "goes with --orders-per-month"],
  [["--orders-per-month", "-1"], "argument"],
  [["--orders-per-month", "many"], "whole number"],
  [["--region", "moon-1"], "--region is one of"],
  [["--setting", "colour=red"], "There is no setting"],
  [["--setting", "capacity=much"], "capacity is one of onDemand, provisioned"],
  [["--setting", "waf=perhaps"], "waf is one of true, false"],
  [["--setting", "provisionedConcurrency=x"], "whole number"],
  [["--assume", "luck=1"], "There is no assumption"],
  [["--assume", "visitsPerOrder=lots"], "takes a number of visits"],
  [["--frugal"], "--frugal"],
])("says what is wrong with %j", (args, sentence) => {
  expect(() => parseCostOptions(args)).toThrow(sentence);
});
