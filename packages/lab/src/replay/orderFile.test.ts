import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { OrderFileError, readOrderFile } from "./orderFile.ts";

const header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
const row = "536368,22914,BLUE COAT RACK,3,2010-12-01 08:34:00,4.95,13047,United Kingdom";

async function read(content: string | Uint8Array) {
  await using folder = await mkdtempDisposable(path.join(tmpdir(), "lab-orders-"));
  const file = path.join(folder.path, "orders.csv");
  await writeFile(file, content);
  return await readOrderFile(file);
}

test("counts what it skips and names the lines of malformed rows", async () => {
  const { lines, skipped, malformedAt, accepted } = await read(
    [
      header,
      row,
      "536369,22914,too,few",
      `${row},one too many`,
      'C536370,22914,"a, b",-1,2010-12-01 08:34:00,4.95,,France',
      '536371,84997b,"two\nlines",1,2010-12-01 08:34:00,4.95,,France',
      "536372,22914,no number,x,2010-12-01 08:34:00,4.95,,France",
      "",
    ].join("\n"),
  );
  expect(accepted.map(({ invoice }) => invoice)).toEqual(["536368", "536371"]);
  expect(skipped).toMatchObject({ malformed: 3, cancellation: 1 });
  expect(malformedAt).toEqual([3, 4, 8]);
  expect(lines).toBe(6);
});

test("takes the columns in any order, a byte order mark, Windows line ends and stray quotation marks", async () => {
  const columns = header.split(",").toReversed().join(",");
  const fields = '536368,22914,6" RULER,3,2010-12-01 08:34:00,4.95,13047,France'
    .split(",")
    .toReversed()
    .join(",");
  const { accepted } = await read(`\uFEFF${columns}\r\n${fields}\r\n`);
  expect(accepted).toMatchObject([{ invoice: "536368", description: '6" RULER', country: "France" }]);
});

test("a quotation mark that is never closed costs the rows behind it, and nothing before it", async () => {
  const { lines, skipped, malformedAt, accepted } = await read(
    `${header}\n${row}\n5,22914,"open,1\n${row}\n`,
  );
  expect(accepted).toHaveLength(1);
  expect(skipped.malformed).toBe(1);
  expect(malformedAt).toEqual([3]);
  expect(lines).toBe(2);
});

test.each<[string, string | Uint8Array, RegExp]>([
  ["an empty file", "", /is empty/],
  ["a binary file", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0), /not a text file/],
  ["text in UTF-16", Buffer.from(`${header}\n${row}\n`, "utf16le"), /not a text file/],
  ["a missing column", `${header.replace("UnitPrice,", "")}\n`, /no column UnitPrice/],
  ["another table", "a,b\n1,2\n", /no column InvoiceNo, StockCode/],
  ["a header that is never closed", '"InvoiceNo,StockCode\n1,2\n', /no column InvoiceNo/],
])("refuses %s and says why", async (_what, content, message) => {
  await expect(read(content)).rejects.toThrow(OrderFileError);
  await expect(read(content)).rejects.toThrow(message);
});

test("refuses a file that is not there, and a folder", async () => {
  await expect(readOrderFile("/nowhere/orders.csv")).rejects.toThrow(/cannot be opened \(ENOENT\)/);
  await expect(readOrderFile(tmpdir())).rejects.toThrow(OrderFileError);
});

test("a header alone is a file of no orders", async () => {
  expect(await read(`${header}\n`)).toMatchObject({ lines: 0, accepted: [] });
});

test("every data row is skipped for one reason or accepted, whatever it holds", async () => {
  const field = fc.oneof(
    fc.constantFrom("C1", "12345", "1", "-1", "0", "2011-01-01 00:00:00", ""),
    fc.string(),
  );
  const quoted = field.map((text) => `"${text.replaceAll('"', '""')}"`);
  const records = fc.array(fc.array(quoted, { minLength: 1, maxLength: 9 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(records, async (list) => {
      const text = [header, ...list.map((fields) => fields.join(","))].join("\n");
      if (text.includes("\0")) return;
      const { lines, skipped, accepted } = await read(text);
      const skips = Object.values(skipped).reduce((sum, count) => sum + count, 0);
      expect(skips + accepted.length).toBe(lines);
      expect(lines).toBe(list.length);
    }),
  );
});
