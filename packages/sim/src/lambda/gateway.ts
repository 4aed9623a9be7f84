import type { RequestContext } from "@doorbuster/api/trpc";
import type { Simulation } from "../simulation.ts";
import type { Lambda, Outcome } from "./lambda.ts";

/** What a caller of the API hears. */
export type Reply<T> =
  | { readonly kind: "answered"; readonly value: T }
  /** One of our own errors, by its code. */
  | { readonly kind: "refused"; readonly code: string; readonly details: Readonly<Record<string, unknown>> }
  /** A gateway's error or a broken connection: whatever was asked for may have been done, or may yet be. */
  | { readonly kind: "unheard" };

export type Call<Api, T> = (api: Api) => Promise<T>;

/** API Gateway in front of a router: its caller may be gone before the answer comes, while the function runs on. */
export class Gateway<Api> {
  readonly #simulation: Simulation;
  readonly #lambda: Lambda<(context: RequestContext) => Api>;

  constructor(simulation: Simulation, lambda: Lambda<(context: RequestContext) => Api>) {
    this.#simulation = simulation;
    this.#lambda = lambda;
  }

  async call<T>(
    context: Pick<RequestContext, "caller" | "readToken">,
    call: Call<Api, T>,
  ): Promise<Reply<T>> {
    const { scheduler, random, faults } = this.#simulation;
    const traceId = `1-00000000-${random.text(24)}`;
    await scheduler.sleep(random.whole(1, 20), "request arrives");
    const invoked = this.#lambda
      .invoke((api) => call(api({ ...context, traceId })))
      .then((outcome) => this.#replyOf(outcome));
    if (!faults.strikes("customerGone")) return invoked;
    const gone = scheduler
      .sleep(random.whole(1, 3_000), "the caller is gone")
      .then(() => ({ kind: "unheard" }) as const);
    return Promise.race([invoked, gone]);
  }

  #replyOf<T>(outcome: Outcome<T>): Reply<T> {
    switch (outcome.kind) {
      case "returned":
        return { kind: "answered", value: outcome.value };
      case "died":
        return { kind: "unheard" };
      case "failed": {
        const appError = appErrorIn(outcome.error);
        if (appError) return { kind: "refused", ...appError };
        if (!outcome.excused) {
          this.#simulation.violate(
            "nothing fails without a reason",
            `the API failed: ${describe(outcome.error)}`,
          );
        }
        return { kind: "unheard" };
      }
    }
  }
}

/** Our own error inside tRPC's, known by its shape. */
function appErrorIn(error: unknown): { code: string; details: Record<string, unknown> } | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error) || cause.name !== "AppError" || !("code" in cause)) return undefined;
  return {
    code: String(cause.code),
    details: "details" in cause ? (cause.details as Record<string, unknown>) : {},
  };
}

function describe(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
