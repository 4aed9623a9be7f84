import { idempotencyKeyOf, type PlannedCheckout } from "./checkouts.ts";
import type { CheckoutClient, Outcome } from "./client.ts";
import type { Customers } from "../access/customers.ts";
import { drive, type DriveOptions } from "./drive.ts";

export interface Placed {
  /** How each checkout ended, by invoice number. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** From sending a checkout to the answer that it is confirmed, with every time it had to ask again. */
  readonly confirmMs: readonly number[];
  readonly elapsedMs: number;
}

/** Sends every checkout of a run and notes the answers. @param onAnswer called after each */
export async function placeAll(
  checkouts: readonly PlannedCheckout[],
  deps: DriveOptions & {
    readonly run: string;
    readonly client: CheckoutClient;
    readonly customers: Customers;
    readonly onAnswer: (answered: number) => void;
  },
): Promise<Placed> {
  const { run, client, customers, clock, onAnswer } = deps;
  const outcomes = new Map<string, Outcome>();
  const confirmMs: number[] = [];
  const startedAt = clock.now();
  const place = async ({ invoice, customerId, request }: PlannedCheckout) => {
    const token = customerId === undefined ? undefined : await customers.tokenFor(customerId);
    const sentAt = clock.now();
    const outcome = await client.place(request, (attempt) => idempotencyKeyOf(run, invoice, attempt), token);
    if (outcome.kind === "order" && outcome.status === "confirmed") confirmMs.push(clock.now() - sentAt);
    outcomes.set(invoice, outcome);
    onAnswer(outcomes.size);
  };
  await drive(checkouts, place, deps);
  return { outcomes, confirmMs, elapsedMs: clock.now() - startedAt };
}
