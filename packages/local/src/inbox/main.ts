import { runService } from "../service-kit/run-service.ts";
import { startInbox } from "./inbox.ts";

/** The inbox as a process of its own: `main.ts --port N --data-dir DIR`. */
await runService("inbox", [], ({ port, dataDir }) => startInbox({ port, dataDir }));
