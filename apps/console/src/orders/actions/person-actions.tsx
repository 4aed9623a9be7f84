"use client";

import { erasureReasonSchema, type ErasureReason } from "@doorbuster/core/order/erase";
import { Button } from "@doorbuster/web/components/button";
import { SelectField, TextField } from "@doorbuster/web/components/field";
import { useMutation } from "@tanstack/react-query";
import * as z from "zod";
import { ActionDialog } from "../../shell/action-dialog.tsx";
import { useTRPC } from "../../shell/api.ts";
import type { OrderDetail } from "../order-panels.tsx";
import { saveJson } from "./save-json.ts";
import { useRefresh } from "./use-refresh.ts";

interface OfOrder {
  readonly order: Pick<OrderDetail, "id" | "guest">;
}

const scopeSchema = z.enum(["order", "customer"]);

/** What a person may ask for about their own data: to have it, and to be forgotten. */
export function PersonActions({ order }: OfOrder) {
  return (
    <>
      <Collect order={order} />
      <Erase order={order} />
    </>
  );
}

function ScopeField({ guest }: { readonly guest: boolean }) {
  return (
    <SelectField label="Which orders" name="scope" defaultValue="order">
      <option value="order">This one</option>
      <option value="customer">
        {guest ? "All guests' with this e-mail address" : "All of this account"}
      </option>
    </SelectField>
  );
}

function Collect({ order: { id: orderId, guest } }: OfOrder) {
  const trpc = useTRPC();
  const collect = useMutation(
    trpc.ops.privacy.collect.mutationOptions({
      gcTime: 0, // it is the customer's, and nothing that a page should keep
      onSuccess: useRefresh(),
    }),
  );
  return (
    <ActionDialog
      title="Collect personal data"
      description="A file with everything that is known of the customer, for them alone. Make sure that you know who asks."
      trigger={<Button>Collect data</Button>}
      schema={z.object({ scope: scopeSchema })}
      fields={() => <ScopeField guest={guest} />}
      submitLabel="Save the file"
      act={async ({ scope }) => {
        saveJson(`personal-data-${orderId}.json`, await collect.mutateAsync({ orderId, scope }));
      }}
      refusedTitle="Nothing was collected"
    />
  );
}

const reasonWords: Record<ErasureReason, string> = {
  "asked for by the person": "The person asked for it",
  "no longer needed": "It is no longer needed",
  "test order": "It was a test order",
};

const eraseSchema = z.object({
  scope: scopeSchema,
  reason: erasureReasonSchema,
  sure: z.string().trim().toLowerCase().pipe(z.literal("erase", "Type the word erase")),
});

function Erase({ order: { id: orderId, guest } }: OfOrder) {
  const trpc = useTRPC();
  const erase = useMutation(trpc.ops.privacy.erase.mutationOptions({ onSuccess: useRefresh() }));
  return (
    <ActionDialog
      title="Erase personal data"
      description="Name, address, e-mail, telephone and wishes go for good; amounts and products stay for the books. Nothing brings them back."
      trigger={<Button>Erase data</Button>}
      schema={eraseSchema}
      fields={(errors) => (
        <>
          <ScopeField guest={guest} />
          <SelectField label="Reason" name="reason" hint="Kept with your name and the time.">
            {erasureReasonSchema.options.map((reason) => (
              <option key={reason} value={reason}>
                {reasonWords[reason]}
              </option>
            ))}
          </SelectField>
          <TextField label="To confirm, type erase" name="sure" autoComplete="off" error={errors.sure} />
        </>
      )}
      submitLabel="Erase for good"
      act={({ scope, reason }) => erase.mutateAsync({ orderId, scope, reason })}
      refusedTitle="Something is still open"
    />
  );
}
