"use client";

import { Button } from "@doorbuster/web/components/button";
import { TextField } from "@doorbuster/web/components/field";
import { useMutation } from "@tanstack/react-query";
import * as z from "zod";
import { ActionDialog } from "../shell/action-dialog.tsx";
import { useTRPC } from "../shell/api.ts";
import type { StockItem } from "./stock-table.tsx";
import { useStockChange } from "./use-stock-change.ts";

const schema = z.object({
  ordersPerSecond: z.coerce.number("A number").positive("More than 0").max(1_000_000, "At most 1,000,000"),
});

/** Says how hot a product will be; over how many shards its orders spread follows from it. */
export function RateDialog({ item }: { readonly item: StockItem }) {
  const trpc = useTRPC();
  const expectRate = useMutation(trpc.ops.stock.expectRate.mutationOptions(useStockChange()));
  return (
    <ActionDialog
      title={`Expected rate of ${item.name}`}
      description="Its stock is spread anew for this rate. Orders go on meanwhile."
      trigger={
        <Button size="sm" aria-label={`Change the expected rate of ${item.name}`}>
          Change
        </Button>
      }
      schema={schema}
      fields={(errors) => (
        <TextField
          label="Orders a second"
          name="ordersPerSecond"
          hint="At the peak, for this product alone."
          inputMode="decimal"
          autoComplete="off"
          defaultValue={item.expectedOrdersPerSecond}
          error={errors.ordersPerSecond}
        />
      )}
      submitLabel="Spread"
      act={(values) => expectRate.mutateAsync({ sku: item.sku, ...values })}
      refusedTitle="Nothing was changed"
    />
  );
}
