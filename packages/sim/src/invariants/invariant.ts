/** What must hold on every day, by its short name: what is reported when it breaks. */
export type Invariant =
  | "never oversell"
  | "sold out only when true"
  | "money = orders"
  | "one checkout, one order"
  | "given up for good"
  | "every move has its entry"
  | "nothing lost, nothing doubled"
  | "nothing stays open"
  | "nobody sees another's"
  | "the books agree"
  /** A function that never ends, and also whatever is thrown where nobody catches it. */
  | "nothing hangs"
  /** An answer that is none of our own errors, though no fault struck. */
  | "nothing fails without a reason";
