import { Money } from "@doorbuster/web/components/money";
import type { Totals } from "@doorbuster/core/catalog/price";

export function TotalsList({ totals }: { readonly totals: Totals }) {
  return (
    <dl className="flex flex-col gap-1.5 border-t border-line pt-4">
      <Row name="Items" value={<Money value={totals.items} />} />
      <Row
        name="Delivery"
        value={totals.shipping.amount === 0 ? "Free" : <Money value={totals.shipping} />}
      />
      <Row name="VAT" value={<Money value={totals.tax} />} />
      <div className="mt-2 flex items-baseline justify-between border-t border-line pt-3">
        <dt className="font-semibold">Total</dt>
        <dd className="text-2xl font-semibold tracking-tight">
          <Money value={totals.total} />
        </dd>
      </div>
    </dl>
  );
}

function Row({ name, value }: { readonly name: string; readonly value: React.ReactNode }) {
  return (
    <div className="flex items-baseline justify-between">
      <dt className="text-ink-muted">{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
