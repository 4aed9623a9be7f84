import { expect, test } from "vitest";
import type { Appearance, CardFieldsChange } from "./port.ts";
import { fieldNames, mountStripeFields, type Box, type FieldName } from "./stripe-fields.ts";
import type { StripeChange, StripeElementOptions, StripeElementType, StripeJs } from "./stripe-js.ts";

/** Stripe.js as its reference documents it, as far as the checkout goes: nothing of the network, everything by hand. */
class FakeStripe implements StripeJs {
  readonly made = new Map<StripeElementType, FakeElement>();
  readonly asked: unknown[] = [];
  answer: () => ReturnType<StripeJs["createPaymentMethod"]> = () =>
    Promise.resolve({ paymentMethod: { id: "pm_1" } });

  elements() {
    return {
      create: (type: StripeElementType, options: StripeElementOptions) => {
        const element = new FakeElement(options);
        this.made.set(type, element);
        return element;
      },
    };
  }

  createPaymentMethod(data: unknown) {
    this.asked.push(data);
    return this.answer();
  }

  of(type: StripeElementType): FakeElement {
    const element = this.made.get(type);
    if (element === undefined) throw new Error(`no ${type} was created`);
    return element;
  }

  load(): void {
    for (const element of this.made.values()) element.tell("ready");
  }
}

type Handler = (change: StripeChange) => void;

class FakeElement {
  readonly handlers = new Map<string, Handler>();
  readonly options: StripeElementOptions;
  color: string | undefined;
  at: unknown;
  focused = 0;
  destroyed = false;

  constructor(options: StripeElementOptions) {
    this.options = options;
    this.color = options.style.base.color;
  }
  on(event: string, handler: Handler) {
    this.handlers.set(event, handler);
  }
  mount(place: unknown) {
    this.at = place;
  }
  update({ style }: Pick<StripeElementOptions, "style">) {
    this.color = style.base.color;
  }
  focus() {
    this.focused += 1;
  }
  destroy() {
    this.destroyed = true;
  }
  tell(event: string, change: StripeChange = { complete: false, error: undefined }) {
    this.handlers.get(event)?.(change);
  }
}

const appearance = (text: string): Appearance => ({
  theme: "light",
  radius: "6px",
  colors: {
    text,
    label: "black",
    placeholder: "grey",
    background: "white",
    border: "grey",
    accent: "blue",
    danger: "red",
  },
});

function mounted() {
  const stripe = new FakeStripe();
  const said = new Map<FieldName, string | null>();
  const box = (name: FieldName): Box => ({
    place: { id: name } as HTMLElement,
    show: (problem) => void said.set(name, problem),
  });
  let removed = false;
  const boxes = {
    number: box("number"),
    expiry: box("expiry"),
    cvc: box("cvc"),
    remove: () => (removed = true),
  };
  const changes: CardFieldsChange[] = [];
  const fields = mountStripeFields(stripe, boxes, {
    appearance: appearance("black"),
    onChange: (change) => changes.push(change),
  });
  return { stripe, boxes, said, changes, fields, isRemoved: () => removed };
}

const types = ["cardNumber", "cardExpiry", "cardCvc"] as const;
const problem = (message: string) => ({ complete: false, error: { message } });

test("each of the three fields stands in its own box, and they can be used once all of them have loaded", async () => {
  const { stripe, boxes, fields } = mounted();
  expect(types.map((type) => stripe.of(type).at)).toEqual(fieldNames.map((name) => boxes[name].place));
  let ready = false;
  void fields.ready.then(() => (ready = true));
  stripe.of("cardNumber").tell("ready");
  stripe.of("cardCvc").tell("ready");
  await Promise.resolve();
  expect(ready).toBe(false);
  stripe.of("cardExpiry").tell("ready");
  await expect(fields.ready).resolves.toBeUndefined();
});

test("the token is a payment method made of the card, and nothing is confirmed", async () => {
  const { stripe, fields } = mounted();
  stripe.load();
  await expect(fields.createToken()).resolves.toEqual({ token: "pm_1" });
  expect(stripe.asked).toEqual([{ type: "card", card: stripe.of("cardNumber") }]);
});

test("fields that did not load make no token, and say so", async () => {
  const { stripe, fields } = mounted();
  stripe.of("cardCvc").tell("loaderror");
  await expect(fields.ready).rejects.toThrow("could not be reached");
  await expect(fields.createToken()).resolves.toEqual({
    error: "The card fields could not be reached. Check your connection and try again.",
  });
  expect(stripe.asked).toEqual([]);
});

test.each([
  ["incomplete_number", "number"],
  ["invalid_expiry_year_past", "expiry"],
  ["incorrect_cvc", "cvc"],
] as const)("what is refused with %s is said beneath %s, which is focused", async (code, name) => {
  const { stripe, said, fields } = mounted();
  stripe.load();
  stripe.answer = () =>
    Promise.resolve({ error: { type: "validation_error", code, message: "Look at this again." } });
  await expect(fields.createToken()).resolves.toEqual({ error: "Look at this again." });
  expect([...said]).toEqual([[name, "Look at this again."]]);
  expect(types.map((type) => stripe.of(type).focused)).toEqual(
    fieldNames.map((field) => (field === name ? 1 : 0)),
  );
});

test("what is not meant for customers is not shown to them", async () => {
  const { stripe, fields } = mounted();
  stripe.load();
  const error = "The payment provider could not be reached. Nothing was charged; try again.";
  stripe.answer = () =>
    Promise.resolve({
      error: { type: "invalid_request_error", message: "Invalid API key provided: pk_test_***1" },
    });
  await expect(fields.createToken()).resolves.toEqual({ error });
  stripe.answer = () => Promise.reject(new TypeError("Failed to fetch"));
  await expect(fields.createToken()).resolves.toEqual({ error });
});

test("the checkout hears of the three fields as of one, and each field of its own problem", () => {
  const { stripe, said, changes } = mounted();
  stripe.of("cardNumber").tell("change", problem("Your card number is invalid."));
  expect(said.get("number")).toBe("Your card number is invalid.");
  stripe.of("cardNumber").tell("change", { complete: true, error: undefined });
  expect(said.get("number")).toBeNull();
  stripe.of("cardExpiry").tell("change", { complete: true, error: undefined });
  stripe.of("cardCvc").tell("change", { complete: true, error: undefined });
  expect(changes).toEqual([
    { complete: false, error: "Your card number is invalid." },
    { complete: false, error: null },
    { complete: false, error: null },
    { complete: true, error: null },
  ]);
});

test("a new theme reaches every field, and unmounting takes all of it away", () => {
  const { stripe, fields, isRemoved } = mounted();
  expect(stripe.of("cardExpiry").color).toBe("black");
  fields.setAppearance(appearance("white"));
  expect(types.map((type) => stripe.of(type).color)).toEqual(["white", "white", "white"]);
  fields.unmount();
  expect(types.every((type) => stripe.of(type).destroyed)).toBe(true);
  expect(isRemoved()).toBe(true);
});
