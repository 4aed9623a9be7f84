"use client";

import { Button } from "@doorbuster/web/components/button";
import { TextField } from "@doorbuster/web/components/field";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import * as z from "zod";
import { ActionDialog, type FieldErrors } from "../shell/action-dialog.tsx";
import { useTRPC } from "../shell/api.ts";
import { ReasonField, reasonSchema } from "../shell/reason-field.tsx";
import type { StockItem } from "./stock-table.tsx";
import { unitsSchema } from "./units.ts";
import { useStockChange } from "./use-stock-change.ts";

const schema = z.object({ expected: unitsSchema(0), counted: unitsSchema(0), reason: reasonSchema });

/** Puts right what a stock-take found, on the record. */
export function CorrectDialog({ item }: { readonly item: StockItem }) {
  const trpc = useTRPC();
  const correct = useMutation(trpc.ops.stock.correct.mutationOptions(useStockChange()));
  return (
    <ActionDialog
      title={`Correct the count of ${item.name}`}
      description={`${item.sku} · The difference is taken from or added to stock, whatever sells meanwhile.`}
      trigger={
        <Button size="sm" aria-label={`Correct count of ${item.name}`}>
          Correct count
        </Button>
      }
      schema={schema}
      fields={(errors) => <CountFields available={item.available} errors={errors} />}
      submitLabel="Correct"
      act={(values, idempotencyKey) => correct.mutateAsync({ sku: item.sku, ...values, idempotencyKey })}
      refusedTitle="Nothing was changed"
    />
  );
}

function CountFields({
  available,
  errors,
}: {
  readonly available: number;
  readonly errors: FieldErrors<z.input<typeof schema>>;
}) {
  // As it was when the window opened: sales that the screen learns of while somebody counts are no loss.
  const [expected] = useState(available);
  return (
    <>
      <TextField
        label="Should be there"
        name="expected"
        hint="What this screen said was available when you counted."
        inputMode="numeric"
        autoComplete="off"
        defaultValue={String(expected)}
        error={errors.expected}
      />
      <TextField
        label="Counted"
        name="counted"
        hint="On the shelf, without what is set aside for orders."
        inputMode="numeric"
        autoComplete="off"
        error={errors.counted}
      />
      <ReasonField error={errors.reason} />
    </>
  );
}
