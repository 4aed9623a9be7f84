/**
 * The conversation between a page that takes payments (the host) and the card fields in their frame.
 *
 * Each mount has a nonce that the host chose. Either side drops a message that does not come from the other's window, the
 * other's origin, and with the nonce. Nothing of the card but brand and last four digits ever crosses.
 *
 *     host                                       frame
 *      │  <iframe src="/fields/v1?parent=…#nonce"> │
 *      │ ◄──────────────────────────────── ready ──│
 *      │── appearance ───────────────────────────► │
 *      │ ◄─────────────────────── resize, change ──│  whenever they differ
 *      │── focus ────────────────────────────────► │
 *      │── create-token (request) ───────────────► │── POST /v1/payment_methods
 *      │ ◄──────────── token (request, outcome) ───│
 */
export interface FieldsAppearance {
  /** `auto`, the default, follows the reader's system. */
  readonly theme?: "auto" | "light" | "dark";
  /**
   * CSS colours; each has a default that fits the theme. `surface` is what lies behind the fields, and by default what
   * the page has there.
   */
  readonly colors?: Partial<Record<FieldsColor, string>>;
  /** CSS lengths. */
  readonly radius?: string;
  readonly fontSize?: string;
}

export const fieldsColors = [
  "text",
  "label",
  "placeholder",
  "background",
  "surface",
  "border",
  "accent",
  "danger",
] as const;
export type FieldsColor = (typeof fieldsColors)[number];

export interface FieldsChange {
  /** Every field holds something that could be a card. */
  readonly complete: boolean;
  /** For people; null while nothing is wrong with what has been filled in. */
  readonly error: string | null;
  /** As Stripe names it (`visa`), or null while it is not known. */
  readonly brand: string | null;
}

export type TokenOutcome =
  | { readonly token: string; readonly brand: string; readonly last4: string }
  /** For people. The field it is about is marked and focused. */
  | { readonly error: string };

export type ToFrame = { readonly nonce: string } & (
  | { readonly type: "appearance"; readonly appearance: FieldsAppearance }
  | { readonly type: "focus" }
  | { readonly type: "create-token"; readonly request: number }
);

export type ToHost = { readonly nonce: string } & (
  | { readonly type: "ready" }
  /** Height in CSS pixels. */
  | { readonly type: "resize"; readonly height: number }
  | { readonly type: "change"; readonly change: FieldsChange }
  | { readonly type: "token"; readonly request: number; readonly outcome: TokenOutcome }
);

export interface FieldsOptions {
  readonly appearance?: FieldsAppearance;
  readonly onChange?: (change: FieldsChange) => void;
}

export interface FieldsHandle {
  /** Resolves once the fields can be filled in; rejects when they could not be loaded in time. */
  readonly ready: Promise<void>;
  /** Never rejects: what went wrong is an outcome. */
  createToken(): Promise<TokenOutcome>;
  setAppearance(appearance: FieldsAppearance): void;
  focus(): void;
  unmount(): void;
}

/** What `/fields.js` puts on `window`. */
export interface DoorbusterFields {
  /** Puts the card fields into `element`, in place of what it holds. */
  mount(element: HTMLElement, options?: FieldsOptions): FieldsHandle;
}
