"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient } from "@trpc/client";
import type { Operation } from "@trpc/client";
import { useState } from "react";
import type { ReactNode } from "react";
import type { ShopRouter } from "@doorbuster/api/shop/router";
import { AuthProvider, useSession } from "@doorbuster/web/auth/session";
import { apiLinks } from "@doorbuster/web/trpc/client";
import { createQueryClient } from "@doorbuster/web/trpc/query-client";
import { readTokenOf } from "../order/read-tokens.ts";
import { TRPCProvider } from "./trpc.ts";

/** Sign-in, the API and its cache, for the pages that know who their customer is. */
export function ApiProviders({ children }: { readonly children: ReactNode }) {
  return (
    <AuthProvider>
      <ShopApi>{children}</ShopApi>
    </AuthProvider>
  );
}

function ShopApi({ children }: { readonly children: ReactNode }) {
  const { getAccessToken } = useSession();
  const [queryClient] = useState(createQueryClient);
  const [client] = useState(() =>
    createTRPCClient<ShopRouter>({
      links: apiLinks({
        url: "/trpc",
        getAccessToken: async (operation) => (operation?.context["asGuest"] ? undefined : getAccessToken()),
        headersFor: readTokenHeader,
      }),
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

/** Reads an order with the token kept for it: in a header, because an address ends up in logs. */
function readTokenHeader({ input }: Operation): Record<string, string> {
  if (typeof input !== "object" || input === null || !("orderId" in input)) return {};
  const token = readTokenOf(String(input.orderId));
  return token === undefined ? {} : { "x-read-token": token };
}
