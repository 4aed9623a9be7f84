import type { Inputs } from "./graph.ts";

/** The account that the evaluated stage is deployed to. */
export const account = "123456789012";

/** What AWS would answer to a look-up. */
const answers: Readonly<Record<string, (inputs: Inputs, region: string) => Record<string, unknown>>> = {
  "aws:index/getRegion:getRegion": ({ region: asked }, region) => {
    const name = asked ?? region;
    return { id: name, name, region: name };
  },
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: account }),
  "aws:index/getPartition:getPartition": () => ({ partition: "aws", dnsSuffix: "amazonaws.com" }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_, region) => ({
    names: ["a", "b", "c"].map((zone) => region + zone),
  }),
  "aws:index/getIpRanges:getIpRanges": () => ({ cidrBlocks: ["192.0.2.0/24"], ipv6CidrBlocks: [] }),
  "aws:route53/getZone:getZone": ({ name }) => ({ zoneId: `Z${String(name).length}`, name }),
  "aws:route53/getZones:getZones": () => ({ ids: ["Z1"] }),
  // It must repeat the statements: SST leaves out the policy of a role when it sees none.
  "aws:iam/getPolicyDocument:getPolicyDocument": ({ statements = [] }) => {
    const document = { Version: "2012-10-17", Statement: statements.map(statementOf) };
    return { statements, json: JSON.stringify(document), minifiedJson: JSON.stringify(document) };
  },
};

/** @throws for a look-up that is not listed, so that none is answered by accident */
export function lookUp(token: string, inputs: Inputs, region: string): Record<string, unknown> {
  const answer = answers[token];
  if (answer === undefined) throw new Error(`no answer for the look-up ${token}`);
  return answer(inputs, region);
}

/** A statement of the data source, as JSON has it. */
function statementOf(statement: Inputs): Inputs {
  const { sid, effect = "Allow", actions, notActions, resources, principals, conditions } = statement;
  return {
    ...(sid !== undefined && { Sid: sid }),
    Effect: effect,
    ...(principals && { Principal: principalOf(principals) }),
    ...(actions && { Action: actions }),
    ...(notActions && { NotAction: notActions }),
    ...(resources && { Resource: resources }),
    ...(conditions && { Condition: conditionOf(conditions) }),
  };
}

function principalOf(principals: readonly { type: string; identifiers: readonly string[] }[]) {
  if (principals.some(({ type }) => type === "*")) return "*";
  return Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers]));
}

function conditionOf(conditions: readonly { test: string; variable: string; values: readonly string[] }[]) {
  const tests: Record<string, Record<string, readonly string[]>> = {};
  for (const { test, variable, values } of conditions) (tests[test] ??= {})[variable] = values;
  return tests;
}
