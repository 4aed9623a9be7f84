"use client";

import { Button } from "@doorbuster/web/components/button";
import { Dialog } from "@doorbuster/web/components/dialog";
import { TextField } from "@doorbuster/web/components/field";
import { Notice } from "@doorbuster/web/components/notice";
import { readFailure } from "@doorbuster/web/trpc/errors";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import * as z from "zod";
import { useTRPC } from "../shell/api.ts";
import type { StockItem } from "./stock-table.tsx";

/** The API's own bounds, said before it has to. */
const formSchema = z.object({
  quantity: z.coerce
    .number("A whole number")
    .int("A whole number")
    .min(1, "At least 1")
    .max(1_000_000, "At most 1,000,000"),
  reason: z.string().trim().min(3, "At least three characters").max(200, "At most 200 characters"),
});

/** Adds units to one SKU, on the record. */
export function RestockDialog({ item }: { readonly item: StockItem }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog
      title={`Restock ${item.name}`}
      description={`${item.sku} · ${item.available.toLocaleString("en-GB")} available now`}
      trigger={
        <Button size="sm" aria-label={`Restock ${item.name}`}>
          Restock
        </Button>
      }
      open={isOpen}
      onOpenChange={setOpen}
    >
      <RestockForm item={item} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function RestockForm({ item, onDone }: { readonly item: StockItem; readonly onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  const [errors, setErrors] = useState<{ quantity?: string | undefined; reason?: string | undefined }>({});
  const keyFor = useIdempotencyKey();
  const restock = useMutation(
    trpc.ops.stock.restock.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.ops.stock.list.pathFilter());
        onDone();
      },
    }),
  );

  const submit = (form: HTMLFormElement) => {
    const parsed = formSchema.safeParse(Object.fromEntries(new FormData(form)));
    if (parsed.success) {
      setErrors({});
      restock.mutate({ sku: item.sku, ...parsed.data, idempotencyKey: keyFor(parsed.data) });
      return;
    }
    const { quantity, reason } = z.flattenError(parsed.error).fieldErrors;
    setErrors({ quantity: quantity?.[0], reason: reason?.[0] });
    form.querySelector<HTMLInputElement>(`[name="${quantity ? "quantity" : "reason"}"]`)?.focus();
  };

  return (
    <form
      id={formId}
      noValidate
      className="grid gap-4 text-left"
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      <TextField
        label="Units to add"
        name="quantity"
        inputMode="numeric"
        autoComplete="off"
        error={errors.quantity}
      />
      <TextField
        label="Reason"
        name="reason"
        hint="Kept with your name and the time."
        autoComplete="off"
        maxLength={200}
        error={errors.reason}
      />
      {restock.isError && <RestockFailed error={restock.error} />}
      <div className="flex justify-end gap-3">
        <Button onClick={onDone}>Cancel</Button>
        <Button variant="primary" type="submit" busy={restock.isPending}>
          Add to stock
        </Button>
      </div>
    </form>
  );
}

/** The same key for the same entry, so that pressing again after a lost answer adds nothing twice. */
function useIdempotencyKey(): (entry: object) => string {
  const last = useRef({ entry: "", key: "" });
  return (entry) => {
    const written = JSON.stringify(entry);
    if (last.current.entry !== written) last.current = { entry: written, key: crypto.randomUUID() };
    return last.current.key;
  };
}

function RestockFailed({ error }: { readonly error: unknown }) {
  const failure = readFailure(error);
  if (failure.kind === "app" && failure.code !== "INTERNAL") {
    return (
      <Notice tone="bad" title="Nothing was added">
        {failure.message}
      </Notice>
    );
  }
  return (
    <Notice tone="bad" title="The shop gave no clear answer">
      The units may have been added or not. Pressing again with the same entry adds them once at most.
    </Notice>
  );
}
