import { functions } from "@doorbuster/adapters/definitions/functions";
import { readSettings } from "@doorbuster/adapters/settings";
import { expect, test } from "vitest";

import { named } from "./graph/graph.ts";
import { capital, keysOf } from "./keysOf.ts";
import { type Permissions, permissions } from "./permissions.ts";
import { graphOf } from "./testing/graphs.ts";

const variablesOf = (stage: "production" | "altered", name: string): Record<string, string> =>
  named(graphOf(stage), "aws:lambda/function:Function", `${capital(name)}HandlerFunction`).inputs[
    "environment"
  ].variables;

for (const stage of ["production", "altered"] as const) {
  test(`every function of the ${stage} stage can read the settings that it is told`, () => {
    for (const name of keysOf(functions)) {
      const settings = readSettings(variablesOf(stage, name));
      expect(settings.trustedIssuers.map(({ staff }) => staff)).toEqual([true, false]);
      expect(settings.storefrontUrl).toMatch(/^https:/);
    }
  });
}

test("a function is told where its own secrets are, and no other's", () => {
  for (const name of keysOf(functions)) {
    const { secrets = [] }: Permissions = permissions[name];
    const arns = JSON.parse(variablesOf("production", name)["DOORBUSTER_SECRET_ARNS"] ?? "{}") as object;
    expect(Object.keys(arns)).toEqual(secrets);
  }
});

test("customers' tokens open no console, whatever they say of groups", () => {
  const [staff, customers] = readSettings(variablesOf("production", "ops")).trustedIssuers;
  expect(staff?.issuer).not.toBe(customers?.issuer);
  expect(customers?.staff).toBe(false);
});
