import type { ProductDraft } from "../products.ts";

export const outdoor: readonly ProductDraft[] = [
  {
    sku: "OUT-FLASK-07",
    slug: "tarn-flask",
    name: "Tarn flask",
    category: "Outdoor",
    tagline: "Hot at the trig point, hot on the way down.",
    description:
      "Three quarters of a litre of double-walled steel with a lid that is also a cup. The enamel is fired in small batches, so no two are quite the same green.",
    price: 3800,
    stock: 240,
    limit: 6,
    attributes: {
      Volume: "750 ml",
      Material: "18/8 steel, vitreous enamel",
      Weight: "410 g",
      "Keeps hot": "14 hours",
    },
  },
  {
    sku: "OUT-LANTERN-02",
    slug: "harbour-lantern",
    name: "Harbour lantern",
    category: "Outdoor",
    tagline: "Lamplight that folds flat.",
    description:
      "A pleated lantern with a warm, dimmable light, for tables, tents and the end of the jetty. It closes to the thickness of a paperback and charges by USB-C.",
    price: 6400,
    stock: 120,
    limit: 4,
    attributes: {
      Light: "2,200 K, 20–240 lm",
      Battery: "32 hours at low",
      Folded: "19 × 12 × 3 cm",
      Rating: "IP54",
    },
  },
  {
    sku: "OUT-BLANKET-11",
    slug: "moorland-blanket",
    name: "Moorland blanket",
    category: "Outdoor",
    tagline: "Wool on one side, weather on the other.",
    description:
      "Undyed British wool, quilted to a waxed cotton back that shrugs off wet grass. Rolls into its own bridle-leather strap.",
    price: 11500,
    stock: 60,
    limit: 2,
    attributes: {
      Size: "180 × 140 cm",
      Wool: "Herdwick, undyed",
      Back: "Waxed cotton, 8 oz",
      Care: "Brush, air, sponge",
    },
  },
  {
    sku: "OUT-PACK-20",
    slug: "fell-daypack",
    name: "Fell daypack",
    category: "Outdoor",
    tagline: "Twenty litres, one zip, no dangling straps.",
    description:
      "A day's worth of bag from recycled sailcloth, cut from a single panel so that there are fewer seams to leak. Laptop sleeve inside, ice-axe loop outside.",
    price: 14200,
    stock: 45,
    limit: 2,
    attributes: { Volume: "20 l", Fabric: "Recycled sailcloth", Weight: "690 g", Laptop: "Up to 15 inches" },
  },
];
