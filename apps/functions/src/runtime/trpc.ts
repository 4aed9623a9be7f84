import type { AnyRouter, inferRouterContext, TRPCError } from "@trpc/server";
import { awsLambdaRequestHandler, awsLambdaStreamingRequestHandler } from "@trpc/server/adapters/aws-lambda";
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { toTrpcError } from "@doorbuster/api/errors";
import type { RequestContext } from "@doorbuster/api/trpc";
import type { TokenVerifier } from "@doorbuster/adapters/access/tokens";
import { AppError } from "@doorbuster/core/errors";
import type { Log } from "@doorbuster/core/ports";
import { lifetimeOf } from "./lifetime.ts";

/** The largest checkout is about 40 KiB. API Gateway itself would let 10 MB pass. */
const maxBodyBytes = 128 * 1024;

// With provisioned concurrency nobody waits for a start. Then what tRPC takes for the first request is loaded ahead: the
// classes of `fetch`, a third of what the import itself takes. Otherwise somebody waits already, and not for those.
if (process.env["AWS_LAMBDA_INITIALIZATION_TYPE"] === "provisioned-concurrency") void globalThis.Request;

interface Options<R extends AnyRouter> {
  readonly router: R;
  readonly deps: Omit<inferRouterContext<R>, keyof RequestContext>;
  readonly tokens: TokenVerifier;
  readonly log: Log;
}

/** A router as a Lambda behind API Gateway's proxy integration (payload v1). */
export function trpcHandler<R extends AnyRouter>(options: Options<R>) {
  const handle = awsLambdaRequestHandler<AnyRouter, APIGatewayProxyEvent>({
    ...handlerOptions(options),
    responseMeta: (call) => ({ headers: new Headers({ "cache-control": lifetimeOf(call) }) }),
  });
  return async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> =>
    tooLarge(event) ?? handle(event, context);
}

/** The same with a streamed answer, for subscriptions. */
export function trpcStreamingHandler<R extends AnyRouter>(options: Options<R>) {
  return awslambda.streamifyResponse(
    awsLambdaStreamingRequestHandler<AnyRouter, APIGatewayProxyEvent>(handlerOptions(options)),
  );
}

function handlerOptions<R extends AnyRouter>({ router, deps, tokens, log }: Options<R>) {
  return {
    router,
    // A query may come as a POST: what it asks for then stays out of the address.
    allowMethodOverride: true,
    createContext: async ({ event }: { event: APIGatewayProxyEvent }) => ({
      ...deps,
      ...(await identify(event, tokens)),
    }),
    onError: ({ error, path, ctx }: { error: TRPCError; path?: string | undefined; ctx?: unknown }) =>
      report(log, error, path, (ctx as RequestContext | undefined)?.traceId),
  };
}

async function identify(event: APIGatewayProxyEvent, tokens: TokenVerifier): Promise<RequestContext> {
  const traceId = traceIdOf(header(event, "x-amzn-trace-id"), event.requestContext.requestId);
  const readToken = header(event, "x-read-token");
  const authorization = header(event, "authorization");
  if (authorization === undefined) return { caller: { kind: "guest" }, traceId, readToken };
  try {
    const caller = await tokens.verify(authorization.replace(/^Bearer\s+/i, ""));
    return { caller, traceId, readToken };
  } catch (error) {
    throw error instanceof AppError ? toTrpcError(error) : error;
  }
}

/** X-Ray's root id out of `Root=1-…;Parent=…;Sampled=1`; the request's own id where nobody traces. */
function traceIdOf(traceHeader: string | undefined, requestId: string): string {
  return /Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)/.exec(traceHeader ?? "")?.[1] ?? requestId;
}

/** A header, whatever its case. */
export function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  const found = Object.entries(event.headers).find(([key]) => key.toLowerCase() === name);
  return found?.[1] || undefined;
}

/** Refusals are the customer's affair and a line of information; the rest is ours. Inputs are never written. */
function report(log: Log, error: TRPCError, path: string | undefined, traceId: string | undefined): void {
  const { cause } = error;
  if (cause instanceof AppError)
    log.info("refused", { path, traceId, appCode: cause.code, internal: cause.internal });
  else if (error.code !== "INTERNAL_SERVER_ERROR")
    log.info("refused", { path, traceId, appCode: error.code });
  else
    log.error("failed", {
      path,
      traceId,
      error: cause?.name ?? error.name,
      message: cause?.message ?? error.message,
    });
}

function tooLarge(event: APIGatewayProxyEvent): APIGatewayProxyResult | undefined {
  if ((event.body?.length ?? 0) <= maxBodyBytes) return undefined;
  const data = {
    code: "PAYLOAD_TOO_LARGE",
    httpStatus: 413,
    appCode: "INVALID_INPUT",
    details: { field: "body", reason: "too_large", maxBytes: maxBodyBytes },
  };
  const error = { message: "The request is too large.", code: -32013, data };
  return {
    statusCode: 413,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ error }),
  };
}
