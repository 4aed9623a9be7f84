import type { Appearance, CardFieldsHandle, CardFieldsOptions } from "./port.ts";
import type {
  StripeChange,
  StripeElement,
  StripeElementType,
  StripeError,
  StripeJs,
  StripeStyle,
} from "./stripe-js.ts";

/** Stripe's fields in the order in which they stand. */
export const fieldNames = ["number", "expiry", "cvc"] as const;
export type FieldName = (typeof fieldNames)[number];

/** Where one of Stripe's frames goes, and what is said beneath it. */
export interface Box {
  readonly place: HTMLElement;
  /** @param problem in words for people; null when there is none */
  show(problem: string | null): void;
}

export type Boxes = Readonly<Record<FieldName, Box>> & { remove(): void };

/** As long as the sandbox's own fields wait for their frame. */
const loadTimeoutMs = 15_000;
const unreachable = "The card fields could not be reached. Check your connection and try again.";
const notAccepted = "The payment provider could not be reached. Nothing was charged; try again.";

const elementTypes: Readonly<Record<FieldName, StripeElementType>> = {
  number: "cardNumber",
  expiry: "cardExpiry",
  cvc: "cardCvc",
};

/**
 * Stripe's three split fields as one. The page makes a payment method of them and nothing more: the payment itself is
 * made and confirmed by the server, under the order's own idempotency key, so no client secret ever reaches the page.
 */
export function mountStripeFields(
  stripe: StripeJs,
  boxes: Boxes,
  { appearance, onChange }: CardFieldsOptions,
): CardFieldsHandle {
  const group = stripe.elements();
  const elements = mapFields((name) =>
    group.create(elementTypes[name], {
      style: styleOf(appearance),
      ...(name === "number" && { showIcon: true, disableLink: true }),
    }),
  );
  reportChanges(elements, boxes, onChange);
  const ready = whenReady(elements);
  ready.catch(() => undefined); // nobody has to listen
  for (const name of fieldNames) elements[name].mount(boxes[name].place);

  return {
    ready,
    async createToken() {
      try {
        await ready;
      } catch {
        return { error: unreachable };
      }
      const { paymentMethod, error } = await stripe
        .createPaymentMethod({ type: "card", card: elements.number })
        .catch(() => ({ paymentMethod: undefined, error: undefined }));
      if (paymentMethod) return { token: paymentMethod.id };
      return { error: refuse(error, elements, boxes) };
    },
    setAppearance(next) {
      for (const name of fieldNames) elements[name].update({ style: styleOf(next) });
    },
    focus: () => elements.number.focus(),
    unmount() {
      for (const name of fieldNames) elements[name].destroy();
      boxes.remove();
    },
  };
}

type Elements = Readonly<Record<FieldName, StripeElement>>;

function mapFields<T>(make: (name: FieldName) => T): Record<FieldName, T> {
  return { number: make("number"), expiry: make("expiry"), cvc: make("cvc") };
}

/** Tells each field's problem beneath it, and the three of them as one to the checkout. */
function reportChanges(elements: Elements, boxes: Boxes, onChange: CardFieldsOptions["onChange"]): void {
  const last = mapFields((): StripeChange => ({ complete: false, error: undefined }));
  for (const name of fieldNames) {
    elements[name].on("change", (change) => {
      last[name] = change;
      boxes[name].show(change.error?.message ?? null);
      const problems = fieldNames.flatMap((field) => last[field].error?.message ?? []);
      onChange({
        complete: fieldNames.every((field) => last[field].complete),
        error: problems[0] ?? null,
      });
    });
  }
}

async function whenReady(elements: Elements): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const waiting = new Set<FieldName>(fieldNames);
  for (const name of fieldNames) {
    elements[name].on("ready", () => {
      waiting.delete(name);
      if (waiting.size === 0) resolve();
    });
    elements[name].on("loaderror", () => reject(new Error(unreachable)));
  }
  const timer = setTimeout(() => reject(new Error(unreachable)), loadTimeoutMs);
  await promise.finally(() => clearTimeout(timer));
}

/** Puts a refusal next to the field that it is about, and answers it in words for people. */
function refuse(error: StripeError | undefined, elements: Elements, boxes: Boxes): string {
  const isForPeople = error?.type === "validation_error" || error?.type === "card_error";
  if (!isForPeople || error.message === undefined) return notAccepted;
  const name = fieldNames.find((field) => error.code?.includes(field));
  if (name !== undefined) {
    boxes[name].show(error.message);
    elements[name].focus();
  }
  return error.message;
}

/** The frame's own text alone: boxes, labels and borders are the page's, and follow its theme by themselves. */
function styleOf({ colors }: Appearance): StripeStyle {
  return {
    base: {
      color: colors.text,
      iconColor: colors.placeholder,
      fontFamily: "system-ui, sans-serif", // the page's font is a file of ours, which the frame does not have
      fontSize: "16px",
      lineHeight: "24px",
      "::placeholder": { color: colors.placeholder },
    },
    invalid: { color: colors.danger, iconColor: colors.danger },
  };
}
