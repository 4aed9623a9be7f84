import { runService } from "../service-kit/run-service.ts";
import { startSandbox } from "./sandbox.ts";

/**
 * The payment sandbox as a process of its own:
 * `main.ts --port N --data-dir DIR [--public-url URL] [--host-origins "ORIGIN ORIGIN"] [--webhook-url URL]
 * [--webhook-events "TYPE TYPE"] [--webhook-after-ms N]`.
 *
 * Secrets come by the environment, where no process list shows them: `SANDBOX_SECRET_KEY`, `SANDBOX_PUBLISHABLE_KEY`
 * and, with `--webhook-url`, `SANDBOX_WEBHOOK_SECRETS` (comma-separated; two while one replaces the other).
 */
await runService(
  "payment sandbox",
  ["public-url", "host-origins", "webhook-url", "webhook-events", "webhook-after-ms"],
  ({ port, dataDir, options }) => {
    const secretKey = process.env["SANDBOX_SECRET_KEY"];
    if (!secretKey) throw new Error("SANDBOX_SECRET_KEY is not set");
    const publishableKey = process.env["SANDBOX_PUBLISHABLE_KEY"];
    const webhookUrl = options["webhook-url"];
    const secrets = process.env["SANDBOX_WEBHOOK_SECRETS"]?.split(",").filter(Boolean) ?? [];
    if (webhookUrl && secrets.length === 0) throw new Error("SANDBOX_WEBHOOK_SECRETS is not set");
    return startSandbox({
      port,
      dataDir,
      secretKey,
      ...(publishableKey ? { publishableKey } : {}),
      ...(options["public-url"] ? { publicUrl: options["public-url"] } : {}),
      ...(options["host-origins"] ? { hostOrigins: options["host-origins"].split(/\s+/) } : {}),
      ...(webhookUrl ? { webhook: { url: webhookUrl, secrets, ...webhookSettings(options) } } : {}),
    });
  },
);

function webhookSettings(options: Readonly<Record<string, string | undefined>>) {
  const events = options["webhook-events"];
  const afterMs = options["webhook-after-ms"];
  return {
    ...(events === undefined ? {} : { events: events.split(/\s+/) }),
    ...(afterMs === undefined ? {} : { afterMs: Number(afterMs) }),
  };
}
