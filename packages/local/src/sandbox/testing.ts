import Stripe from "stripe";
import { startServiceProcess, temporaryFolder, type ServiceProcess } from "../service-kit/testing.ts";
import { startSandbox, type Sandbox } from "./sandbox.ts";

/** A real sandbox process for tests, and the real SDK to speak with it. */
export interface SandboxProcess extends ServiceProcess {
  readonly stripe: Stripe;
}

export const secretKey = "sk_test_for_tests_only";

export async function startSandboxProcess(
  options: { readonly dataDir?: string; readonly args?: readonly string[] } = {},
): Promise<SandboxProcess> {
  const service = await startServiceProcess(new URL("main.ts", import.meta.url), {
    ...options,
    env: { SANDBOX_SECRET_KEY: secretKey },
  });
  return { ...service, stripe: stripeClient(service.url) };
}

/** A sandbox in this process whose clock only goes on when it is told to. Stop it with `close`. */
export async function startSandboxWithClock() {
  const clock = { ms: Date.now() };
  const options = { port: 0, dataDir: temporaryFolder(), secretKey, now: () => clock.ms };
  let sandbox: Sandbox = await startSandbox(options);
  return {
    clock,
    get url() {
      return sandbox.url;
    },
    get stripe() {
      return stripeClient(sandbox.url);
    },
    /** Ends it and starts another one on the same data. */
    async restart() {
      await sandbox.close();
      sandbox = await startSandbox(options);
    },
    close: () => sandbox.close(),
  };
}

export function stripeClient(url: string, key = secretKey): Stripe {
  return new Stripe(key, {
    host: "127.0.0.1",
    port: new URL(url).port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** What the adapter sends for an order, too. */
export const authorization = {
  amount: 1234,
  currency: "gbp",
  payment_method: "pm_card_visa",
  confirm: true,
  capture_method: "manual",
  return_url: "http://localhost:3000/orders/ord_1",
  metadata: { order_id: "ord_1", stage: "test" },
} as const satisfies Stripe.PaymentIntentCreateParams;

/** The error that a refused request rejects with. */
export async function refusal(
  request: Promise<unknown>,
): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  try {
    await request;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error("the request was not refused");
}
