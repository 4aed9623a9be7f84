/// <reference lib="dom" />

/**
 * Keeps the list current: asks for it every few seconds while somebody looks, and changes the page only when there is
 * something new. Also shows times in the reader's own zone. Without script the page works as it came.
 */
const everyMs = 3_000;

function localizeTimes(): void {
  const today = new Date().toDateString();
  for (const element of document.querySelectorAll("time")) {
    const time = new Date(element.dateTime);
    const short = element.hasAttribute("data-short");
    const format: Intl.DateTimeFormatOptions = short
      ? time.toDateString() === today
        ? { hour: "2-digit", minute: "2-digit" }
        : { day: "numeric", month: "short" }
      : { dateStyle: "full", timeStyle: "medium" };
    element.textContent = new Intl.DateTimeFormat(undefined, format).format(time);
  }
}

async function refresh(): Promise<void> {
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const list = document.querySelector("#list")!;
  const next = fresh.querySelector("#list")!;
  if (list.getAttribute("data-newest") === next.getAttribute("data-newest")) return;

  const focused = document.activeElement?.closest("#list a")?.getAttribute("href");
  const before = Number(list.getAttribute("data-total"));
  list.replaceWith(next);
  document.title = fresh.title;
  localizeTimes();
  if (focused) document.querySelector<HTMLElement>(`#list a[href="${CSS.escape(focused)}"]`)?.focus();
  const more = Number(next.getAttribute("data-total")) - before;
  if (more > 0) {
    document.querySelector("#news")!.textContent = more === 1 ? "1 new message" : `${more} new messages`;
  }
}

async function keepCurrent(): Promise<void> {
  // A failed look is no news: the next one may succeed.
  if (document.visibilityState === "visible") await refresh().catch(() => undefined);
  setTimeout(() => void keepCurrent(), everyMs);
}

localizeTimes();
void keepCurrent();
