import type { Ledger } from "../payments/ledger.ts";
import { signatureHeader } from "./signature.ts";

/** Sends one signed event; resolves with whether the endpoint took it (2xx in time). Never rejects. */
export type Send = (body: string, signature: string) => Promise<boolean>;

interface Delivery {
  readonly id: string;
  readonly body: string;
  readonly attempts: number;
  readonly created: number;
}

/** As at Stripe in live mode, an event is tried for three days. */
const giveUpAfterMs = 3 * 24 * 3_600_000;
const atOnce = 8;

/** Waits 1 s after the first failure, then twice as long each time, up to five minutes. */
export function backOffMs(attempts: number): number {
  return Math.min(1000 * 2 ** (attempts - 1), 300_000);
}

/**
 * Delivers events to the webhook endpoint, at least once and in no promised order. The queue is a table that is written
 * with the event, so neither a crash of the sandbox nor an endpoint that is down loses one.
 */
export class Deliveries {
  readonly #ledger: Ledger;
  readonly #secrets: readonly string[];
  readonly #now: () => number;
  readonly #send: Send;
  readonly #again: () => boolean;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #woken = false;
  #closed = false;

  /** @param again asked once an event was taken at its first try: whether to deliver it a second time all the same */
  constructor(
    ledger: Ledger,
    secrets: readonly string[],
    now: () => number,
    send: Send,
    again: () => boolean = () => false,
  ) {
    this.#ledger = ledger;
    this.#secrets = secrets;
    this.#now = now;
    this.#send = send;
    this.#again = again;
  }

  /** Looks for events that are due. Call it after every write; it is cheap when there is nothing to do. */
  wake(): void {
    if (this.#closed) return;
    this.#woken = true;
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#woken && !this.#closed) {
      this.#woken = false;
      const due = await this.#due();
      await Promise.all(due.map((delivery) => this.#deliver(delivery)));
      if (due.length > 0) this.#woken = true;
    }
    this.#wakeWhenDue();
  }

  #due(): Promise<Delivery[]> {
    const sql = `select e.id, e.record as body, e.created, d.attempts from deliveries d join events e on e.id = d.event_id
      where d.due_ms <= ? order by d.due_ms limit ${atOnce}`;
    return this.#ledger.read(() => this.#ledger.statement(sql).all(this.#now()) as unknown as Delivery[]);
  }

  async #deliver({ id, body, attempts, created }: Delivery): Promise<void> {
    const seconds = Math.floor(this.#now() / 1000);
    const taken = await this.#send(body, signatureHeader(body, this.#secrets, seconds));
    const repeated = taken && attempts === 0 && this.#again();
    const over = (taken && !repeated) || this.#now() - created * 1000 > giveUpAfterMs;
    await this.#ledger.write(() =>
      over
        ? this.#ledger.statement("delete from deliveries where event_id = ?").run(id)
        : this.#ledger
            .statement("update deliveries set attempts = ?, due_ms = ? where event_id = ?")
            .run(attempts + 1, this.#now() + backOffMs(attempts + 1), id),
    );
  }

  #wakeWhenDue(): void {
    if (this.#closed) return;
    const next = this.#ledger.statement("select min(due_ms) as due from deliveries").get()?.["due"];
    clearTimeout(this.#timer);
    if (typeof next !== "number") return;
    this.#timer = setTimeout(() => this.wake(), Math.max(next - this.#now(), 0)).unref();
  }
}

/** @param timeoutMs how long the endpoint may take to answer */
export function sendTo(url: string, timeoutMs = 10_000): Send {
  return async (body, signature) => {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json; charset=utf-8", "stripe-signature": signature },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false; // unreachable or too slow: it is tried again
    }
  };
}
