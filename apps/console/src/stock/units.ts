import * as z from "zod";

const maxUnits = 1_000_000;

/** What a person types as a number of units; the API's own bounds, said before it has to. An empty field is no zero. */
export const unitsSchema = (least: 0 | 1) =>
  z
    .string()
    .trim()
    .min(1, "A whole number")
    .transform(Number)
    .pipe(
      z
        .number("A whole number")
        .int("A whole number")
        .min(least, `At least ${least}`)
        .max(maxUnits, "At most 1,000,000"),
    );

export const count = (units: number) => units.toLocaleString("en-GB");

/** With its sign, and a true minus: `+25`, `−3`, `0`. */
export function difference(units: number): string {
  return units.toLocaleString("en-GB", { signDisplay: "exceptZero" }).replace("-", "−");
}
