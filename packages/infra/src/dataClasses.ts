/** Data of one kind has one key: whoever may read one kind can read no other. */
export const dataClasses = {
  tables: "orders, stock and what is known of customers",
  messages: "announcements and events under way: topics, queues, streams",
  lake: "order events without anything personal, what is asked of them, and the audit trail",
  secrets: "keys of others that we keep",
  logs: "what functions and the API write down",
} as const;

export type DataClass = keyof typeof dataClasses;
