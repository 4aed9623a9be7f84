"use client";

import { Button } from "@doorbuster/web/components/button";
import { Dialog } from "@doorbuster/web/components/dialog";
import { Notice } from "@doorbuster/web/components/notice";
import { readFailure } from "@doorbuster/web/trpc/errors";
import { useState, type ReactElement, type ReactNode } from "react";
import type * as z from "zod";
import { useIdempotencyKey } from "./idempotency-key.ts";

/** What is wrong with each field, by name. */
export type FieldErrors<Values> = Readonly<Partial<Record<keyof Values & string, string>>>;

interface ActionFormProps<Schema extends z.ZodObject> {
  /** The API's own bounds, said before it has to. */
  readonly schema: Schema;
  /** The form's fields, named as in the schema. */
  readonly fields: (errors: FieldErrors<z.input<Schema>>) => ReactNode;
  readonly submitLabel: string;
  /** Does it. `key` is the same for the same entry. */
  readonly act: (values: z.output<Schema>, key: string) => Promise<unknown>;
  /** What did not happen, when it was refused: "Nothing was refunded". */
  readonly refusedTitle: string;
}

/** One thing that is done on the record: a button, and a window that asks for what it takes. */
export function ActionDialog<Schema extends z.ZodObject>({
  title,
  description,
  trigger,
  ...form
}: ActionFormProps<Schema> & {
  readonly title: string;
  readonly description?: ReactNode;
  readonly trigger: ReactElement;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog title={title} description={description} trigger={trigger} open={isOpen} onOpenChange={setOpen}>
      <ActionForm {...form} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function ActionForm<Schema extends z.ZodObject>({
  schema,
  fields,
  submitLabel,
  act,
  refusedTitle,
  onDone,
}: ActionFormProps<Schema> & { readonly onDone: () => void }) {
  const [errors, setErrors] = useState(noErrors<z.input<Schema>>());
  const [failure, setFailure] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const keyFor = useIdempotencyKey();

  const submit = async (form: HTMLFormElement) => {
    if (isBusy) return;
    const parsed = schema.safeParse(Object.fromEntries(new FormData(form)));
    setErrors(parsed.success ? noErrors() : firstErrors(parsed.error));
    if (!parsed.success) {
      const first = parsed.error.issues[0]?.path[0];
      form.querySelector<HTMLElement>(`[name="${String(first)}"]`)?.focus();
      return;
    }
    setBusy(true);
    try {
      await act(parsed.data, keyFor(parsed.data));
      onDone();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      noValidate
      className="grid gap-4 text-left"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      {fields(errors)}
      {failure !== undefined && <Failed title={refusedTitle} error={failure} />}
      <div className="flex justify-end gap-3">
        <Button onClick={onDone}>Back</Button>
        <Button variant="primary" type="submit" busy={isBusy}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}

const noErrors = <Values,>() => ({}) as FieldErrors<Values>;

function firstErrors<Values>(error: z.ZodError): FieldErrors<Values> {
  const entries = error.issues.map(({ path, message }) => [String(path[0]), message] as const);
  return Object.fromEntries(entries.reverse()) as FieldErrors<Values>; // of several, the first stays
}

function Failed({ title, error }: { readonly title: string; readonly error: unknown }) {
  const failure = readFailure(error);
  if (failure.kind === "app" && failure.code !== "INTERNAL") {
    return (
      <Notice tone="bad" title={title}>
        {failure.message}
      </Notice>
    );
  }
  return (
    <Notice tone="bad" title="The shop gave no clear answer">
      It may have been done or not. Pressing again with the same entry does it once at most.
    </Notice>
  );
}
