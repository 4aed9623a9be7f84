"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { RefObject } from "react";
import { Notice } from "@doorbuster/web/components/notice";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import { currentTheme } from "@doorbuster/web/components/theme-storage";
import { loadCardFields } from "./card/load.ts";
import type { Appearance, CardFieldsChange, CardFieldsHandle } from "./card/port.ts";
import type { CardFieldsSetting } from "./card/setting.ts";

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

/** The payment provider's card fields, in frames of its own origin. `handleRef` is set while they can be used. */
export function CardFields({
  setting,
  handleRef,
  error,
  onChange,
}: {
  readonly setting: CardFieldsSetting;
  readonly handleRef: RefObject<CardFieldsHandle | null>;
  readonly error: string | undefined;
  readonly onChange: (change: CardFieldsChange) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  const changed = useEffectEvent(onChange);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let unmounted = false;
    let mounted: CardFieldsHandle | undefined;
    const follow = () => mounted?.setAppearance(appearanceOf(element));
    const themes = new MutationObserver(follow);
    const system = matchMedia("(prefers-color-scheme: dark)");
    const start = async () => {
      const mount = await loadCardFields(setting);
      if (unmounted) return;
      mounted = mount(element, { appearance: appearanceOf(element), onChange: (change) => changed(change) });
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
  }, [setting, handleRef]);

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
