"use client";

import { orderStatusSchema } from "@doorbuster/core/order/order";
import { Button } from "@doorbuster/web/components/button";
import { SelectField, TextField } from "@doorbuster/web/components/field";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { filterHref, type OrderFilter } from "./search-params.ts";
import { statusWords } from "./words.ts";

const typingPauseMs = 350;

/** The filter lives in the address; this form only edits it. Typing searches after a pause, Enter at once. */
export function SearchForm({ filter }: { readonly filter: OrderFilter }) {
  const router = useRouter();
  const [text, setText] = useState(filter.text);
  const apply = (changed: Partial<OrderFilter>) =>
    router.replace(filterHref({ ...filter, text, ...changed }), { scroll: false });

  useEffect(() => {
    if (text.trim() === filter.text) return;
    const timer = setTimeout(
      () => router.replace(filterHref({ ...filter, text }), { scroll: false }),
      typingPauseMs,
    );
    return () => clearTimeout(timer);
  }, [text, filter, router]);

  return (
    <search aria-label="Orders">
      <form
        className="mb-4 grid gap-3 sm:grid-cols-[minmax(0,26rem)_12rem_auto] sm:items-end"
        onSubmit={(event) => {
          event.preventDefault();
          apply({});
        }}
      >
        <TextField
          label="Search"
          type="search"
          placeholder="Order id, e-mail, name or SKU"
          autoComplete="off"
          spellCheck={false}
          maxLength={254}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <SelectField
          label="Status"
          value={filter.status ?? ""}
          onChange={(event) => apply({ status: orderStatusSchema.safeParse(event.target.value).data })}
        >
          <option value="">Any status</option>
          {orderStatusSchema.options.map((status) => (
            <option key={status} value={status}>
              {statusWords[status].text}
            </option>
          ))}
        </SelectField>
        {(text || filter.status) && (
          <Button
            variant="ghost"
            className="justify-self-start"
            onClick={() => {
              setText("");
              apply({ text: "", status: undefined });
            }}
          >
            Clear
          </Button>
        )}
      </form>
    </search>
  );
}
