import { expect, test } from "vitest";
import { holdsCardNumber } from "./cardNumber.ts";

test.each([
  "4242424242424242",
  "4242 4242 4242 4242",
  "my card 4242-4242-4242-4242, thanks",
  "378282246310005",
  "pm_4000000000000002",
])("sees a card number however it is written: %s", (text) => expect(holdsCardNumber(text)).toBe(true));

test.each(["4242424242424241", "12 High Street", "BS1 4XX", "pm_card_visa", "Flat 4, 242 Card Road", ""])(
  "leaves what is none alone: %s",
  (text) => expect(holdsCardNumber(text)).toBe(false),
);
