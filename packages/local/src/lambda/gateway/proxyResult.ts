import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Readable } from "node:stream";

import * as z from "zod";

import { metadataContentType, metadataEnd } from "../process/awslambda.ts";
import type { StreamedResponse } from "../process/process.ts";
import { GatewayError } from "./gatewayErrors.ts";

const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const metadataSchema = z.object({
  statusCode: z.coerce.number().int().min(200).max(599),
  headers: z.record(z.string(), value).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(value)).nullish(),
  cookies: z.array(z.string()).nullish(),
});

const resultSchema = metadataSchema.omit({ cookies: true }).extend({
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

export interface HttpHead {
  readonly status: number;
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

/** What a function answered as an HTTP response. Throws `GatewayError` (502) when it is not a proxy result. */
export function readProxyResult(result: unknown): HttpHead & { readonly body: Buffer } {
  const parsed = resultSchema.safeParse(result);
  if (!parsed.success) throw malformed("not a proxy result");
  const { body, isBase64Encoded } = parsed.data;
  return {
    ...head(parsed.data),
    body: Buffer.from(body ?? "", isBase64Encoded === true ? "base64" : "utf8"),
  };
}

/** API Gateway looks for the end of the metadata in the first 16 KB (developer guide, "Response streaming"). */
const metadataBytesMax = 16 * 1024;

/**
 * Reads the metadata off a streamed response; what is left of `body` is the HTTP body. Throws `GatewayError` (502) when
 * there is none, and whatever the stream fails with.
 */
export async function readStreamHead({ contentType, body }: StreamedResponse): Promise<HttpHead> {
  if (contentType !== metadataContentType) throw malformed("not a streamed proxy result");
  const metadata = metadataSchema.safeParse(parseJson(await takeMetadata(body)));
  if (!metadata.success) throw malformed("not the metadata of a proxy result");
  return head(metadata.data);
}

async function takeMetadata(body: Readable): Promise<string> {
  let taken = Buffer.alloc(0);
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    taken = Buffer.concat([taken, chunk]);
    const end = taken.indexOf(metadataEnd);
    if (end >= 0) {
      const rest = taken.subarray(end + metadataEnd.length);
      if (rest.length > 0) body.unshift(rest);
      return taken.toString("utf8", 0, end);
    }
    if (taken.length > metadataBytesMax) break;
  }
  throw malformed("no end of metadata");
}

/** A connection's own business, which no function decides (RFC 9110, section 7.6.1), and the length, counted here. */
const dropped = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "content-length"]);

/** A name in `multiValueHeaders` wins over the same name in `headers`, as on API Gateway. */
function head(result: z.output<typeof metadataSchema>): HttpHead {
  const headers = new Map<string, readonly string[]>([["content-type", ["application/json"]]]);
  const single = Object.entries(result.headers ?? {}).map(([name, one]) => [name, [one]] as const);
  const many = Object.entries(result.multiValueHeaders ?? {});
  for (const [name, values] of [...single, ...many]) {
    if (!dropped.has(name.toLowerCase())) headers.set(name.toLowerCase(), values);
  }
  if (result.cookies) headers.set("set-cookie", result.cookies);
  try {
    for (const [name, values] of headers) {
      validateHeaderName(name);
      for (const one of values) validateHeaderValue(name, one);
    }
  } catch {
    throw malformed("not a valid header");
  }
  return { status: result.statusCode, headers };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("metadata is not JSON");
  }
}

function malformed(what: string): GatewayError {
  return new GatewayError("badGateway", `malformed response: ${what}`);
}
