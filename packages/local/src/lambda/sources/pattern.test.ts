import { functions } from "@doorbuster/adapters/definitions/functions";
import { expect, test } from "vitest";

import { compilePattern } from "./pattern.ts";

const event = {
  eventName: "INSERT",
  count: 5,
  none: null,
  tags: ["a", "b"],
  dynamodb: { Keys: { sk: { S: "event#0001" } } },
};

test.each<[string, object, boolean]>([
  ["an exact value", { eventName: ["INSERT"] }, true],
  ["one of several", { eventName: ["REMOVE", "INSERT"] }, true],
  ["none of several", { eventName: ["REMOVE", "MODIFY"] }, false],
  ["all fields", { eventName: ["INSERT"], count: [5] }, true],
  ["all fields but one", { eventName: ["INSERT"], count: [6] }, false],
  ["a number, not its text", { count: ["5"] }, false],
  ["null", { none: [null] }, true],
  ["a prefix", { dynamodb: { Keys: { sk: { S: [{ prefix: "event#" }] } } } }, true],
  ["another prefix", { dynamodb: { Keys: { sk: { S: [{ prefix: "order" }] } } } }, false],
  ["a suffix", { eventName: [{ suffix: "ERT" }] }, true],
  ["another case", { eventName: [{ "equals-ignore-case": "insert" }] }, true],
  ["a field that exists", { count: [{ exists: true }] }, true],
  ["a field that does not", { missing: [{ exists: false }] }, true],
  ["a field under one that does not", { missing: { deeper: [{ exists: true }] } }, false],
  ["anything but", { eventName: [{ "anything-but": ["REMOVE"] }] }, true],
  ["anything but this", { eventName: [{ "anything-but": "INSERT" }] }, false],
  ["anything but, of nothing", { missing: [{ "anything-but": "INSERT" }] }, false],
  ["a numeric range", { count: [{ numeric: [">", 0, "<=", 5] }] }, true],
  ["another numeric range", { count: [{ numeric: [">", 5] }] }, false],
  ["an element of a list", { tags: ["b"] }, true],
  ["no element of a list", { tags: ["c"] }, false],
])("matches on %s", (_what, pattern, expected) => {
  expect(compilePattern(pattern)(event)).toBe(expected);
});

test.each<[object]>([
  [{ eventName: [{ wildcard: "IN*" }] }],
  [{ $or: [{ a: ["b"] }] }],
  [{ count: [{ numeric: ["!", 5] }] }],
  [{ count: [{ numeric: [] }] }],
  [{ eventName: [{ prefix: "a", suffix: "b" }] }],
  [{ eventName: [{ exists: "yes" }] }],
  [{ eventName: "INSERT" }],
  [{ eventName: [] }],
  [{}],
])("refuses %j, which it would not match as AWS does", (pattern) => {
  expect(() => compilePattern(pattern)).toThrow();
});

test("knows every filter in the definitions", () => {
  for (const { triggers } of Object.values(functions)) {
    for (const trigger of triggers) {
      if (trigger.kind === "table") expect(() => compilePattern(trigger.filter)).not.toThrow();
    }
  }
});
