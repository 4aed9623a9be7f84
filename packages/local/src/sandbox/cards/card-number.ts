/** What a card number says about itself. Pure, and used by the hosted fields in the browser as well as by the API. */

export interface CardBrand {
  /** As Stripe names it. */
  readonly id: "visa" | "mastercard" | "amex" | "discover" | "diners" | "jcb" | "unionpay" | "unknown";
  readonly name: string;
  readonly lengths: readonly number[];
  readonly cvcLength: 3 | 4;
  /** How the digits are grouped on the card. */
  readonly groups: readonly number[];
}

const fours = [4, 4, 4, 4, 3];

/** Issuer ranges by their first digits (ISO/IEC 7812). The first that matches wins. */
const brands: readonly (CardBrand & { readonly prefix: RegExp })[] = [
  { id: "visa", name: "Visa", prefix: /^4/, lengths: [16], cvcLength: 3, groups: fours },
  {
    id: "mastercard",
    name: "Mastercard",
    prefix: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/,
    lengths: [16],
    cvcLength: 3,
    groups: fours,
  },
  {
    id: "amex",
    name: "American Express",
    prefix: /^3[47]/,
    lengths: [15],
    cvcLength: 4,
    groups: [4, 6, 5],
  },
  {
    id: "diners",
    name: "Diners Club",
    prefix: /^3(0[0-5]|[68])/,
    lengths: [14, 16],
    cvcLength: 3,
    groups: fours,
  },
  { id: "jcb", name: "JCB", prefix: /^35(2[89]|[3-8])/, lengths: [16], cvcLength: 3, groups: fours },
  {
    id: "discover",
    name: "Discover",
    prefix: /^(6011|64[4-9]|65)/,
    lengths: [16],
    cvcLength: 3,
    groups: fours,
  },
  {
    id: "unionpay",
    name: "UnionPay",
    prefix: /^62/,
    lengths: [16, 17, 18, 19],
    cvcLength: 3,
    groups: fours,
  },
];

const unknownBrand: CardBrand = {
  id: "unknown",
  name: "Card",
  lengths: [12, 13, 14, 15, 16, 17, 18, 19],
  cvcLength: 3,
  groups: fours,
};

/** @param digits the number, or its beginning, without separators */
export function brandOf(digits: string): CardBrand {
  return brands.find(({ prefix }) => prefix.test(digits)) ?? unknownBrand;
}

/** The check digit of ISO/IEC 7812-1, annex B (Luhn). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** Whether these digits are a complete number of their brand. */
export function isCardNumber(digits: string): boolean {
  return /^\d+$/.test(digits) && brandOf(digits).lengths.includes(digits.length) && passesLuhn(digits);
}

/** The digits in the groups printed on the card: `4242 4242 4242 4242`, `3782 822463 10005`. */
export function formatCardNumber(digits: string): string {
  const groups: string[] = [];
  let rest = digits;
  for (const length of brandOf(digits).groups) {
    if (!rest) break;
    groups.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return groups.join(" ");
}

/** A year as people write it: two digits mean this century. */
export function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year;
}

/** A card is good to the end of the month printed on it. */
export function isExpired(month: number, year: number, now: Date): boolean {
  return fullYear(year) * 12 + (month - 1) < now.getUTCFullYear() * 12 + now.getUTCMonth();
}
