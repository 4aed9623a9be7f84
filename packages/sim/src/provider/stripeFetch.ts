import type { Process } from "../lambda/process.ts";
import type { SeededRandom } from "../scheduler/random.ts";
import type { StripeRequest, StripeResponse, StripeServer } from "./stripeServer.ts";

/** What an exchange with the provider comes to, beside the ordinary answer. */
type Trouble =
  | { readonly kind: "silence"; readonly acts: boolean }
  | { readonly kind: "closed"; readonly acts: boolean; readonly code: "ECONNRESET" | "ECONNREFUSED" }
  /** `kept`: the answer stands under the idempotency key, as Stripe keeps a 500 of a request that had begun. */
  | { readonly kind: "status"; readonly acts: boolean; readonly status: number; readonly kept: boolean };

/** `fetch` as the payment adapter's process sees it, with the provider behind it and trouble in between. */
export function stripeFetch(process: Process, server: StripeServer): typeof fetch {
  const { scheduler, faults, random, trace } = process.simulation;
  return (url, init = {}) =>
    new Promise<Response>((resolve, reject) => {
      const request = requestOf(url, init);
      init.signal?.addEventListener("abort", () =>
        process.resume(() => reject(init.signal?.reason as Error)),
      );
      const latencyMs = faults.strikes("slow") ? random.whole(500, 12_000) : random.whole(20, 300);
      const label = `${process.name} ${request.method} ${request.path} ${request.idempotencyKey ?? ""}`;
      scheduler.after(latencyMs, label, () => {
        if (!process.reaches()) return;
        const crash = !process.isDead && faults.strikes("crash");
        if (crash && random.chance(0.5)) return process.kill("dies before it");
        const trouble = troubleOf(process, random);
        if (trouble) trace.note(`${trouble.kind}, ${trouble.acts ? "and it acted" : "without effect"}`);
        const answer = trouble?.acts === false ? undefined : server.handle(request);
        if (answer)
          trace.note(`${answer.status} ${statusOf(answer.body)}${answer.replayed ? " replayed" : ""}`);
        if (crash) return process.kill("dies after it");
        if (trouble) process.mishaps.faults++;
        process.resume(() => deliver(trouble, request, answer, server, { resolve, reject }));
      });
    });
}

function deliver(
  trouble: Trouble | undefined,
  request: StripeRequest,
  answer: StripeResponse | undefined,
  server: StripeServer,
  { resolve, reject }: { resolve: (response: Response) => void; reject: (error: Error) => void },
): void {
  if (trouble?.kind === "silence") return;
  if (trouble?.kind === "closed") {
    return reject(
      new TypeError("fetch failed", {
        cause: Object.assign(new Error(trouble.code), { code: trouble.code }),
      }),
    );
  }
  if (trouble) {
    const refusal = {
      status: trouble.status,
      body: { error: { type: "api_error", message: "Something went wrong." } },
    };
    if (trouble.kept) server.remember(request, refusal);
    return resolve(responseOf({ ...refusal, replayed: false }));
  }
  if (answer) resolve(responseOf(answer));
}

function troubleOf({ simulation: { faults } }: Process, random: SeededRandom): Trouble | undefined {
  if (faults.strikes("paymentDown")) return { kind: "closed", acts: false, code: "ECONNREFUSED" };
  if (faults.strikes("paymentTimeout")) return { kind: "silence", acts: random.chance(0.5) };
  if (!faults.strikes("paymentError")) return undefined;
  return random.pick<Trouble>([
    { kind: "closed", acts: true, code: "ECONNRESET" },
    { kind: "closed", acts: false, code: "ECONNRESET" },
    { kind: "status", acts: false, status: 500, kept: false },
    { kind: "status", acts: true, status: 500, kept: false },
    { kind: "status", acts: true, status: 500, kept: true },
    { kind: "status", acts: false, status: 500, kept: true },
    { kind: "status", acts: false, status: 409, kept: false },
    { kind: "status", acts: false, status: 429, kept: false },
  ]);
}

function requestOf(
  url: Parameters<typeof fetch>[0],
  { method = "GET", headers, body }: RequestInit,
): StripeRequest {
  const { pathname, search } = new URL(url instanceof Request ? url.url : url);
  const key = new Headers(headers).get("idempotency-key");
  return {
    method,
    path: `${pathname}${search}`,
    form: new URLSearchParams(typeof body === "string" ? body : ""),
    idempotencyKey: key ?? undefined,
  };
}

/** What of a response the adapter looks at. A real one reads its body in its own time. */
function responseOf({ status, body, replayed }: StripeResponse): Response {
  const headers = new Headers({
    "request-id": "req_sim",
    ...(replayed && { "idempotent-replayed": "true" }),
  });
  return { status, headers, text: async () => JSON.stringify(body) } as unknown as Response;
}

const statusOf = (body: object) => ("status" in body ? String(body.status) : "error" in body ? "error" : "");
