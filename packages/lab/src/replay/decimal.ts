/** A decimal number exactly as it was written: `units / 10^scale`. Prices and shares never pass through a float. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** Reads `-12`, `4.95` or `.5`; undefined for anything else, exponents and separators included. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))$/.exec(text.trim());
  if (!match) return undefined;
  const [, sign = "", whole = "", fraction = "", bare = ""] = match;
  const decimals = fraction + bare;
  const units = BigInt(whole + decimals);
  return { units: sign === "-" ? -units : units, scale: decimals.length };
}

/** The number as an integer; undefined when it has a fraction or is too large to be exact. */
export function toInteger({ units, scale }: Decimal): number | undefined {
  const one = 10n ** BigInt(scale);
  const value = Number(units / one);
  return units % one === 0n && Number.isSafeInteger(value) ? value : undefined;
}

/** An amount in a currency's main unit as minor units (two digits), rounded half up. Not for negative amounts. */
export function toMinorUnits({ units, scale }: Decimal): number {
  const one = 10n ** BigInt(scale);
  return Number((units * 100n * 2n + one) / (one * 2n));
}

/** `quantity × share`, rounded down. A float would lose a unit: 100 × 0.29 is 28.999… */
export function floorOfShare(quantity: number, { units, scale }: Decimal): number {
  return Number((BigInt(quantity) * units) / 10n ** BigInt(scale));
}
