"use client";

import { useState } from "react";
import { Button } from "@doorbuster/web/components/button";
import { Notice } from "@doorbuster/web/components/notice";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import { appCodeOf } from "@doorbuster/web/trpc/errors";
import { PushDenied } from "./push-browser.ts";
import { useLocalPush } from "./use-local-push.ts";
import { useWishes, WrongWishes } from "./use-wishes.ts";
import { WishesForm } from "./wishes-form.tsx";
import type { Wishes } from "./wishes.ts";

/**
 * Where a customer says how to be told: for one order, or without one for the account of whoever is signed in.
 *
 * @param email where the mails go
 */
export function KeepMePosted({
  orderId,
  email,
}: {
  readonly orderId?: string;
  readonly email: string | undefined;
}) {
  const isLocal = useLocalPush();
  return (
    <section aria-labelledby="keep-me-posted" className="rounded-xl bg-surface p-5 shadow-card sm:p-6">
      <h2 id="keep-me-posted" className="text-xl font-semibold tracking-tight">
        Keep me posted
      </h2>
      <p className="mt-1 text-sm text-ink-muted">
        We write to <span className="break-all">{email ?? "the address in your order"}</span> when something
        happens. Choose what else you would like.
      </p>
      <div className="mt-5">
        <Panel orderId={orderId} isLocal={isLocal} />
      </div>
    </section>
  );
}

function Panel({ orderId, isLocal }: { readonly orderId: string | undefined; readonly isLocal: boolean }) {
  const { wishes, failure, retry, save } = useWishes(orderId);
  const [draft, setDraft] = useState<Wishes>();
  if (wishes === undefined && failure !== null) return <Unavailable error={failure} onRetry={retry} />;
  if (wishes === undefined) return <PanelSkeleton />;
  const change = (next: Wishes) => {
    save.reset();
    setDraft(next);
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft ?? wishes, { onSuccess: () => setDraft(undefined) });
      }}
    >
      <WishesForm
        wishes={draft ?? wishes}
        isLocal={isLocal}
        errors={save.error instanceof WrongWishes ? save.error.errors : {}}
        onChange={change}
      />
      {save.error !== null && !(save.error instanceof WrongWishes) && <NotSaved error={save.error} />}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" busy={save.isPending} disabled={draft === undefined && !save.isPending}>
          Save
        </Button>
        <p role="status" className="text-sm text-ink-muted">
          {save.isSuccess && draft === undefined && "Saved."}
        </p>
      </div>
    </form>
  );
}

function NotSaved({ error }: { readonly error: Error }) {
  if (error instanceof PushDenied) {
    return (
      <Notice tone="warn" title="Your browser does not allow notifications">
        Allow them for this site in the browser’s settings, or leave that box empty. Nothing was saved.
      </Notice>
    );
  }
  return (
    <Notice tone="bad" title="That was not saved">
      The shop, or your browser’s push service, does not answer just now. Please try again.
    </Notice>
  );
}

function Unavailable({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  if (appCodeOf(error) === "UNAUTHENTICATED") {
    return <p className="text-sm text-ink-muted">This order belongs to an account. Sign in to choose.</p>;
  }
  return (
    <Notice
      tone="warn"
      title="We can’t fetch your choices"
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      Your mails come all the same.
    </Notice>
  );
}

function PanelSkeleton() {
  return (
    <div role="status" aria-label="Loading your choices" className="flex flex-col gap-4">
      <Skeleton className="h-6 w-2/3" />
      <Skeleton className="h-6 w-3/4" />
      <Skeleton className="h-6 w-1/2" />
    </div>
  );
}
