import { buildSync } from "esbuild";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  json,
  listen,
  router,
  text,
  type HttpAnswer,
  type HttpRequest,
  type Route,
} from "../service-kit/http.ts";
import { MessageStore } from "./message-store.ts";
import { inboxPage, messageBody } from "./pages.ts";
import { acceptPush, cancelPush, pushedTo, subscribePush, type PushDeps } from "./push.ts";
import { PushStore } from "./push-store.ts";
import { sendEmail, sesError } from "./ses.ts";
import { publishSms } from "./sns.ts";

export interface InboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Holds `inbox.db` and `push.db`; made when missing. */
  readonly dataDir: string;
  readonly now?: () => number;
}

export interface Inbox {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

type Handler = (
  request: HttpRequest,
  params: Readonly<Record<string, string>>,
) => HttpAnswer | Promise<HttpAnswer>;

/** SES takes 40 MB with attachments, which simple content has not. */
const maxBodyBytes = 10 * 1024 * 1024;

/**
 * The inbox of the laptop edition: stands for SES, for SNS where that sends text messages, and for a push service; keeps
 * what it is sent, and shows it all in one list.
 */
export async function startInbox({ port, dataDir, now = Date.now }: InboxOptions): Promise<Inbox> {
  const store = new MessageStore(join(dataDir, "inbox.db"));
  const subscriptions = new PushStore(join(dataDir, "push.db"));
  const closeStores = () => {
    store.close();
    subscriptions.close();
  };
  let url = "";
  const find = router(routes(store, now, { subscriptions, messages: store, now, origin: () => url }));
  const handler = async (request: HttpRequest) => {
    const match = find(request.method, request.path);
    if (match) return match.handler(request, match.params);
    return request.path.startsWith("/v2/")
      ? sesError(404, "UnknownOperationException", "This operation is not part of the local inbox.")
      : text(404, "not found");
  };
  const service = await listen(handler, { port, maxBodyBytes }).catch((error: unknown) => {
    closeStores();
    throw error;
  });
  url = `http://localhost:${service.port}`;
  return {
    url,
    port: service.port,
    async close() {
      await service.close();
      closeStores();
    },
  };
}

function routes(store: MessageStore, now: () => number, push: PushDeps): Route<Handler>[] {
  const script = refreshScript();
  return [
    {
      method: "POST",
      path: "/v2/email/outbound-emails",
      handler: (request) => sendEmail(store, now, request),
    },
    { method: "POST", path: "/", handler: (request) => publishSms(store, now, request) },
    { method: "POST", path: "/push/subscriptions", handler: (request) => subscribePush(push, request) },
    { method: "POST", path: "/push/:id", handler: (request, { id = "" }) => acceptPush(push, id, request) },
    { method: "POST", path: "/push/:id/cancel", handler: (_request, { id = "" }) => cancelPush(push, id) },
    {
      method: "GET",
      path: "/push/:id/messages",
      handler: ({ query }, { id = "" }) => pushedTo(push, id, query),
    },
    { method: "GET", path: "/", handler: ({ query }) => inboxPage(store, query) },
    {
      method: "GET",
      path: "/messages/:id",
      handler: ({ query }, { id = "" }) => inboxPage(store, query, id),
    },
    { method: "GET", path: "/messages/:id/body", handler: (_request, { id = "" }) => messageBody(store, id) },
    { method: "GET", path: "/refresh.js", handler: () => script },
    { method: "GET", path: "/api/messages", handler: ({ query }) => listMessages(store, query) },
    { method: "GET", path: "/api/messages/:id", handler: (_request, { id = "" }) => getMessage(store, id) },
    { method: "GET", path: "/api/stats", handler: async () => json(200, await store.stats()) },
  ];
}

/** `GET /api/messages?channel=&to=&subject=&tag.NAME=&limit=&after=`; 50 a page unless told, 1,000 at most. */
async function listMessages(store: MessageStore, query: URLSearchParams): Promise<HttpAnswer> {
  const limit = Number(query.get("limit") ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    return text(400, "limit is a number from 1 to 1,000");
  const tags = [...query].flatMap(([name, value]) =>
    name.startsWith("tag.") ? [[name.slice(4), value]] : [],
  );
  const page = await store.list({
    channel: query.get("channel") ?? undefined,
    to: query.get("to") ?? undefined,
    subject: query.get("subject") ?? undefined,
    tags: Object.fromEntries(tags) as Record<string, string>,
    limit,
    after: query.get("after") ?? undefined,
  });
  return json(200, page, { "cache-control": "no-store" });
}

async function getMessage(store: MessageStore, id: string): Promise<HttpAnswer> {
  const message = await store.get(id);
  return message ? json(200, message) : text(404, "no such message");
}

function refreshScript(): HttpAnswer {
  const entry = fileURLToPath(new URL("refresh.ts", import.meta.url));
  const { outputFiles } = buildSync({ entryPoints: [entry], bundle: true, format: "esm", write: false });
  return {
    status: 200,
    headers: { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-cache" },
    body: outputFiles[0]!.text,
  };
}
