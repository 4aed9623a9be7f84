import { randomUUID } from "node:crypto";

export interface SiteRequest {
  readonly method?: "GET" | "HEAD" | "POST";
  /** With its query, if it has one. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `name=value`, each. */
  readonly cookies?: readonly string[];
}

/** What a function answers to a function URL. */
export interface SiteAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

const functionHost = "abcdefghijklmnop.lambda-url.eu-west-1.on.aws";

/**
 * A request as it reaches a site's function: payload version 2.0 (Lambda developer guide, "Invoking Lambda function URLs",
 * request payload format), after CloudFront has put its own words in. `Host` is the function's; by which name the browser
 * called stands in `x-forwarded-host`.
 *
 * @param siteUrl the address of the site, as browsers know it
 */
export function functionUrlEvent(siteUrl: string, { method = "GET", path, headers, cookies }: SiteRequest) {
  const { pathname, search } = new URL(path, siteUrl);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: pathname,
    rawQueryString: search.slice(1),
    ...(cookies && cookies.length > 0 && { cookies }),
    headers: {
      host: functionHost,
      "x-forwarded-host": new URL(siteUrl).host,
      "x-forwarded-proto": "https",
      "x-forwarded-for": "192.0.2.7",
      "user-agent": "Amazon CloudFront",
      via: "2.0 0123456789abcdef.cloudfront.net (CloudFront)",
      "x-amz-cf-id": "aaaaaaaaaaaaaaaaaaaaaaaa",
      accept: "text/html,application/xhtml+xml",
      ...headers,
    },
    requestContext: {
      accountId: "anonymous",
      apiId: functionHost.split(".")[0],
      domainName: functionHost,
      domainPrefix: functionHost.split(".")[0],
      http: {
        method,
        path: pathname,
        protocol: "HTTP/1.1",
        sourceIp: "192.0.2.7",
        userAgent: "Amazon CloudFront",
      },
      requestId: randomUUID(),
      routeKey: "$default",
      stage: "$default",
      time: "27/Nov/2026:09:30:00 +0000",
      timeEpoch: 1_795_771_800_000,
    },
    isBase64Encoded: false,
  };
}
