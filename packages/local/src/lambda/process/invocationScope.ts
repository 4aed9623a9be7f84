import { AsyncLocalStorage } from "node:async_hooks";
import { syncBuiltinESMExports } from "node:module";

type Scope = Record<PropertyKey, unknown>;

const requestIdKey = Symbol.for("_AWS_LAMBDA_REQUEST_ID");
const traceIdKey = Symbol.for("_AWS_LAMBDA_X_RAY_TRACE_ID");
const scopes = new AsyncLocalStorage<Scope>();

/**
 * Keeps concurrent invocations of one process apart.
 *
 * AWS does the same where an environment takes several invocations (Lambda Managed Instances): the invoke store is the
 * object behind `@aws/lambda-invoke-store`, which the AWS SDK and Powertools look for in `globalThis.awslambda`.
 */
export const invokeStore = {
  run: <T>(scope: Scope, body: () => T): T => scopes.run(scope, body),
  getContext: () => scopes.getStore(),
  hasContext: () => scopes.getStore() !== undefined,
  get: (key: PropertyKey) => scopes.getStore()?.[key],
  set(key: PropertyKey, value: unknown) {
    if (invokeStore.isProtectedKey(key)) throw new Error(`${String(key)} belongs to Lambda`);
    const scope = scopes.getStore();
    if (scope === undefined) throw new Error("There is no invocation to keep this for");
    scope[key] = value;
  },
  isProtectedKey: (key: PropertyKey) => key === requestIdKey || key === traceIdKey,
  getRequestId: () => invokeStore.get(requestIdKey) ?? "-",
  getXRayTraceId: () => invokeStore.get(traceIdKey),
  getTenantId: () => undefined,
};

export function runInvocation<T>(ids: { requestId: string; traceId: string }, body: () => T): T {
  return scopes.run({ [requestIdKey]: ids.requestId, [traceIdKey]: ids.traceId }, body);
}

/**
 * Makes `process.env._X_AMZN_TRACE_ID` answer the trace of the invocation that asks. On AWS the runtime sets the
 * variable between invocations; with several at once in a process, the last one to start would own it.
 */
export function traceIdPerInvocation(): void {
  process.env = new Proxy(process.env, {
    get: (env, name) => (name === "_X_AMZN_TRACE_ID" ? invokeStore.getXRayTraceId() : Reflect.get(env, name)),
    set: (env, name, value) => Reflect.set(env, name, value),
  });
  syncBuiltinESMExports();
}
