"use client";

import { TextField } from "@doorbuster/web/components/field";
import { useMounted } from "../site/use-mounted.ts";
import { CheckRow } from "./check-row.tsx";
import { KindTable } from "./kind-table.tsx";
import { canPush } from "./push-browser.ts";
import type { WishErrors, Wishes } from "./wishes.ts";

const hints = {
  browser: "They appear when the shop is closed, too.",
  local: "This browser reaches no push service: they appear while a page of the shop is open.",
  none: "This browser has none.",
} as const;

/**
 * The fields, without a word about saving.
 *
 * @param isLocal pushes reach this browser through the laptop edition's push service
 */
export function WishesForm({
  wishes,
  isLocal,
  errors,
  onChange,
}: {
  readonly wishes: Wishes;
  readonly isLocal: boolean;
  readonly errors: WishErrors;
  readonly onChange: (wishes: Wishes) => void;
}) {
  const isPushable = useMounted() && canPush();
  return (
    <>
      <CheckRow label="Text messages" checked={wishes.sms} onChange={(sms) => onChange({ ...wishes, sms })}>
        <TextField
          label="Mobile number"
          type="tel"
          autoComplete="tel"
          hint="With country code. Used for nothing else."
          value={wishes.phone}
          error={errors.phone}
          onChange={({ target }) => onChange({ ...wishes, phone: target.value })}
        />
      </CheckRow>
      <CheckRow
        label="Notifications in this browser"
        hint={isPushable ? (isLocal ? hints.local : hints.browser) : hints.none}
        disabled={!isPushable}
        checked={wishes.push}
        onChange={(push) => onChange({ ...wishes, push })}
      />
      {(wishes.sms || wishes.push) && (
        <CheckRow
          label="Quiet hours"
          hint="Texts and notifications wait until they are over. E-mail does not."
          checked={wishes.quiet}
          onChange={(quiet) => onChange({ ...wishes, quiet })}
        >
          <div className="grid max-w-sm grid-cols-2 gap-4">
            <TextField
              label="From"
              type="time"
              value={wishes.from}
              onChange={({ target }) => onChange({ ...wishes, from: target.value })}
            />
            <TextField
              label="To"
              type="time"
              value={wishes.to}
              error={errors.to}
              onChange={({ target }) => onChange({ ...wishes, to: target.value })}
            />
          </div>
          <p className="mt-2 text-sm text-ink-muted">Times in {wishes.zone.replaceAll("_", " ")}.</p>
        </CheckRow>
      )}
      <details>
        <summary className="w-fit cursor-pointer text-sm font-medium">What we tell you</summary>
        <div className="mt-4">
          <KindTable wishes={wishes} onChange={onChange} />
        </div>
      </details>
    </>
  );
}
