import { times } from "@doorbuster/core/money/money";
import { Money } from "@doorbuster/web/components/money";
import { Time } from "@doorbuster/web/components/time";
import type { ReactNode } from "react";
import type { Answers } from "../shell/api.ts";
import { Facts, Panel } from "../shell/panel.tsx";
import { paymentWords, refundWords } from "./words.ts";

export type OrderDetail = Answers["orders"]["get"];

const numberClass = "py-2 pl-3 text-right tabular-nums";

export function LinesPanel({ order }: { readonly order: OrderDetail }) {
  const { items, tax, shipping, total } = order.totals;
  return (
    <Panel title="Lines" aside={`${order.lines.length} SKU${order.lines.length === 1 ? "" : "s"}`}>
      <div className="overflow-x-auto px-4 pb-3">
        <table className="w-full">
          <thead className="border-b border-line text-ink-muted">
            <tr>
              <th className="py-2 text-left font-medium">Product</th>
              <th className={`${numberClass} font-medium`}>Units</th>
              <th className={`${numberClass} font-medium max-sm:hidden`}>Each</th>
              <th className={`${numberClass} font-medium`}>Amount</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {order.lines.map((line) => (
              <tr key={line.sku}>
                <td className="py-2">
                  {line.name}
                  <span className="block identifier text-ink-muted">{line.sku}</span>
                </td>
                <td className={numberClass}>{line.quantity.toLocaleString("en-GB")}</td>
                <td className={`${numberClass} max-sm:hidden`}>
                  <Money value={line.unitPrice} />
                </td>
                <td className={numberClass}>
                  <Money value={times(line.unitPrice, line.quantity)} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot className="border-t border-line">
            <SumRow name="Items" value={<Money value={items} />} />
            <SumRow name="Tax" value={<Money value={tax} />} />
            <SumRow name="Shipping" value={<Money value={shipping} />} />
            <SumRow name="Total" value={<Money value={total} />} strong />
          </tfoot>
        </table>
      </div>
    </Panel>
  );
}

function SumRow({ name, value, strong = false }: { name: string; value: ReactNode; strong?: boolean }) {
  return (
    <tr className={strong ? "text-base font-semibold" : "text-ink-muted"}>
      <th scope="row" className={`py-1 text-left ${strong ? "font-semibold" : "font-normal"}`}>
        {name}
      </th>
      <td colSpan={3} className="py-1 text-right">
        {value}
      </td>
    </tr>
  );
}

export function PaymentPanel({ order: { payment, ...order } }: { readonly order: OrderDetail }) {
  return (
    <Panel title="Payment">
      <Facts
        facts={[
          ["State", paymentWords[payment.state]],
          ["Amount", <Money key="amount" value={order.totals.total} />],
          ["Provider id", payment.paymentId ? <Code key="id">{payment.paymentId}</Code> : "None yet"],
          ["Attempt", payment.attempt],
          ...fact("Decline code", payment.declineCode && <Code>{payment.declineCode}</Code>),
          ...fact("Confirmed", order.confirmedAt && <Time value={order.confirmedAt} format="dateTime" />),
          ...fact(
            "Reserved until",
            order.status === "pending" && <Time value={order.expiresAt} format="dateTime" />,
          ),
          ...fact("Reason", order.reason),
          ...order.refunds.map(
            (refund) => [refundWords[refund.state], <Refunded key={refund.id} refund={refund} />] as const,
          ),
        ]}
      />
    </Panel>
  );
}

function Refunded({ refund }: { readonly refund: OrderDetail["refunds"][number] }) {
  return (
    <>
      <Money value={refund.amount} />
      <span className="block text-ink-muted">{refund.reason}</span>
    </>
  );
}

export function CustomerPanel({
  order: { contact, shippingAddress, shipment, guest, erasedAt },
}: {
  readonly order: OrderDetail;
}) {
  const { name, line1, line2, city, postalCode, country } = shippingAddress;
  const town = [city, postalCode].filter(Boolean).join(" ");
  return (
    <Panel title="Customer" aside={guest ? "Guest" : "Signed in"}>
      <Facts
        facts={[
          ...fact("Erased", erasedAt && <Time value={erasedAt} format="dateTime" />),
          ...fact("E-mail", contact.email),
          ...fact("Phone", contact.phone),
          [
            erasedAt ? "Country" : "Ship to",
            <address key="address" className="not-italic">
              {[name, line1, line2, town, country].filter(Boolean).map((line, index) => (
                <span key={index} className="block">
                  {line}
                </span>
              ))}
            </address>,
          ],
          ...fact(
            "Sent with",
            shipment && (
              <>
                {shipment.carrier} <Code>{shipment.trackingNumber}</Code>
              </>
            ),
          ),
        ]}
      />
    </Panel>
  );
}

export function Code({ children }: { readonly children: ReactNode }) {
  return <span className="identifier break-all">{children}</span>;
}

/** A fact that is left out when there is nothing to say. */
function fact(name: string, value: ReactNode): (readonly [string, ReactNode])[] {
  return value ? [[name, value]] : [];
}
