"use client";

import { Button } from "@doorbuster/web/components/button";
import { TextField } from "@doorbuster/web/components/field";
import { useMutation } from "@tanstack/react-query";
import * as z from "zod";
import { ActionDialog } from "../shell/action-dialog.tsx";
import { useTRPC } from "../shell/api.ts";
import { ReasonField, reasonSchema } from "../shell/reason-field.tsx";
import type { StockItem } from "./stock-table.tsx";
import { count, unitsSchema } from "./units.ts";
import { useStockChange } from "./use-stock-change.ts";

const schema = z.object({ quantity: unitsSchema(1), reason: reasonSchema });

/** Adds units to one SKU, on the record. */
export function RestockDialog({ item }: { readonly item: StockItem }) {
  const trpc = useTRPC();
  const restock = useMutation(trpc.ops.stock.restock.mutationOptions(useStockChange()));
  return (
    <ActionDialog
      title={`Restock ${item.name}`}
      description={`${item.sku} · ${count(item.available)} available now`}
      trigger={
        <Button size="sm" aria-label={`Restock ${item.name}`}>
          Restock
        </Button>
      }
      schema={schema}
      fields={(errors) => (
        <>
          <TextField
            label="Units to add"
            name="quantity"
            inputMode="numeric"
            autoComplete="off"
            error={errors.quantity}
          />
          <ReasonField error={errors.reason} />
        </>
      )}
      submitLabel="Add to stock"
      act={(values, idempotencyKey) => restock.mutateAsync({ sku: item.sku, ...values, idempotencyKey })}
      refusedTitle="Nothing was added"
    />
  );
}
