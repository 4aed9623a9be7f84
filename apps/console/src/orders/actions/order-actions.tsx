"use client";

import { Button } from "@doorbuster/web/components/button";
import { TextField } from "@doorbuster/web/components/field";
import { formatMoney } from "@doorbuster/web/format/money";
import { refusal, type MoveName } from "@doorbuster/core/order/lifecycle";
import { shipmentSchema } from "@doorbuster/core/order/order";
import { useMutation } from "@tanstack/react-query";
import * as z from "zod";
import { ActionDialog } from "../../shell/action-dialog.tsx";
import { useTRPC } from "../../shell/api.ts";
import { ReasonField, reasonSchema } from "../../shell/reason-field.tsx";
import { useMay } from "../../shell/use-may.ts";
import type { OrderDetail } from "../order-panels.tsx";
import { amountSchema, typed } from "./amount.ts";
import { PersonActions } from "./person-actions.tsx";
import { useRefresh } from "./use-refresh.ts";

/** What can be done with an order now, by the lifecycle and by one's role; nothing at all is shown as nothing. */
export function OrderActions({ order }: { readonly order: OrderDetail }) {
  const mayAct = useMay("ops.orders.ship");
  const mayErase = useMay("ops.privacy.erase");
  if (!mayAct) return null;
  const can = (move: MoveName) => refusal(order, move) === undefined;
  return (
    <div className="flex flex-wrap gap-2">
      {can("ship") && order.payment.state !== "authorized" && <Ship order={order} />}
      {can("deliver") && <Deliver order={order} />}
      {can("requestRefund") && order.status !== "cancelled" && order.refundable.amount > 0 && (
        <Refund order={order} />
      )}
      {(can("cancel") || can("abandon")) && <Cancel order={order} />}
      {mayErase && order.erasedAt === undefined && <PersonActions order={order} />}
    </div>
  );
}

function Ship({ order }: { readonly order: OrderDetail }) {
  const trpc = useTRPC();
  const ship = useMutation(trpc.ops.orders.ship.mutationOptions({ onSuccess: useRefresh() }));
  return (
    <ActionDialog
      title="Ship this order"
      description="The customer is told, with the tracking number."
      trigger={<Button variant="primary">Ship</Button>}
      schema={shipmentSchema}
      fields={(errors) => (
        <>
          <TextField
            label="Carrier"
            name="carrier"
            autoComplete="off"
            maxLength={40}
            error={errors.carrier}
          />
          <TextField
            label="Tracking number"
            name="trackingNumber"
            autoComplete="off"
            maxLength={40}
            error={errors.trackingNumber}
          />
        </>
      )}
      submitLabel="Ship"
      act={(shipment) => ship.mutateAsync({ orderId: order.id, shipment })}
      refusedTitle="Not shipped"
    />
  );
}

const nothing = z.object({});

function Deliver({ order }: { readonly order: OrderDetail }) {
  const trpc = useTRPC();
  const deliver = useMutation(trpc.ops.orders.deliver.mutationOptions({ onSuccess: useRefresh() }));
  return (
    <ActionDialog
      title="Has it arrived?"
      description="Say so when the carrier does. The customer is told."
      trigger={<Button variant="primary">Mark as delivered</Button>}
      schema={nothing}
      fields={() => null}
      submitLabel="It has arrived"
      act={() => deliver.mutateAsync({ orderId: order.id })}
      refusedTitle="Not marked as delivered"
    />
  );
}

function Refund({ order }: { readonly order: OrderDetail }) {
  const trpc = useTRPC();
  const refund = useMutation(trpc.ops.orders.refund.mutationOptions({ onSuccess: useRefresh() }));
  const left = order.refundable;
  return (
    <ActionDialog
      title="Refund"
      description={`${formatMoney(left)} can be given back. The goods stay with the customer.`}
      trigger={<Button>Refund</Button>}
      schema={z.object({ amount: amountSchema(left), reason: reasonSchema })}
      fields={(errors) => (
        <>
          <TextField
            label={`Amount in ${left.currency}`}
            name="amount"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={typed(left)}
            error={errors.amount}
          />
          <ReasonField error={errors.reason} />
        </>
      )}
      submitLabel="Refund"
      act={({ amount, reason }, idempotencyKey) =>
        refund.mutateAsync({ orderId: order.id, amount, reason, idempotencyKey })
      }
      refusedTitle="Nothing was refunded"
    />
  );
}

function Cancel({ order }: { readonly order: OrderDetail }) {
  const trpc = useTRPC();
  const cancel = useMutation(trpc.ops.orders.cancel.mutationOptions({ onSuccess: useRefresh() }));
  return (
    <ActionDialog
      title="Cancel this order"
      description="Its units go back on sale and its money goes back to the customer, who is told."
      trigger={<Button>Cancel order</Button>}
      schema={z.object({ reason: reasonSchema })}
      fields={(errors) => <ReasonField error={errors.reason} />}
      submitLabel="Cancel order"
      act={({ reason }) => cancel.mutateAsync({ orderId: order.id, reason })}
      refusedTitle="Not cancelled"
    />
  );
}
