/**
 * What the checkout needs of whoever takes the card: fields in frames of the provider's own origin, and a token for what
 * was typed into them. Two adapters fill it: `stripe.ts` and `sandbox.ts`.
 */
export type MountCardFields = (element: HTMLElement, options: CardFieldsOptions) => CardFieldsHandle;

export interface CardFieldsOptions {
  readonly appearance: Appearance;
  /** Told whenever one of its answers differs from the last. */
  readonly onChange: (change: CardFieldsChange) => void;
}

export interface CardFieldsHandle {
  /** Resolves once the fields can be filled in; rejects when they could not be loaded. */
  readonly ready: Promise<void>;
  /** A token of the provider's (`pm_…`) for the card. Never rejects: what went wrong is an answer, in words for people. */
  createToken(): Promise<{ readonly token: string } | { readonly error: string }>;
  setAppearance(appearance: Appearance): void;
  focus(): void;
  unmount(): void;
}

export interface CardFieldsChange {
  /** Every field holds something that could be a card. */
  readonly complete: boolean;
  /** For people, and already shown beside its field; null while nothing is wrong. */
  readonly error: string | null;
}

/** The page's look, which a frame cannot see. Colours and lengths as CSS writes them, without variables. */
export interface Appearance {
  readonly theme: "auto" | "light" | "dark";
  readonly radius: string;
  readonly colors: Readonly<
    Record<"text" | "label" | "placeholder" | "background" | "border" | "accent" | "danger", string>
  >;
}
