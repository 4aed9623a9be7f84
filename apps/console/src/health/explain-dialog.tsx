"use client";

import { Button } from "@doorbuster/web/components/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod";
import { ActionDialog } from "../shell/action-dialog.tsx";
import { useTRPC } from "../shell/api.ts";
import { ReasonField, reasonSchema } from "../shell/reason-field.tsx";

const schema = z.object({ reason: reasonSchema });

/** Lets a mismatch stand, on the record, for exactly what it says. */
export function ExplainDialog({
  mismatch: { key, id, what },
}: {
  readonly mismatch: { readonly key: string; readonly id: string; readonly what: string };
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const explain = useMutation(
    trpc.ops.books.explain.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.ops.books.pathFilter()),
    }),
  );
  return (
    <ActionDialog
      title="Explain a difference"
      description={`${what}. It stays listed and is no longer counted, unless it changes.`}
      trigger={
        <Button size="sm" aria-label={`Explain ${id}`}>
          Explain
        </Button>
      }
      schema={schema}
      fields={(errors) => <ReasonField error={errors.reason} />}
      submitLabel="Let it stand"
      act={({ reason }) => explain.mutateAsync({ key, what, reason })}
      refusedTitle="Nothing was changed"
    />
  );
}
