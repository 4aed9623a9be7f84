"use client";

import { useEffect, useRef, useState } from "react";
import type { RefObject } from "react";
import { Notice } from "@doorbuster/web/components/notice";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import { currentTheme } from "@doorbuster/web/components/theme-storage";

/** The part of the payment provider's script that we use. The card's digits stay inside its frame. */
export interface CardFieldsHandle {
  readonly ready: Promise<void>;
  createToken(): Promise<{ readonly token: string } | { readonly error: string }>;
  setAppearance(appearance: Appearance): void;
  focus(): void;
  unmount(): void;
}

interface Appearance {
  readonly theme: "auto" | "light" | "dark";
  readonly radius: string;
  readonly colors: Readonly<Record<string, string>>;
}

interface CardFieldsScript {
  mount(element: HTMLElement, options: { readonly appearance: Appearance }): CardFieldsHandle;
}

/** The page's theme, which the frame cannot see. Colours are read as computed: variables do not cross into a frame. */
function appearanceOf(element: HTMLElement): Appearance {
  const theme = currentTheme();
  const probe = document.createElement("span");
  element.append(probe);
  const computed = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colors = {
    text: computed("--ink"),
    label: computed("--ink"),
    placeholder: computed("--ink-muted"),
    background: computed("--surface"),
    border: computed("--line-strong"),
    accent: computed("--focus"),
    danger: computed("--bad"),
  };
  probe.remove();
  return { theme: theme === "system" ? "auto" : theme, radius: "6px", colors };
}

/** Loads the provider's script once a page; a failed load is forgotten, so that the next mount tries again. */
function loadScript(fieldsUrl: string): Promise<CardFieldsScript> {
  const page = window as { DoorbusterFields?: CardFieldsScript };
  if (page.DoorbusterFields !== undefined) return Promise.resolve(page.DoorbusterFields);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${fieldsUrl}/fields.js`;
    script.onload = () =>
      page.DoorbusterFields === undefined ? reject(new Error()) : resolve(page.DoorbusterFields);
    script.onerror = () => {
      script.remove();
      reject(new Error());
    };
    document.head.append(script);
  });
}

/** The payment provider's card fields, in a frame of its own origin. `handleRef` is set while they can be used. */
export function CardFields({
  fieldsUrl,
  handleRef,
  error,
}: {
  readonly fieldsUrl: string;
  readonly handleRef: RefObject<CardFieldsHandle | null>;
  readonly error: string | undefined;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let unmounted = false;
    let mounted: CardFieldsHandle | undefined;
    const follow = () => mounted?.setAppearance(appearanceOf(element));
    const themes = new MutationObserver(follow);
    const system = matchMedia("(prefers-color-scheme: dark)");
    const start = async () => {
      const script = await loadScript(fieldsUrl);
      if (unmounted) return;
      mounted = script.mount(element, { appearance: appearanceOf(element) });
      handleRef.current = mounted;
      themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
      system.addEventListener("change", follow);
      await mounted.ready;
    };
    start().then(
      () => !unmounted && setState("ready"),
      () => !unmounted && setState("failed"),
    );
    return () => {
      unmounted = true;
      themes.disconnect();
      system.removeEventListener("change", follow);
      handleRef.current = null;
      mounted?.unmount();
    };
  }, [fieldsUrl, handleRef]);

  return (
    <div className="flex flex-col gap-3">
      {state === "failed" ? (
        <Notice tone="bad" title="The card fields did not load">
          The payment provider can’t be reached. Nothing has been charged. Reload the page to try again.
        </Notice>
      ) : (
        <div className="relative min-h-[10.5rem]">
          {state === "loading" && <Skeleton className="absolute inset-0" />}
          <div ref={place} className={state === "loading" ? "opacity-0" : undefined} />
        </div>
      )}
      {error !== undefined && (
        <p role="alert" className="text-sm font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
