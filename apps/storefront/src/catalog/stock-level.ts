/** How much is left, in the three degrees that change what a shopper does. */
export type StockLevel = "plenty" | "few" | "none";

/** At and below this many, a shopper is told to hurry. */
const fewAtMost = 10;

export function stockLevel(left: number): StockLevel {
  if (left <= 0) return "none";
  return left <= fewAtMost ? "few" : "plenty";
}

/** `Sold out`, `Only 3 left`, `1,204 left`. */
export function stockWords(left: number): string {
  switch (stockLevel(left)) {
    case "none":
      return "Sold out";
    case "few":
      return `Only ${left} left`;
    case "plenty":
      return `${left.toLocaleString("en-GB")} left`;
  }
}
