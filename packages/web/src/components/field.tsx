import { useId } from "react";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { classNames } from "./class-names.ts";

/** What a control needs so that its label, hint and error are announced with it. */
export interface ControlProps {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean | undefined;
}

interface FieldFrame {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong and how to put it right. Its presence marks the control as invalid. */
  readonly error?: string | undefined;
  readonly optional?: boolean | undefined;
  readonly className?: string | undefined;
}

/** The look of a text-like control; for controls that are not an `input` or a `select`. */
export const controlClass = classNames(
  "block w-full min-h-11 rounded-md border border-line-strong bg-surface px-3 py-2 text-base text-ink",
  "placeholder:text-ink-muted aria-invalid:border-bad disabled:opacity-55",
);

/** Label, control, hint and error, tied together. The control is the caller's: `{(control) => <input {...control} />}`. */
export function Field({
  label,
  hint,
  error,
  optional = false,
  className,
  children,
}: FieldFrame & { readonly children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={classNames("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-ink-muted"> (optional)</span>}
      </label>
      {children({
        id,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-ink-muted">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-sm font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

/** A labelled `<input>`; every other attribute goes to the input. */
export function TextField({
  label,
  hint,
  error,
  optional,
  className,
  ...input
}: FieldFrame & ComponentPropsWithRef<"input">) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional} className={className}>
      {(control) => <input {...input} {...control} className={controlClass} />}
    </Field>
  );
}

/** A labelled `<select>`: the platform's own list, which phones and screen readers know best. */
export function SelectField({
  label,
  hint,
  error,
  optional,
  className,
  children,
  ...select
}: FieldFrame & ComponentPropsWithRef<"select">) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional} className={className}>
      {(control) => (
        <select {...select} {...control} className={controlClass}>
          {children}
        </select>
      )}
    </Field>
  );
}
