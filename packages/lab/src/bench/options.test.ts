import { expect, test } from "vitest";
import { parseOrdersOptions, parsePaceOptions, parseSpikeOptions, UsageError } from "./options.ts";

test("without options everything is measured, in three rounds", () => {
  expect(parseOrdersOptions([])).toEqual({
    storages: ["disk", "memory"],
    demands: ["spread", "hot"],
    concurrency: [1, 8, 32],
    rounds: 3,
    seconds: 5,
    warmUpSeconds: 20,
    json: false,
  });
  expect(parseSpikeOptions([])).toEqual({ storage: "disk", seconds: 30, times: 10, json: false });
  expect(parsePaceOptions([])).toEqual({ storage: "disk", seconds: 20, rate: 50, json: false });
});

test("reads every option", () => {
  const orders = "--only memory --demand hot --concurrency 4,16 --rounds 5 --seconds 1.5 --warm-up 3 --json";
  expect(parseOrdersOptions(orders.split(" "))).toEqual({
    storages: ["memory"],
    demands: ["hot"],
    concurrency: [4, 16],
    rounds: 5,
    seconds: 1.5,
    warmUpSeconds: 3,
    json: true,
  });
  expect(parseSpikeOptions("--only memory --seconds 5 --times 2.5 --json".split(" "))).toEqual({
    storage: "memory",
    seconds: 5,
    times: 2.5,
    json: true,
  });
});

test.each([
  "--only tape",
  "--demand cold",
  "--rounds 0",
  "--rounds 1.5",
  "--seconds -1",
  "--seconds soon",
  "--concurrency 1,,8",
  "--fast",
  "surplus",
])("refuses %j", (line) => {
  expect(() => parseOrdersOptions(line.split(" "))).toThrow(UsageError);
});

test.each(["--only tape", "--times 0", "--rounds 3"])("a spike refuses %j", (line) => {
  expect(() => parseSpikeOptions(line.split(" "))).toThrow(UsageError);
});

test("asked for help it gives help", () => {
  expect(parseOrdersOptions(["--help"])).toBe("help");
  expect(parseSpikeOptions(["-h"])).toBe("help");
  expect(parsePaceOptions(["-h"])).toBe("help");
});
