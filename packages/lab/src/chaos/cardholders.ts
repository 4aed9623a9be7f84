import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { physicalName } from "@doorbuster/local/services/resources";
import { readOrders } from "../reconcile/places/orders.ts";
import { draw } from "./draw.ts";

/** What a cardholder does at the bank's page. Who wanders off comes back only when asked to. */
type Answer = "complete" | "fail" | "wanders off";

/** The same for the same order. */
export function answerOf(orderId: string, seed: number): Answer {
  const mood = draw(seed, `cardholder of ${orderId}`);
  return mood < 0.6 ? "complete" : mood < 0.8 ? "fail" : "wanders off";
}

/** Cardholders whose bank wants to see them: each answers once, when the bank's page can be reached. */
export class Cardholders {
  readonly #client: DynamoDBClient;
  readonly #seed: number;
  readonly #answered = new Set<string>();

  constructor(client: DynamoDBClient, seed: number) {
    this.#client = client;
    this.#seed = seed;
  }

  /** Lets everybody answer who is asked at the moment. Whom it cannot reach it leaves for the next time. */
  async answer(): Promise<void> {
    const orders = await readOrders(this.#client, physicalName("Orders")).catch(() => []);
    for (const { id, status, payment } of orders) {
      const answer = answerOf(id, this.#seed);
      if (status !== "pending" || payment.redirectUrl === undefined || answer === "wanders off") continue;
      if (this.#answered.has(id)) continue;
      if (await post(payment.redirectUrl, answer).catch(() => false)) this.#answered.add(id);
    }
  }
}

/** Presses one of the two buttons. The bank then sends the browser back to the shop, which has no site here. */
async function post(redirectUrl: string, outcome: "complete" | "fail"): Promise<boolean> {
  const { origin, pathname, searchParams } = new URL(redirectUrl);
  const response = await fetch(origin + pathname, {
    method: "POST",
    body: new URLSearchParams({ client_secret: searchParams.get("client_secret") ?? "", outcome }),
    redirect: "manual",
    signal: AbortSignal.timeout(10_000),
  });
  await response.body?.cancel();
  return response.status < 400;
}
