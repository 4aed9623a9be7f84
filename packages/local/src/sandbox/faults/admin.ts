import * as z from "zod";
import {
  json,
  type HttpAnswer,
  type HttpHandler,
  type HttpRequest,
  type Route,
} from "../../service-kit/http.ts";
import { faultsSchema, type FaultRules } from "./rules.ts";

/**
 * The switch for stage-wide faults. Not an address of Stripe's, and for whoever sits at this machine alone: the sandbox
 * listens on 127.0.0.1, a page of another site cannot send JSON without being asked first, and a name that was bent to
 * 127.0.0.1 is refused by its `Host`.
 *
 *     PUT    /sandbox/faults   {"seed": 7, "rules": [{"fault": "timeoutAfter", "probability": 0.1, "seconds": 60}]}
 *     GET    /sandbox/faults   what is set, and how often each rule has struck
 *     DELETE /sandbox/faults   all is well again
 *
 * Each answers with what is set then, or with `{"error": {"code", "message", "field"?}}`.
 */
export function faultRoutes(faults: FaultRules): Route<HttpHandler>[] {
  const path = "/sandbox/faults";
  const local = (handler: (request: HttpRequest) => HttpAnswer) => (request: HttpRequest) =>
    isLocal(request.headers.host) ? handler(request) : refused(403, "not_local", "Ask at localhost.");
  const show = () => json(200, faults.status());
  return [
    { method: "GET", path, handler: local(show) },
    {
      method: "PUT",
      path,
      handler: local((request) => {
        const asked = read(request);
        if ("status" in asked) return asked;
        faults.set(asked);
        return show();
      }),
    },
    {
      method: "DELETE",
      path,
      handler: local(() => {
        faults.clear();
        return show();
      }),
    },
  ];
}

function read({ headers, body }: HttpRequest): z.output<typeof faultsSchema> | HttpAnswer {
  if (!headers["content-type"]?.startsWith("application/json")) {
    return refused(415, "not_json", "Send application/json.");
  }
  const parsed = z.safeParse(faultsSchema, parseJson(body.toString()));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys : [];
  const field = [...(issue?.path ?? []), ...unknown.slice(0, 1)].join(".");
  return refused(400, "invalid_faults", issue?.message ?? "These are no faults.", field);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refused(status: number, code: string, message: string, field?: string): HttpAnswer {
  return json(status, { error: { code, message, ...(field ? { field } : {}) } });
}

function isLocal(host = ""): boolean {
  return /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host);
}
