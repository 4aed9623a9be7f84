import { createHmac } from "node:crypto";
import type { Payment, Step } from "@doorbuster/local/sandbox/payments/payment";
import type { Simulation } from "../simulation.ts";

/** A webhook as it arrives. */
export interface Webhook {
  readonly rawBody: string;
  readonly signature: string;
}

export const webhookSecret = "whsec_simulation";

/**
 * The provider's webhooks: late, twice, overtaking one another, or never. One that is refused comes again a few times.
 *
 * @param deliver answers whether it was accepted
 */
export function webhooks(
  simulation: Simulation,
  deliver: (webhook: Webhook) => Promise<boolean>,
): (step: Step) => void {
  const { scheduler, random, faults } = simulation;
  let events = 0;

  const send = async (rawBody: string, attempt: number): Promise<void> => {
    if (attempt > 3) return;
    const seconds = Math.floor(scheduler.now / 1000);
    const mac = createHmac("sha256", webhookSecret).update(`${seconds}.${rawBody}`).digest("hex");
    if (await deliver({ rawBody, signature: `t=${seconds},v1=${mac}` })) return;
    await scheduler.sleep(random.whole(1_000, 30_000), "webhook again");
    await send(rawBody, attempt + 1);
  };

  return ({ payment, event }) => {
    const rawBody = JSON.stringify(eventOf(payment, event, ++events, Math.floor(scheduler.now / 1000)));
    if (faults.strikes("webhookLost")) return;
    const copies = faults.strikes("redelivery") ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const delayMs = random.chance(0.5) ? random.whole(1, 200) : random.whole(200, 20_000);
      scheduler.after(delayMs, `webhook ${event} of ${payment.id}`, () => {
        send(rawBody, 1).catch((error: unknown) => simulation.fail(error));
      });
    }
  };
}

function eventOf({ id, metadata }: Payment, type: string, number: number, created: number) {
  const object = { id, object: "payment_intent", metadata };
  return { id: `evt_${number}`, object: "event", type, created, data: { object } };
}
