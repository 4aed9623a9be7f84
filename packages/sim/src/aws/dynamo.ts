import type { Service } from "./call.ts";
import type { MemoryStore } from "../store/memoryStore.ts";

/** DynamoDB: every command takes effect at one moment, as the store's rules have it. */
export function dynamoService(store: MemoryStore, onChange: () => void): Service {
  return {
    execute(commandName, input) {
      const changes = store.records.length;
      try {
        return store.execute(commandName, input);
      } finally {
        if (store.records.length > changes) onChange();
      }
    },
    describe: (input) => (isTransaction(input) ? `of ${input.TransactItems.length}` : keyIn(input)),
  };
}

function isTransaction(input: object): input is { TransactItems: object[] } {
  return "TransactItems" in input && Array.isArray(input.TransactItems);
}

/** The key of a single item, for the trace. */
function keyIn(input: object): string {
  const { TableName, IndexName, Key, Item } = input as Record<string, unknown>;
  const attributes = Object.values((Key ?? Item ?? {}) as Record<string, { S?: string }>);
  const values = attributes.slice(0, 2).map(({ S = "" }) => S);
  return [TableName, IndexName, ...values].filter((part) => typeof part === "string").join(" ");
}
