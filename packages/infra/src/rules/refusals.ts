import { gatewayErrorBody, gatewayErrors } from "@doorbuster/adapters/definitions/gatewayErrors";

import { ofType, type Resource } from "../graph/graph.ts";
import { keysOf } from "../keysOf.ts";
import { each, type Finding, type Rule } from "./rule.ts";

/**
 * What API Gateway answers by itself when nothing else is said, and with which status we answer instead. The two defaults
 * stand for every kind that is not named (API Gateway developer guide, "Gateway response types").
 */
const statuses: Readonly<Record<string, number>> = {
  DEFAULT_4XX: 400,
  DEFAULT_5XX: 502,
  ACCESS_DENIED: 403,
  AUTHORIZER_CONFIGURATION_ERROR: 502,
  AUTHORIZER_FAILURE: 503,
  BAD_REQUEST_BODY: 400,
  BAD_REQUEST_PARAMETERS: 400,
  EXPIRED_TOKEN: 401,
  INTEGRATION_FAILURE: 502,
  INTEGRATION_TIMEOUT: 504,
  MISSING_AUTHENTICATION_TOKEN: 404,
  QUOTA_EXCEEDED: 429,
  REQUEST_TOO_LARGE: 413,
  RESOURCE_NOT_FOUND: 404,
  THROTTLED: 429,
  UNAUTHORIZED: 401,
  WAF_FILTERED: 403,
};

/** What API Gateway refuses by itself looks like a refusal of ours, and what is in use is what is written here. */
export const refusals: Rule = (graph) => {
  const responses = ofType(graph, "aws:apigateway/response:Response");
  return [
    ...Object.entries(statuses).flatMap(([type, status]) => answered(responses, type, status)),
    ...each(ofType(graph, "aws:apigateway/deployment:Deployment"), ({ inputs }) =>
      deployedAnew(responses, String(inputs["triggers"]?.refusals)),
    ),
    ...each(
      ofType(graph, "aws:apigateway/stage:Stage"),
      ({ inputs }) => inputs["xrayTracingEnabled"] !== true && "begins no trace",
    ),
    ...(ofType(graph, "aws:apigateway/stage:Stage").length === 0
      ? [{ resource: "the API", says: "is not deployed" }]
      : []),
  ];
};

function answered(responses: readonly Resource[], type: string, status: number): Finding[] {
  const found = responses.filter(({ inputs }) => inputs["responseType"] === type);
  if (found.length === 0) return [{ resource: type, says: "is refused in API Gateway's own words" }];
  return each(found, ({ inputs }) => {
    const said: string[] = [];
    if (inputs["statusCode"] !== String(status)) said.push(`is answered with ${inputs["statusCode"]}`);
    const headers = (inputs["responseParameters"] ?? {}) as Readonly<Record<string, string>>;
    const retryAfter = headers["gatewayresponse.header.Retry-After"]?.replaceAll("'", "");
    if (status === 429 && retryAfter === undefined) said.push("does not say when to ask again");
    if (status === 401 && headers["gatewayresponse.header.WWW-Authenticate"] === undefined) {
      said.push("does not say how to sign in");
    }
    if (inputs["responseTemplates"]?.["application/json"] !== bodyOf(status, retryAfter)) {
      said.push("is not answered as our functions would");
    }
    return said;
  });
}

/** The refusal of that status, in the shape of our functions' errors. */
function bodyOf(status: number, retryAfter: string | undefined): string | undefined {
  const kind = keysOf(gatewayErrors).find((name) => gatewayErrors[name].httpStatus === status);
  const more = retryAfter === undefined ? {} : { retryAfterSeconds: Number(retryAfter) };
  return kind && gatewayErrorBody(kind, more);
}

/** API Gateway uses a changed answer only when it is deployed anew, and that happens when its triggers change. */
function deployedAnew(responses: readonly Resource[], trigger: string): string[] {
  return responses
    .map(({ inputs }) => JSON.stringify(inputs["responseTemplates"]?.["application/json"] ?? ""))
    .filter((body) => !trigger.includes(body))
    .map((body) => `goes on with the former answer when this changes: ${body}`);
}
