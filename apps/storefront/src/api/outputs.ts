import type { inferOutput } from "@trpc/tanstack-react-query";
import type { useTRPC } from "./trpc.ts";

type Api = ReturnType<typeof useTRPC>;

/** The API's answers as they arrive: JSON, in which a field that is undefined is absent. */
export type Order = inferOutput<Api["order"]["get"]>;
export type Quote = inferOutput<Api["checkout"]["quote"]>;
