import * as z from "zod";
import { invalidRequest, type StripeError } from "./errors.ts";
import type { Form } from "./form.ts";
import { expansions, type Expansion } from "./objects.ts";
import type { ListQuery } from "../payments/ledger.ts";

/** An integer in text. Stripe's largest amount has eight digits. */
export const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/, { error: (issue) => `Invalid integer: ${String(issue.input)}` })
    .transform(Number)
    .pipe(z.int().min(min, `must be at least ${min}`).max(max, `must be no more than ${max}`));

export const amount = integer(1, 99_999_999);
export const boolean = z.enum(["true", "false"]).transform((text) => text === "true");

/** Up to 50 keys of 40 characters, values of 500 (docs.stripe.com/api/metadata). */
export const metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine((value) => Object.keys(value).length <= 50, "may have up to 50 keys");

/** A list in a form is an object with numeric names. */
export const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (typeof value === "object" && value !== null ? Object.values(value) : value),
    z.array(item),
  );

export const expandable = <Name extends string>(names: readonly Name[]) =>
  list(z.enum(names, { error: (issue) => `${String(issue.input)} cannot be expanded` })).default([]);

/** What to show whole in one object (docs.stripe.com/api/expanding_objects). */
export const expand = expandable(expansions);
/** The same in every object of a list, where the names begin with `data.`. */
export const expandEach = expandable(expansions.map((name) => `data.${name}` as const)).transform((names) =>
  names.map((name) => name.slice("data.".length) as Expansion),
);

const unixSeconds = integer(0, 99_999_999_999);

/** What every list of the API takes. */
export const listParameters = {
  limit: integer(1, 100).default(10),
  starting_after: z.string().optional(),
  created: z
    .union([
      unixSeconds.transform((second) => ({ gte: second, lte: second })),
      z.strictObject({
        gt: unixSeconds.optional(),
        gte: unixSeconds.optional(),
        lt: unixSeconds.optional(),
        lte: unixSeconds.optional(),
      }),
    ])
    .optional(),
};
const listSchema = z.object(listParameters);

/** The parameters of a list as the ledger takes them. */
export function listQuery(params: z.output<typeof listSchema>): ListQuery {
  return { limit: params.limit, startingAfter: params.starting_after, created: params.created ?? {} };
}

/** @throws {StripeError} 400 that names the first parameter at fault */
export function readParameters<Schema extends z.ZodType>(schema: Schema, form: Form): z.output<Schema> {
  const result = schema.safeParse(form);
  if (result.success) return result.data;
  throw parameterError(result.error.issues[0]!, form);
}

function parameterError(issue: z.core.$ZodIssue, form: Form): StripeError {
  if (issue.code === "unrecognized_keys") {
    const param = bracketed([...issue.path, issue.keys[0]!]);
    return invalidRequest(`Received unknown parameter: ${param}`, { code: "parameter_unknown", param });
  }
  const param = bracketed(issue.path);
  if (issue.code === "invalid_type" && valueAt(form, issue.path) === undefined) {
    return invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
  }
  if (issue.message.startsWith("Invalid integer")) {
    return invalidRequest(issue.message, { code: "parameter_invalid_integer", param });
  }
  return invalidRequest(`Invalid ${param}: ${issue.message}`, { param });
}

function valueAt(form: Form, path: readonly PropertyKey[]): unknown {
  let value: unknown = form;
  for (const part of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[part];
  return value;
}

/** `["card", "number"]` as Stripe writes it: `card[number]`. */
function bracketed(path: readonly PropertyKey[]): string {
  const [head = "", ...inner] = path.map(String);
  return head + inner.map((part) => `[${part}]`).join("");
}
