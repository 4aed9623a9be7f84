import { Money } from "@doorbuster/web/components/money";
import type { Order } from "../api/outputs.ts";

const words: Record<Order["refunds"][number]["state"], string> = {
  requested: "Refund on its way",
  done: "Refunded",
  failed: "Refund did not go through",
};

/** What goes back, under the total it goes back from. */
export function Refunds({ refunds }: Pick<Order, "refunds">) {
  if (refunds.length === 0) return null;
  return (
    <dl className="grid gap-2 border-t border-line pt-4 text-sm">
      {refunds.map(({ amount, state }, index) => (
        <div key={index} className="flex justify-between gap-4">
          <dt className="text-ink-muted">{words[state]}</dt>
          <dd>
            <Money value={amount} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
