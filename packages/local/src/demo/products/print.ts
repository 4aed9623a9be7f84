import type { ProductDraft } from "../products.ts";

export const print: readonly ProductDraft[] = [
  {
    sku: "PRN-TIDES-25",
    slug: "tide-table-print",
    name: "Tide table, print",
    category: "Print",
    tagline: "A year of the sea on one sheet.",
    description:
      "Every high and low water at Whitby for the coming year, drawn as one unbroken line. Two-colour risograph on heavy uncoated paper, numbered.",
    price: 3400,
    stock: 200,
    attributes: {
      Size: "50 × 70 cm",
      Process: "Two-colour risograph",
      Paper: "Uncoated, 170 g",
      Edition: "200, numbered",
    },
  },
  {
    sku: "PRN-MOTH-12",
    slug: "moth-chart",
    name: "Moth chart",
    category: "Print",
    tagline: "Thirty moths you have already met by the porch light.",
    description:
      "A screen-printed field chart in four inks, one of which only shows by lamplight. Names in English, Latin and the local word where there is one.",
    price: 4800,
    stock: 100,
    limit: 3,
    attributes: {
      Size: "59 × 84 cm",
      Process: "Four-colour screen print",
      Paper: "Cotton rag, 250 g",
      Edition: "100, signed",
    },
  },
  {
    sku: "PRN-ATLAS-02",
    slug: "walkers-atlas",
    name: "The walker's atlas",
    category: "Print",
    tagline: "Forty walks, all of which end at a fire.",
    description:
      "A cloth-bound book of hand-drawn maps, lie-flat, with a pencil in the spine and room in the margins. Rain-proof enough for the first hour.",
    price: 3200,
    stock: 300,
    attributes: { Pages: "208", Binding: "Cloth, lie-flat", Size: "15 × 21 cm", Maps: "40, hand-drawn" },
  },
  {
    sku: "PRN-ALMANAC-26",
    slug: "desk-almanac",
    name: "Desk almanac",
    category: "Print",
    tagline: "A day is one line long. Choose it well.",
    description:
      "A letterpress year with moonrise, sunset and one blank line a day. It tears off by the month and leaves a good pencil box behind.",
    price: 2200,
    stock: 350,
    attributes: {
      Size: "10 × 15 cm",
      Process: "Letterpress",
      Paper: "Uncoated, 120 g",
      Year: "Starts any month",
    },
  },
];
