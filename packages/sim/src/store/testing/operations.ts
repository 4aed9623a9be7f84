import type { TableDefinition } from "@doorbuster/adapters/definitions/tables";
import * as fc from "fast-check";
import { queries, reads } from "./readOperations.ts";
import { vocabulary, type Operation } from "./vocabulary.ts";
import { singleWrites, transactions } from "./writeOperations.ts";

/** Some operations on these tables, and then some of the same once more, word for word. */
export function scripts(tables: Readonly<Record<string, TableDefinition>>): fc.Arbitrary<Operation[]> {
  const vocabularies = Object.entries(tables).map(([name, definition]) => vocabulary(name, definition));
  const operation = fc.oneof(
    { weight: 5, arbitrary: fc.oneof(...vocabularies.map(singleWrites)) },
    { weight: 6, arbitrary: transactions(vocabularies) },
    { weight: 1, arbitrary: fc.oneof(...vocabularies.map(reads)) },
    { weight: 3, arbitrary: fc.oneof(...vocabularies.map(queries)) },
  );
  return fc
    .tuple(
      fc.array(operation, { minLength: 1, maxLength: 40, size: "max" }),
      fc.array(fc.nat(), { maxLength: 8 }),
    )
    .map(([script, again]) => [...script, ...again.flatMap((n) => script[n % script.length] ?? [])]);
}
