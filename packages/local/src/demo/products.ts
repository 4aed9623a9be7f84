import { audio } from "./products/audio.ts";
import { home } from "./products/home.ts";
import { outdoor } from "./products/outdoor.ts";
import { print } from "./products/print.ts";

/** One product of the demo drop, as plain data: the storefront draws it, the loader puts it into the catalogue. */
export interface DemoProduct {
  readonly sku: string;
  /** Names the product's page and its picture. */
  readonly slug: string;
  readonly name: string;
  readonly category: "Outdoor" | "Home" | "Audio" | "Print";
  readonly tagline: string;
  readonly description: string;
  /** Pence, without tax and shipping. */
  readonly price: number;
  /** Units ever on sale in the drop. */
  readonly stock: number;
  /** Most units one order may take; none: as many as there are. */
  readonly limit?: number;
  /** Path under the storefront's public folder. */
  readonly picture: `/products/${string}.svg`;
  /** What a buyer wants to know before buying, in the order in which it is shown. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** The collection on sale: its name, and what an order of it costs on top of the products. */
export const demoDrop = {
  collection: "autumn-drop",
  name: "The autumn drop",
  tagline: "Sixteen things for shorter days, made once.",
  currency: "GBP",
  /** Basis points. 2,000 is the United Kingdom's standard rate of VAT (gov.uk/vat-rates). */
  taxRateBasisPoints: 2000,
  /** Pence an order, whatever is in it. */
  shipping: 495,
} as const;

/** A product as it is written down; the picture follows from the slug. */
export type ProductDraft = Omit<DemoProduct, "picture">;

/** The whole drop, in the order in which the front page shows it. */
export const demoProducts: readonly DemoProduct[] = [...outdoor, ...home, ...audio, ...print].map(
  (draft) => ({
    ...draft,
    picture: `/products/${draft.slug}.svg` as const,
  }),
);
