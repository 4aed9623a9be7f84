import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";

import type { APIGatewayProxyEvent } from "aws-lambda";

import { defaultAccountId } from "../arns.ts";
import type { Claims } from "./authorizer.ts";
import type { Match } from "./routes.ts";

export interface ProxyRequest extends Match {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly requestId: string;
  readonly traceId: string;
  readonly claims: Claims | undefined;
  readonly stage: string;
  /** Unix milliseconds. */
  readonly receivedAt: number;
}

/**
 * The event of a Lambda proxy integration (API Gateway developer guide, "Input format of a Lambda function for proxy
 * integration"). No binary media types are set on the API, so a body is always text.
 */
export function makeProxyEvent(proxied: ProxyRequest): APIGatewayProxyEvent {
  const { request, path, query, body, route, pathParameters } = proxied;
  const headers = collect(requestHeaders(proxied));
  const parameters = collect([...new URLSearchParams(query)]);
  return {
    resource: route.resource,
    path,
    httpMethod: request.method ?? "",
    headers: headers.last,
    multiValueHeaders: headers.all,
    queryStringParameters: query === "" ? null : parameters.last,
    multiValueQueryStringParameters: query === "" ? null : parameters.all,
    pathParameters,
    stageVariables: null,
    requestContext: requestContext(proxied),
    body: body.length === 0 ? null : body.toString(),
    isBase64Encoded: false,
  };
}

/** Pairs by name, in both of API Gateway's ways: the last value, and all of them. */
function collect(pairs: readonly (readonly [string, string])[]) {
  const all = Object.groupBy(pairs, ([name]) => name);
  const values = Object.entries(all).map(
    ([name, group = []]) => [name, group.map(([, value]) => value)] as const,
  );
  return {
    last: Object.fromEntries(values.map(([name, list]) => [name, list.at(-1) ?? ""])),
    all: Object.fromEntries(values),
  };
}

/** The headers as they were sent, spelling included, and those that API Gateway adds or makes its own. */
function requestHeaders({ request, traceId }: ProxyRequest): [string, string][] {
  const sent: [string, string][] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    sent.push([request.rawHeaders[index] ?? "", request.rawHeaders[index + 1] ?? ""]);
  }
  const forwardedFor = [request.headers["x-forwarded-for"] ?? [], sourceIp(request)].flat().join(", ");
  const own: [string, string][] = [
    ["X-Amzn-Trace-Id", traceId],
    ["X-Forwarded-For", forwardedFor],
    ["X-Forwarded-Port", String(request.socket.localPort)],
    ["X-Forwarded-Proto", "http"],
  ];
  const replaced = new Set(own.map(([name]) => name.toLowerCase()));
  return [...sent.filter(([name]) => !replaced.has(name.toLowerCase())), ...own];
}

export function sourceIp(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
}

function requestContext(proxied: ProxyRequest): APIGatewayProxyEvent["requestContext"] {
  const { request, path, route, requestId, claims, stage, receivedAt } = proxied;
  const domainName = (request.headers.host ?? "localhost").replace(/:\d+$/, "");
  return {
    accountId: defaultAccountId,
    apiId: "local",
    authorizer: claims && { claims },
    domainName,
    domainPrefix: domainName.split(".")[0],
    extendedRequestId: randomBytes(11).toString("base64"),
    httpMethod: request.method ?? "",
    identity: { ...anonymous, sourceIp: sourceIp(request), userAgent: request.headers["user-agent"] ?? null },
    path: `/${stage}${path}`,
    protocol: `HTTP/${request.httpVersion}`,
    requestId,
    requestTime: commonLogTime(receivedAt),
    requestTimeEpoch: receivedAt,
    resourceId: createHash("sha256").update(route.resource).digest("hex").slice(0, 6),
    resourcePath: route.resource,
    stage,
  };
}

/** The identity of a caller without IAM credentials, API key or client certificate: the only kind there is here. */
const anonymous = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

/** `09/Apr/2015:12:34:56 +0000` */
function commonLogTime(unixMs: number): string {
  const [, day, month, year, time] = new Date(unixMs).toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}
