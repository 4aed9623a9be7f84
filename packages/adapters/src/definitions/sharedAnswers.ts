/**
 * Queries of the shop that answer everybody alike and are asked by the whole crowd every few seconds: whatever stands
 * before the API may give one answer to all for a moment. They take nothing of a request but its input, which a test
 * holds; a query that looks at who is asking must never stand here.
 */
export const sharedQueries = ["catalog.list", "catalog.get"] as const;

/** For how long, in seconds: as old as the function's own cache lets its answers get (`core/catalog/shelf.ts`). */
export const sharedSeconds = 1;

/** What an answer is kept by: tRPC's input, and whether it is wrapped as a batch. */
export const sharedParameters = ["input", "batch"] as const;
