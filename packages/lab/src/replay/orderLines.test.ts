import { expect, test } from "vitest";
import { classify, type Row } from "./orderLines.ts";

const good: Row = {
  InvoiceNo: "536368",
  StockCode: "22914",
  Description: "BLUE COAT RACK PARIS FASHION",
  Quantity: "3",
  InvoiceDate: "2010-12-01 08:34:00",
  UnitPrice: "4.95",
  CustomerID: "13047",
  Country: "United Kingdom",
};

test("a good row is an order line", () => {
  expect(classify(good)).toEqual({
    invoice: "536368",
    stockCode: "22914",
    description: "BLUE COAT RACK PARIS FASHION",
    quantity: 3,
    unitPrice: { units: 495n, scale: 2 },
    customerId: "13047",
    country: "United Kingdom",
  });
});

test("a row without a customer is a guest's", () => {
  expect(classify({ ...good, CustomerID: "" })).toMatchObject({ customerId: undefined });
});

test.each<[string, Partial<Row>]>([
  ["malformed", { Quantity: "three" }],
  ["malformed", { Quantity: "" }],
  ["malformed", { Quantity: "1.5" }],
  ["malformed", { UnitPrice: "£4.95" }],
  ["malformed", { UnitPrice: "" }],
  ["malformed", { InvoiceDate: "01/12/2010 08:34" }],
  ["malformed", { InvoiceDate: "2011-02-30 08:34:00" }],
  ["malformed", { InvoiceDate: "2011-02-28 24:01:00" }],
  ["malformed", { InvoiceDate: "" }],
  ["cancellation", { InvoiceNo: "C536379", Quantity: "-1" }],
  ["quantity", { Quantity: "0" }],
  ["quantity", { Quantity: "-9600" }],
  ["price", { UnitPrice: "0.00" }],
  ["price", { UnitPrice: "-11062.06" }],
  ["not_a_product", { StockCode: "POST" }],
  ["not_a_product", { StockCode: "1234" }],
  ["not_a_product", { StockCode: " 22914" }],
  ["description", { Description: "" }],
  ["description", { Description: "  " }],
])("is %s: %o", (reason, change) => {
  expect(classify({ ...good, ...change })).toBe(reason);
});

test("a row counts under the first reason that applies", () => {
  let row: Row = {
    ...good,
    Description: "",
    StockCode: "POST",
    UnitPrice: "0",
    Quantity: "-1",
    InvoiceNo: "C1",
    InvoiceDate: "?",
  };
  const mend = (change: Partial<Row>) => classify((row = { ...row, ...change }));
  expect(classify(row)).toBe("malformed");
  expect(mend({ InvoiceDate: good.InvoiceDate })).toBe("cancellation");
  expect(mend({ InvoiceNo: "1" })).toBe("quantity");
  expect(mend({ Quantity: "1" })).toBe("price");
  expect(mend({ UnitPrice: "0.01" })).toBe("not_a_product");
  expect(mend({ StockCode: "12345" })).toBe("description");
  expect(mend({ Description: "x" })).toMatchObject({ invoice: "1", stockCode: "12345" });
});
