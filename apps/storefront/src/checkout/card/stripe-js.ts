/**
 * The part of Stripe.js that we use, as its reference documents it (docs.stripe.com/js). Written down here because the
 * script is loaded by the page, never installed: its npm package holds these types and a loader.
 */
export type StripeConstructor = (publishableKey: string, options: { readonly locale: string }) => StripeJs;

export interface StripeJs {
  elements(): StripeElements;
  createPaymentMethod(data: {
    readonly type: "card";
    /** Any of the three: Stripe.js finds the others by the group that they were created in. */
    readonly card: StripeElement;
  }): Promise<{ readonly paymentMethod?: { readonly id: string }; readonly error?: StripeError }>;
}

export interface StripeElements {
  create(type: StripeElementType, options: StripeElementOptions): StripeElement;
}

export type StripeElementType = "cardNumber" | "cardExpiry" | "cardCvc";

export interface StripeElementOptions {
  readonly style: StripeStyle;
  /** `cardNumber` alone: the brand's mark, and no way into Stripe's wallet, Link. */
  readonly showIcon?: boolean;
  readonly disableLink?: boolean;
}

export interface StripeStyle {
  readonly base: StripeCss & { readonly "::placeholder": StripeCss };
  readonly invalid: StripeCss;
}

type StripeCss = Partial<Record<"color" | "fontFamily" | "fontSize" | "lineHeight" | "iconColor", string>>;

export interface StripeElement {
  on(event: "ready" | "loaderror", handler: () => void): void;
  on(event: "change", handler: (change: StripeChange) => void): void;
  mount(element: HTMLElement): void;
  update(options: { readonly style: StripeStyle }): void;
  focus(): void;
  destroy(): void;
}

export interface StripeChange {
  readonly complete: boolean;
  readonly error: { readonly message: string } | undefined;
}

export interface StripeError {
  /** `validation_error` and `card_error` have a message that may be shown to customers. */
  readonly type: string;
  /** For example `incomplete_number`, `invalid_expiry_year`, `incorrect_cvc`. */
  readonly code?: string;
  readonly message?: string;
}
