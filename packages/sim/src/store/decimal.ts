import { invalid, unsupported } from "./exceptions.ts";

/** A number of DynamoDB's: `digits · 10^exponent`, without trailing zeros in `digits`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** The precision and the magnitudes that DynamoDB keeps (Developer Guide, "Supported data types"). */
const maxDigits = 38;
const magnitude = { min: -130, max: 125 };

/** Up to here JavaScript's own numbers are exact. */
const isSmallInteger = (text: string) => text.length <= 15 && /^-?\d+$/.test(text);

/** The one spelling of a number, without exponent: `007` is `7`, `1e3` is `1000`, `2.50` is `2.5`. */
export function canonicalNumber(text: string): string {
  return isSmallInteger(text) ? String(Number(text) + 0) : spell(parse(text));
}

export function compareNumbers(a: string, b: string): number {
  if (isSmallInteger(a) && isSmallInteger(b)) return Number(a) - Number(b);
  const [left, right] = aligned(parse(a), parse(b));
  return left < right ? -1 : left > right ? 1 : 0;
}

export function addNumbers(a: string, b: string): string {
  if (isSmallInteger(a) && isSmallInteger(b)) return String(Number(a) + Number(b));
  return sum(parse(a), parse(b));
}

export function subtractNumbers(a: string, b: string): string {
  if (isSmallInteger(a) && isSmallInteger(b)) return String(Number(a) - Number(b));
  const { digits, exponent } = parse(b);
  return sum(parse(a), { digits: -digits, exponent });
}

function sum(a: Decimal, b: Decimal): string {
  const [left, right, exponent] = aligned(a, b);
  const total = trimmed(left + right, exponent);
  if (significant(total) > maxDigits) throw unsupported(`sums of more than ${maxDigits} digits`);
  return spell(requireMagnitude(total));
}

/** Both over the same, smaller exponent. */
function aligned(a: Decimal, b: Decimal): [left: bigint, right: bigint, exponent: number] {
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (each: Decimal) => each.digits * 10n ** BigInt(each.exponent - exponent);
  return [scaled(a), scaled(b), exponent];
}

function parse(text: string): Decimal {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (!match || whole + fraction === "") {
    throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  }
  const digits = BigInt(whole + fraction) * (sign === "-" ? -1n : 1n);
  const number = trimmed(digits, Number(exponent) - fraction.length);
  if (significant(number) > maxDigits) {
    throw invalid(`Attempting to store more than ${maxDigits} significant digits in a Number`);
  }
  return requireMagnitude(number);
}

function trimmed(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) return { digits, exponent: 0 };
  const text = String(digits);
  const zeros = text.length - text.replace(/0+$/, "").length;
  return { digits: digits / 10n ** BigInt(zeros), exponent: exponent + zeros };
}

function requireMagnitude(number: Decimal): Decimal {
  const power = number.digits === 0n ? 0 : number.exponent + significant(number) - 1;
  if (power > magnitude.max) {
    throw invalid("Number overflow. Attempting to store a number with magnitude larger than supported range");
  }
  if (power < magnitude.min) {
    throw invalid(
      "Number underflow. Attempting to store a number with magnitude smaller than supported range",
    );
  }
  return number;
}

function significant({ digits }: Decimal): number {
  return String(digits < 0n ? -digits : digits).length;
}

function spell({ digits, exponent }: Decimal): string {
  if (exponent >= 0) return String(digits * 10n ** BigInt(exponent));
  const text = String(digits < 0n ? -digits : digits).padStart(1 - exponent, "0");
  return `${digits < 0n ? "-" : ""}${text.slice(0, exponent)}.${text.slice(exponent)}`;
}
