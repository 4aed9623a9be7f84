import { expect, test } from "vitest";

import { ofType } from "../graph/graph.ts";
import { graphOf } from "../testing/graphs.ts";
import { rules } from "./index.ts";

for (const stage of ["production", "preview", "personal", "altered"] as const) {
  for (const [name, rule] of Object.entries(rules)) {
    test(`${name} holds for the ${stage} stage`, () => {
      expect(rule(graphOf(stage))).toEqual([]);
    });
  }
}

test("the stages differ in what they are for", () => {
  expect(graphOf("personal").live).toBe(true);
  expect(graphOf("preview").live).toBe(false);
  expect(ofType(graphOf("production"), "aws:cloudtrail/trail:Trail")).toHaveLength(1);
  expect(ofType(graphOf("preview"), "aws:cloudtrail/trail:Trail")).toHaveLength(0);
});
