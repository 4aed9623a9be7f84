import { expect, test } from "vitest";

import { reportedFailures } from "./batchResponse.ts";

const isInBatch = (id: string) => ["1", "2"].includes(id);

test.each([[null], [undefined], [{}], [{ batchItemFailures: [] }], [{ batchItemFailures: null }], ["done"]])(
  "%j is success",
  (result) => {
    expect(reportedFailures(result, isInBatch)).toEqual([]);
  },
);

test("names what failed", () => {
  const result = { batchItemFailures: [{ itemIdentifier: "2" }, { itemIdentifier: "1" }] };
  expect(reportedFailures(result, isInBatch)).toEqual(["2", "1"]);
});

test.each([
  [{ batchItemFailures: [{ itemIdentifier: "" }] }],
  [{ batchItemFailures: [{ itemIdentifier: null }] }],
  [{ batchItemFailures: [{ wrongKey: "1" }] }],
  [{ batchItemFailures: [{ itemIdentifier: "3" }] }],
  [{ batchItemFailures: [null] }],
  [{ batchItemFailures: "1" }],
])("%j fails the whole batch", (result) => {
  expect(() => reportedFailures(result, isInBatch)).toThrow();
});
