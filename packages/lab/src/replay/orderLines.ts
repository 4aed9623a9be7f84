import { parseDecimal, toInteger, type Decimal } from "./decimal.ts";

/** The columns of the Online Retail data set (D. Chen, UCI Machine Learning Repository, doi:10.24432/C5BW33). */
export const columns = [
  "InvoiceNo",
  "StockCode",
  "Description",
  "Quantity",
  "InvoiceDate",
  "UnitPrice",
  "CustomerID",
  "Country",
] as const;
export type Row = Readonly<Record<(typeof columns)[number], string>>;

/** Why a row is left out, in the order in which the reasons are tried: a row counts under the first that applies. */
export const skipReasons = [
  "malformed",
  "cancellation",
  "quantity",
  "price",
  "not_a_product",
  "description",
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** A row that is part of an order. */
export interface OrderLine {
  readonly invoice: string;
  /** Byte for byte: `84997B` and `84997b` are two products. */
  readonly stockCode: string;
  readonly description: string;
  /** Whole and positive. */
  readonly quantity: number;
  /** Pounds sterling, positive. */
  readonly unitPrice: Decimal;
  /** Undefined for a guest. */
  readonly customerId: string | undefined;
  readonly country: string;
}

/** A row as an order line, or why it is none. Whole and numeric are judged first, so the others can rely on it. */
export function classify(row: Row): OrderLine | SkipReason {
  const amount = parseDecimal(row.Quantity);
  const quantity = amount && toInteger(amount);
  const unitPrice = parseDecimal(row.UnitPrice);
  if (quantity === undefined || unitPrice === undefined || !isTimestamp(row.InvoiceDate)) return "malformed";
  if (row.InvoiceNo.startsWith("C")) return "cancellation";
  if (quantity <= 0) return "quantity";
  if (unitPrice.units <= 0n) return "price";
  if (!/^[0-9]{5}/.test(row.StockCode)) return "not_a_product";
  if (row.Description.trim() === "") return "description";
  return {
    invoice: row.InvoiceNo,
    stockCode: row.StockCode,
    description: row.Description,
    quantity,
    unitPrice,
    customerId: row.CustomerID.trim() || undefined,
    country: row.Country,
  };
}

/** `YYYY-MM-DD HH:MM:SS`, and a moment that exists: there is no 30 February. */
function isTimestamp(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return false;
  const time = new Date(`${text.replace(" ", "T")}Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text.replace(" ", "T"));
}
