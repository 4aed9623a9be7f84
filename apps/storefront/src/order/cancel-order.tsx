"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@doorbuster/web/components/button";
import { Dialog } from "@doorbuster/web/components/dialog";
import { Notice } from "@doorbuster/web/components/notice";
import { readFailure } from "@doorbuster/web/trpc/errors";
import { useTRPC } from "../api/trpc.ts";

/** Calls an order off, after asking once. Pressing again after a lost answer changes nothing more. */
export function CancelOrder({ orderId, isPaid }: { readonly orderId: string; readonly isPaid: boolean }) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const { queryKey } = trpc.order.get.queryOptions({ orderId });
  const cancel = useMutation(
    trpc.order.cancel.mutationOptions({
      onSuccess: (order) => {
        cache.setQueryData(queryKey, order);
        setOpen(false);
      },
      // Most likely it has just been sent: the page then says so.
      onError: () => void cache.invalidateQueries({ queryKey }),
    }),
  );
  return (
    <Dialog
      title="Cancel this order?"
      description={
        isPaid
          ? "The items go back on sale at once, and your money goes back to your card."
          : "The items go back on sale at once. You have not been charged."
      }
      trigger={<Button variant="ghost">Cancel order</Button>}
      open={isOpen}
      onOpenChange={setOpen}
    >
      <div className="grid gap-4">
        {cancel.isError && <Failed error={cancel.error} />}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={() => setOpen(false)}>Keep it</Button>
          <Button variant="primary" busy={cancel.isPending} onClick={() => cancel.mutate({ orderId })}>
            Cancel order
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Failed({ error }: { readonly error: unknown }) {
  const failure = readFailure(error);
  return failure.kind === "app" && failure.code !== "INTERNAL" ? (
    <Notice tone="bad" title="It can’t be cancelled">
      {failure.message}
    </Notice>
  ) : (
    <Notice tone="bad" title="We got no clear answer">
      Please try again. Cancelling twice does no harm.
    </Notice>
  );
}
