/** 13 to 19 digits (ISO/IEC 7812-1), as people write them: together, or in groups with spaces or dashes. */
const digitRun = /\d(?:[ -]?\d){12,18}/g;

/**
 * Whether a text holds something that may be a card number: enough digits, and the check digit is right. One random run
 * of digits in ten passes, which is why this is asked only of texts that have no business holding that many.
 */
export function holdsCardNumber(text: string): boolean {
  return (text.match(digitRun) ?? []).some((run) => passesLuhn(run.replace(/[ -]/g, "")));
}

/** The check digit after Hans Peter Luhn: every second digit from the right counts double. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const weighed = i % 2 === 0 ? digit : digit * 2;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}
