import { html, text, type HttpAnswer } from "../service-kit/http.ts";
import { brand, markup, page, type Markup } from "../service-kit/page.ts";
import type { Message, MessagePage, MessageStore, MessageSummary } from "./message-store.ts";
import { styles } from "./styles.ts";

const pageSize = 50;

const channelNames = { email: "E-mail", sms: "SMS", push: "Push" } as const satisfies Record<
  Message["channel"],
  string
>;

/** What of the address outlives a click: the search, and how far down the list is. */
interface Place {
  readonly search: string;
  readonly after: string | undefined;
}

/** The list, and beside it the message of `id`. A phone shows one of the two. */
export async function inboxPage(
  store: MessageStore,
  query: URLSearchParams,
  id?: string,
): Promise<HttpAnswer> {
  const place: Place = { search: query.get("q")?.trim() ?? "", after: query.get("after") ?? undefined };
  const list = await store.list({ text: place.search, limit: pageSize, after: place.after });
  const message = id === undefined ? undefined : await store.get(id);
  const missing = id !== undefined && !message;
  const body = markup`
<header>
  <a class="home" href="/">${brand("inbox")}</a>
  <form role="search" action="/">
    <label class="hidden" for="q">Search recipients and subjects</label>
    <input id="q" name="q" type="search" placeholder="Search recipients and subjects" value="${place.search}">
  </form>
</header>
<p class="hidden" role="status" id="news"></p>
<main class="${message || missing ? "reading" : "listing"}">
  ${!message && !missing && markup`<h1 class="hidden">Inbox</h1>`}
  <nav aria-label="Messages">${listView(list, place, id)}</nav>
  <section aria-label="Message">${
    message ? messageView(message, query.get("view"), place) : emptyView(list, place, missing)
  }</section>
</main>`;
  const title = `${message ? `${titleOf(message)} · ` : ""}Inbox (${list.total}) · Doorbuster`;
  return html(missing ? 404 : 200, page({ title, styles, body, scripts: ["/refresh.js"] }), {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy":
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  });
}

/** The HTML of a message by itself, for the frame in which it cannot do anything but open links in a new tab. */
export async function messageBody(store: MessageStore, id: string): Promise<HttpAnswer> {
  const message = await store.get(id);
  if (!message?.html) return text(404, "no such message, or it has no HTML part");
  const base = '<base target="_blank">';
  const body = /<head[^>]*>/i.test(message.html)
    ? message.html.replace(/<head[^>]*>/i, (head) => head + base)
    : base + message.html;
  return html(200, body, {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy":
      "default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'",
  });
}

function listView({ messages, total, next }: MessagePage, place: Place, current?: string): Markup {
  const older = next && new URLSearchParams({ ...(place.search && { q: place.search }), after: next });
  return markup`<div id="list" data-newest="${messages[0]?.id}" data-total="${total}">
<p class="count">${countOf(total)}${place.search && markup` for “${place.search}”`}</p>
<ol>${messages.map((message) => item(message, place, message.id === current))}</ol>
<p class="paging">${place.after && markup`<a href="${linkTo("/", { ...place, after: undefined })}">Newest</a>`}
${older && markup`<a href="/?${older.toString()}">Older</a>`}</p>
</div>`;
}

function item(message: MessageSummary, place: Place, current: boolean): Markup {
  const type = message.tags["type"];
  return markup`<li><a href="${linkTo(`/messages/${message.id}`, place)}"${current && markup` aria-current="page"`}>
<span class="row"><span class="to">${message.to[0] ?? "–"}</span>${timeOf(message.acceptedAt, true)}</span>
<span class="subject">${message.subject || "(no subject)"}</span>
<span class="row"><span class="badge">${channelNames[message.channel]}</span>${
    type && markup`<span class="badge accent">${type}</span>`
  }</span></a></li>`;
}

function messageView(message: Message, view: string | null, place: Place): Markup {
  const asText = message.html === null || (view === "text" && message.text !== null);
  const address = (kind: string) =>
    linkTo(`/messages/${message.id}`, place, kind === "text" ? { view: "text" } : {});
  const tab = (name: string, kind: string, current: boolean) =>
    markup`<a href="${address(kind)}"${current && markup` aria-current="page"`}>${name}</a>`;
  return markup`<article>
<p class="back"><a href="${linkTo("/", place)}">Back to the list</a></p>
<h1>${titleOf(message)}</h1>
<dl>
${[
  line("From", message.from),
  line("To", message.to.join(", ")),
  line("Cc", message.cc.join(", ")),
  line("Bcc", message.bcc.join(", ")),
  line("Reply to", message.replyTo.join(", ")),
  line("Accepted", timeOf(message.acceptedAt)),
  line("Channel", channelNames[message.channel]),
]}
</dl>
${details("Tags", Object.entries(message.tags))}
${details(
  "Headers",
  message.headers.map(({ name, value }) => [name, value] as const),
)}
${
  message.html !== null &&
  message.text !== null &&
  markup`<nav class="tabs" aria-label="Parts of the message">${tab("HTML", "html", !asText)}${tab("Plain text", "text", asText)}</nav>`
}
${
  asText
    ? markup`<pre class="body" tabindex="0">${message.text}</pre>`
    : markup`<iframe class="body" title="The message" src="/messages/${message.id}/body" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
}
</article>`;
}

/** A text message has no subject but itself, which is shown below. */
function titleOf({ channel, subject }: Message): string {
  return channel === "sms" ? "Text message" : subject || "(no subject)";
}

function emptyView({ total }: MessagePage, { search }: Place, missing: boolean): Markup {
  if (missing) return empty(markup`<h1>This message is not here</h1><p><a href="/">All messages</a></p>`);
  if (total > 0) return empty(markup`<p>Choose a message to read it.</p>`);
  return search
    ? empty(
        markup`<h2>Nothing found</h2><p>No recipient or subject contains “${search}”. <a href="/">All messages</a></p>`,
      )
    : empty(
        markup`<h2>No messages yet</h2><p>Whatever the shop sends to its customers arrives here, and goes no further.</p>`,
      );
}

function empty(content: Markup): Markup {
  return markup`<div class="empty"><div>${content}</div></div>`;
}

function line(name: string, value: string | Markup): Markup | "" {
  return value === "" ? "" : markup`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function details(name: string, pairs: readonly (readonly [string, string])[]): Markup | "" {
  if (pairs.length === 0) return "";
  return markup`<details><summary>${name} (${pairs.length})</summary><dl>${pairs.map(([key, value]) => line(key, value))}</dl></details>`;
}

/** UTC as it comes; the page's script shows it in the reader's zone. */
function timeOf(iso: string, short = false): Markup {
  const shown = short ? iso.slice(11, 16) : `${iso.slice(0, 19).replace("T", " ")} UTC`;
  return markup`<time datetime="${iso}"${short && markup` data-short`}>${shown}</time>`;
}

function countOf(total: number): string {
  return total === 1 ? "1 message" : `${total.toLocaleString("en-GB")} messages`;
}

function linkTo(path: string, { search, after }: Place, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    ...(search && { q: search }),
    ...(after && { after }),
    ...more,
  }).toString();
  return query === "" ? path : `${path}?${query}`;
}
