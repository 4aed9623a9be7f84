"use client";

import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { ShopRouter } from "@doorbuster/api/shop/router";

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<ShopRouter>();
