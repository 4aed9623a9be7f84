import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { stripeApi } from "./api/api.ts";
import type { SandboxContext } from "./api/endpoint.ts";
import { authenticate, type ApiKeys } from "./api/keys.ts";
import { StripeError } from "./api/errors.ts";
import { challenge } from "./challenge.ts";
import { faultRoutes } from "./faults/admin.ts";
import { FaultRules } from "./faults/rules.ts";
import { fieldsRoutes } from "./fields/fields.ts";
import { frontPage } from "./front-page.ts";
import { Ledger } from "./payments/ledger.ts";
import { ledgerReport } from "./payments/report.ts";
import {
  json,
  listen,
  router,
  text,
  type HttpAnswer,
  type HttpHandler,
  type HttpRequest,
  type Route,
} from "../service-kit/http.ts";
import { Deliveries, sendTo } from "./webhooks/deliveries.ts";

export interface SandboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Holds `sandbox.db`; made when missing. */
  readonly dataDir: string;
  /** For servers. */
  readonly secretKey: string;
  /** For the hosted fields; it is public. */
  readonly publishableKey?: string;
  /** Where browsers reach the sandbox: `http://localhost:PORT` unless told. */
  readonly publicUrl?: string;
  /** Origins whose pages may hold the card fields; `:*` stands for any port. */
  readonly hostOrigins?: readonly string[];
  /** Gets events, signed with every secret. Without it they are only listed. */
  readonly webhook?: {
    readonly url: string;
    readonly secrets: readonly string[];
    /** The types that it wants; every type unless told. */
    readonly events?: readonly string[];
    /** How long after the event it is sent. At Stripe that is seconds, and never before the answer to the request. */
    readonly afterMs?: number;
  };
  readonly now?: () => number;
}

export interface Sandbox {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const maxBodyBytes = 256 * 1024;
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * The payment provider of the laptop edition: the part of Stripe's API that the shop uses, the hosted card fields, the
 * page of 3-D Secure, and a ledger that is on disk before anything is answered.
 *
 * It misbehaves by order: `faults/catalogue.ts` says how, `cards/behaviours.ts` which cards and amounts do so by
 * themselves, and `faults/admin.ts` how to switch it on for everybody.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const now = options.now ?? Date.now;
  const ledger = new Ledger(join(options.dataDir, "sandbox.db"), now);
  const closing = new AbortController();
  const keys: ApiKeys = {
    secret: options.secretKey,
    publishable: options.publishableKey ?? "pk_test_doorbuster",
  };
  let publicUrl = options.publicUrl ?? "";
  const context: SandboxContext = {
    ledger,
    now,
    newId,
    get publicUrl() {
      return publicUrl;
    },
    webhookAfterMs: (type) => {
      if (!options.webhook) return undefined;
      const { events, afterMs = 0 } = options.webhook;
      return events === undefined || events.includes(type) ? afterMs : undefined;
    },
    faults: new FaultRules(now),
    sleep: (ms) => delay(ms, undefined, { signal: closing.signal }).catch(() => undefined),
  };
  const deliveries =
    options.webhook &&
    new Deliveries(ledger, options.webhook.secrets, now, sendTo(options.webhook.url), () =>
      context.faults.again(),
    );
  const handler = sandboxHandler(context, keys, options.hostOrigins);

  const service = await listen(
    async (request) => {
      const answer = await handler(request);
      if (request.method === "POST") deliveries?.wake();
      return answer;
    },
    { port: options.port, maxBodyBytes },
  ).catch((error: unknown) => {
    ledger.close();
    throw error;
  });
  publicUrl ||= `http://localhost:${service.port}`;
  deliveries?.wake();
  return {
    url: publicUrl,
    port: service.port,
    async close() {
      closing.abort();
      await service.close();
      await deliveries?.close();
      ledger.close();
    },
  };
}

function sandboxHandler(
  context: SandboxContext,
  keys: ApiKeys,
  hostOrigins: readonly string[] = ["http://localhost:*", "http://127.0.0.1:*"],
): HttpHandler {
  const api = stripeApi(context, keys);
  const routes: Route<HttpHandler>[] = [
    {
      method: "GET",
      path: "/",
      handler: () => context.ledger.read(() => frontPage(context.ledger, context.faults.status().rules)),
    },
    {
      method: "GET",
      path: "/sandbox/ledger",
      handler: (request) => ledgerAnswer(context.ledger, keys, request),
    },
    { method: "GET", path: "/authenticate/:id", handler: (request) => challenge(context, request) },
    { method: "POST", path: "/authenticate/:id", handler: (request) => challenge(context, request) },
    ...faultRoutes(context.faults),
    ...fieldsRoutes({ publishableKey: keys.publishable, hostOrigins }),
  ];
  const find = router(routes);
  return async (request) => {
    if (request.path.startsWith("/v1/")) return api(request);
    const match = find(request.method, request.path);
    return match ? match.handler(request) : text(404, "not found");
  };
}

/** `GET /sandbox/ledger?limit=1000&after=0`: the truth that others are reconciled with. Not an address of Stripe's. */
async function ledgerAnswer(
  ledger: Ledger,
  keys: ApiKeys,
  { headers, query }: HttpRequest,
): Promise<HttpAnswer> {
  try {
    authenticate(headers, keys, "secret");
  } catch (error) {
    if (error instanceof StripeError) return json(error.status, { error: error.body });
    throw error;
  }
  const numberIn = (name: string, fallback: number) => Number(query.get(name) ?? fallback);
  const limit = numberIn("limit", 1000);
  const after = numberIn("after", 0);
  if (!Number.isInteger(limit) || limit < 0 || limit > 10_000 || !Number.isInteger(after)) {
    return text(400, "limit is a number from 0 to 10,000, after the `next` of another answer");
  }
  return json(200, await ledger.read(() => ledgerReport(ledger, after, limit)));
}

/** `prefix_` and 24 characters, 142 bits of chance. */
function newId(prefix: string): string {
  let id = "";
  // 248 is the largest multiple of 62 in a byte: what lies above would favour the alphabet's beginning.
  while (id.length < 24) for (const byte of randomBytes(32)) if (byte < 248) id += alphabet[byte % 62];
  return `${prefix}_${id.slice(0, 24)}`;
}
