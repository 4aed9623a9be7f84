"use client";

import type { OpsRouter } from "@doorbuster/api/ops/router";
import type { inferRouterOutputs } from "@trpc/server";
import { createTRPCContext } from "@trpc/tanstack-react-query";

export const { TRPCProvider, useTRPC } = createTRPCContext<OpsRouter>();

/** What the console's procedures answer, by path: `Answers["orders"]["get"]`. */
export type Answers = inferRouterOutputs<OpsRouter>["ops"];
