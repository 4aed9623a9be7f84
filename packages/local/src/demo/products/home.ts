import type { ProductDraft } from "../products.ts";

export const home: readonly ProductDraft[] = [
  {
    sku: "HOM-MUG-04",
    slug: "ember-mug-pair",
    name: "Ember mugs, pair",
    category: "Home",
    tagline: "Thrown in Stoke, glazed like a bonfire.",
    description:
      "Two stoneware mugs with a thumb rest where the handle ought to have one. The rust glaze breaks to charcoal at the rim.",
    price: 4200,
    stock: 180,
    limit: 6,
    attributes: {
      Volume: "320 ml each",
      Material: "Stoneware",
      Care: "Dishwasher and microwave",
      Made: "Stoke-on-Trent",
    },
  },
  {
    sku: "HOM-CANDLE-09",
    slug: "orchard-candle",
    name: "Orchard candle",
    category: "Home",
    tagline: "Windfall apples, wood smoke, wet leaves.",
    description:
      "Rapeseed and beeswax in a lidded glass that becomes a good tumbler afterwards. It burns for as long as a weekend.",
    price: 2600,
    stock: 400,
    attributes: { Burns: "48 hours", Wax: "Rapeseed, beeswax", Weight: "220 g", Wick: "Cotton" },
  },
  {
    sku: "HOM-CLOCK-01",
    slug: "slow-clock",
    name: "Slow clock",
    category: "Home",
    tagline: "One hand. It is about twenty past.",
    description:
      "A wall clock with a single hand that goes round once a day, so that a morning looks as long as it feels. Turned ash, silent movement.",
    price: 9800,
    stock: 36,
    limit: 1,
    attributes: {
      Diameter: "28 cm",
      Case: "Turned ash",
      Movement: "Silent, 24 hours",
      Battery: "AA, included",
    },
  },
  {
    sku: "HOM-THROW-06",
    slug: "bracken-throw",
    name: "Bracken throw",
    category: "Home",
    tagline: "The colour of a hillside in October.",
    description:
      "A lambswool throw in a large honeycomb weave that traps warmth and forgives cats. Woven in the Borders on looms older than the web.",
    price: 12800,
    stock: 80,
    limit: 3,
    attributes: { Size: "190 × 130 cm", Wool: "Lambswool", Weave: "Honeycomb", Made: "Selkirk" },
  },
];
