import { TextField } from "@doorbuster/web/components/field";
import * as z from "zod";

/** Why something is done: part of every entry in the audit log that a person makes. */
export const reasonSchema = z
  .string()
  .trim()
  .min(3, "At least three characters")
  .max(200, "At most 200 characters");

export function ReasonField({ error }: { readonly error: string | undefined }) {
  return (
    <TextField
      label="Reason"
      name="reason"
      hint="Kept with your name and the time."
      autoComplete="off"
      maxLength={200}
      error={error}
    />
  );
}
