import type { ProductDraft } from "../products.ts";

export const audio: readonly ProductDraft[] = [
  {
    sku: "AUD-RADIO-03",
    slug: "kitchen-radio",
    name: "Kitchen radio",
    category: "Audio",
    tagline: "Two knobs. Both of them work with flour on your hands.",
    description:
      "Digital and FM radio with a full-range driver in a beech cabinet, and a display that is dark when you sleep. The left knob is loud, the right one is where.",
    price: 15900,
    stock: 50,
    limit: 2,
    attributes: {
      Receives: "DAB+, FM, Bluetooth",
      Driver: "3 inch, full range",
      Cabinet: "Beech",
      Power: "Mains or 20 h battery",
    },
  },
  {
    sku: "AUD-PHONES-08",
    slug: "quiet-headphones",
    name: "Quiet headphones",
    category: "Audio",
    tagline: "For trains, open plans and owls.",
    description:
      "Closed wool-felt cups and a headband you can take apart with one coin. Every part is sold on its own, for as long as we are here.",
    price: 18900,
    stock: 30,
    limit: 1,
    attributes: {
      Type: "Closed, over-ear",
      Cable: "1.6 m, detachable",
      Weight: "236 g",
      Repair: "Every part sold singly",
    },
  },
  {
    sku: "AUD-SPEAKER-05",
    slug: "pebble-speaker",
    name: "Pebble speaker",
    category: "Audio",
    tagline: "Sounds bigger than it skims.",
    description:
      "A palm-sized speaker cast from crushed slate and resin. It floats, it pairs with its twin, and it stays where you put it.",
    price: 7900,
    stock: 150,
    limit: 4,
    attributes: {
      Battery: "16 hours",
      Rating: "IP67, floats",
      Size: "11 × 9 × 5 cm",
      Pairs: "Stereo with a second",
    },
  },
  {
    sku: "AUD-TURN-01",
    slug: "longplay-turntable",
    name: "Longplay turntable",
    category: "Audio",
    tagline: "Thirty-three and a third, and nothing else to decide.",
    description:
      "A belt-driven deck on a plinth of reclaimed iroko laboratory bench. The arm is set up by hand before it leaves, and the numbers are written inside the lid.",
    price: 42000,
    stock: 12,
    limit: 1,
    attributes: {
      Drive: "Belt",
      Plinth: "Reclaimed iroko",
      Cartridge: "Moving magnet, fitted",
      Speeds: "33⅓, 45",
    },
  },
];
