import { appCodes } from "@doorbuster/core/errors";
import * as z from "zod";

/** A shop that has not answered in this time is not up, whatever it would say. Longer than any call may take. */
const timeoutMs = 30_000;

/** One HTTP request as a stranger makes it: redirects are shown, not followed. */
export function ask(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { redirect: "manual", signal: AbortSignal.timeout(timeoutMs), ...init }).catch(
    (error: unknown) => {
      throw new Error(`${url}: ${reasonOf(error)}`, { cause: error });
    },
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** The API's refusals, whether a function or the gateway makes them. */
const refusalSchema = z.object({
  error: z.object({
    message: z.string(),
    data: z.object({
      httpStatus: z.int(),
      appCode: z.enum(appCodes),
      details: z.record(z.string(), z.unknown()),
    }),
  }),
});

export type Refusal = z.infer<typeof refusalSchema>["error"]["data"] & { readonly message: string };

/** @throws Error when it is not a refusal in the API's shape */
export async function refusalIn(response: Response): Promise<Refusal> {
  const text = await response.text();
  const parsed = refusalSchema.safeParse(jsonIn(text));
  if (!parsed.success) {
    throw new Error(`${response.url} answered ${response.status} in another shape: ${text.slice(0, 200)}`);
  }
  const { message, data } = parsed.data.error;
  if (data.httpStatus !== response.status) {
    throw new Error(`${response.url} answered ${response.status} and wrote ${data.httpStatus}`);
  }
  return { message, ...data };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The public API by its HTTP contract, and nothing of its code. */
export interface ShopApi {
  query<T>(
    path: string,
    input: unknown,
    schema: z.ZodType<T>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<T>;
  mutate<T>(path: string, input: unknown, schema: z.ZodType<T>): Promise<T>;
}

/** @param base where `/trpc` is: the storefront's own origin, or API Gateway */
export function shopApi(base: string): ShopApi {
  return {
    query: (path, input, schema, headers = {}) => {
      const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
      return resultOf(ask(`${base}/trpc/${path}${query}`, { headers }), schema);
    },
    mutate: (path, input, schema) =>
      resultOf(
        ask(`${base}/trpc/${path}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(input),
        }),
        schema,
      ),
  };
}

async function resultOf<T>(asked: Promise<Response>, schema: z.ZodType<T>): Promise<T> {
  const response = await asked;
  if (!response.ok) {
    const { appCode, message } = await refusalIn(response);
    throw new Error(`${new URL(response.url).pathname} answered ${appCode}: ${message}`);
  }
  return z.object({ result: z.object({ data: schema }) }).parse(await response.json()).result.data;
}
