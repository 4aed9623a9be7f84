"use client";

import type { Redrivable } from "@doorbuster/core/deadLetter/deadLetter";
import { Button } from "@doorbuster/web/components/button";
import { TextField } from "@doorbuster/web/components/field";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod";
import { ActionDialog } from "../shell/action-dialog.tsx";
import { useTRPC } from "../shell/api.ts";
import { ReasonField, reasonSchema } from "../shell/reason-field.tsx";
import { unitsSchema } from "../stock/units.ts";
import { endingSentence, pileWords } from "./dead-letter-words.ts";

const schema = z.object({ atMost: unitsSchema(1), reason: reasonSchema });

/** Puts a queue's dead letters back where they died, on the record, and says how that ended. */
export function RedriveDialog({ of, depth }: { readonly of: Redrivable; readonly depth: number }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const redrive = useMutation(
    trpc.ops.deadLetters.redrive.mutationOptions({
      onSuccess: () => {
        // Not waited for: the window closes first, and what has the focus is still there to take it back.
        void queries.invalidateQueries(trpc.ops.deadLetters.pathFilter());
      },
    }),
  );
  const { title, many } = pileWords[of];
  return (
    <div className="ml-auto flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      <output>{redrive.data && endingSentence(redrive.data)}</output>
      {depth > 0 && (
        <ActionDialog
          title={`Put ${many} back`}
          description="They go back to the queue they died in and are tried again; what was done already is not done twice. Mend the cause first: otherwise they only die again."
          trigger={
            <Button size="sm" aria-label={`Put back: ${title}`}>
              Put back
            </Button>
          }
          schema={schema}
          fields={(errors) => (
            <>
              <TextField
                label="How many"
                name="atMost"
                hint="One alone shows whether the cause is mended."
                inputMode="numeric"
                autoComplete="off"
                defaultValue={String(depth)}
                error={errors.atMost}
              />
              <ReasonField error={errors.reason} />
            </>
          )}
          submitLabel="Put back"
          act={(values) => redrive.mutateAsync({ of, ...values })}
          refusedTitle="Nothing was put back"
        />
      )}
    </div>
  );
}
