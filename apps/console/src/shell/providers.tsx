"use client";

import type { OpsRouter } from "@doorbuster/api/ops/router";
import { AuthProvider, useSession } from "@doorbuster/web/auth/session";
import { apiLinks } from "@doorbuster/web/trpc/client";
import { readFailure } from "@doorbuster/web/trpc/errors";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient } from "@trpc/client";
import { useState, type ReactNode } from "react";
import { TRPCProvider } from "./api.ts";

export function Providers({ children }: { readonly children: ReactNode }) {
  return (
    <AuthProvider>
      <ApiProvider>{children}</ApiProvider>
    </AuthProvider>
  );
}

function ApiProvider({ children }: { readonly children: ReactNode }) {
  const { getAccessToken } = useSession();
  const [queryClient] = useState(newQueryClient);
  const [client] = useState(() =>
    createTRPCClient<OpsRouter>({ links: apiLinks({ url: "/ops/trpc", getAccessToken, batch: true }) }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

/** A refusal is an answer and is shown at once; only silence is worth asking again about. */
function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && readFailure(error).kind === "network",
      },
    },
  });
}
