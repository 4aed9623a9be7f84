import { brandOf, formatCardNumber, fullYear, isCardNumber, isExpired } from "../cards/card-number.ts";

/** What has been typed into the three fields so far. Pure: no page is touched here. */
export interface CardText {
  /** Digits only. */
  readonly number: string;
  /** Digits only, `MMYY` when complete. */
  readonly expiry: string;
  readonly cvc: string;
}

export type FieldName = keyof CardText;
export const fieldNames = ["number", "expiry", "cvc"] as const satisfies readonly FieldName[];

export interface FieldState {
  readonly complete: boolean;
  /** What is wrong with it if nothing more is typed; null when it is complete. */
  readonly problem: string | null;
}

export const onlyDigits = (text: string): string => text.replace(/\D/g, "");

/** Digits of a card number, no more than the longest of its brand. */
export function numberDigits(text: string): string {
  const digits = onlyDigits(text);
  return digits.slice(0, Math.max(...brandOf(digits).lengths));
}

/**
 * `MMYY` from however it was typed or filled in: `4` and `4/30` mean April, `12/2030` has four digits of year.
 */
export function expiryDigits(text: string): string {
  const separated = /^\s*(\d{1,2})\s*[/.-]\s*(\d{0,4})/.exec(text);
  const [month, year] = separated
    ? [separated[1]!.padStart(2, "0"), separated[2]!]
    : [onlyDigits(text).slice(0, 2), onlyDigits(text).slice(2)];
  const twoDigitMonth = month.length === 1 && month > "1" ? `0${month}` : month;
  return twoDigitMonth + (year.length === 4 ? year.slice(2) : year.slice(0, 2));
}

export function formatExpiry(digits: string): string {
  return digits.length < 2 ? digits : `${digits.slice(0, 2)} / ${digits.slice(2)}`;
}

export function formatField(name: FieldName, digits: string): string {
  if (name === "number") return formatCardNumber(digits);
  return name === "expiry" ? formatExpiry(digits) : digits;
}

export function fieldStates(text: CardText, now: Date): Record<FieldName, FieldState> {
  return { number: numberState(text.number), expiry: expiryState(text.expiry, now), cvc: cvcState(text) };
}

const complete: FieldState = { complete: true, problem: null };
const problem = (sentence: string): FieldState => ({ complete: false, problem: sentence });

function numberState(digits: string): FieldState {
  if (isCardNumber(digits)) return complete;
  if (digits === "") return problem("Enter your card number.");
  const full = digits.length >= Math.max(...brandOf(digits).lengths);
  return problem(full ? "This card number is not valid." : "This card number is incomplete.");
}

function expiryState(digits: string, now: Date): FieldState {
  if (digits === "") return problem("Enter the expiry date.");
  const month = Number(digits.slice(0, 2));
  if (digits.length >= 2 && (month < 1 || month > 12)) return problem("This month does not exist.");
  if (digits.length < 4) return problem("This expiry date is incomplete.");
  const year = fullYear(Number(digits.slice(2)));
  if (isExpired(month, year, now)) return problem("This card has expired.");
  return year > now.getUTCFullYear() + 50 ? problem("This year is too far ahead.") : complete;
}

function cvcState({ number, cvc }: CardText): FieldState {
  const { cvcLength } = brandOf(number);
  if (cvc.length === cvcLength) return complete;
  return problem(cvc === "" ? "Enter the security code." : `This code should have ${cvcLength} digits.`);
}
