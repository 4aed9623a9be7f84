import path from "node:path";

import { calledByMachines, functionDefinitions, screenFeeds } from "../build/definitions.ts";
import {
  type EventSources,
  makePrecedence,
  openCheckpoints,
  startEventSources,
  startGateway,
  systemClock,
} from "../lambda/index.ts";
import { physicalName, queueUrl } from "../services/resources.ts";
import type { Embedded } from "./embedded.ts";
import { ownEnvironment, signInIssuer } from "./environment.ts";
import { type RunningFunctions, startFunctions } from "./functions.ts";
import { openJsonLog } from "./json-log.ts";
import type { Setting } from "./setting.ts";
import { startTopicMail } from "./topic-mail.ts";

/** Starts the functions, then what calls them: the API in front and the event sources behind. */
export async function startPipeline(
  setting: Setting,
  embedded: Embedded,
  env: Readonly<Record<string, string>>,
): Promise<{ functions: RunningFunctions; sources: EventSources }> {
  const { options, ports, urls, cleanup, step } = setting;
  const { dataDir, memory = false, dev = false, functionEnv } = options;
  return step("Starting the functions and the API", async () => {
    const envOf = (name: string) => ({
      ...env,
      ...ownEnvironment(name, embedded.endpoints),
      ...functionEnv,
    });
    const functions = await startFunctions({ dataDir, dev, envOf });
    cleanup.defer(() => functions.stop());

    const gatewayLog = cleanup.adopt(openJsonLog(dataDir, "gateway"), (log) => log.close());
    const precedence = makePrecedence(systemClock);
    const gateway = await startGateway({
      port: ports.api,
      functions: functionDefinitions,
      invoke: functions.get,
      precedence,
      calledByMachines,
      issuers: [signInIssuer(urls)],
      log: gatewayLog.write,
    });
    cleanup.defer(() => gateway.stop());

    const sourcesLog = cleanup.adopt(openJsonLog(dataDir, "event-sources"), (log) => log.close());
    const checkpoints = openCheckpoints(memory ? ":memory:" : path.join(dataDir, "checkpoints.db"));
    cleanup.defer(() => checkpoints.close());
    const sources = await startEventSources({
      functions: functionDefinitions,
      resources: {
        tableName: physicalName,
        streamName: physicalName,
        queueUrl: (name) => queueUrl(embedded.endpoints.sqs, name),
      },
      clients: embedded.clients,
      invoke: functions.get,
      precedence,
      screenFeeds,
      checkpoints,
      log: sourcesLog.write,
    });
    cleanup.defer(() => sources.stop());
    const { clients, endpoints } = embedded;
    const mail = startTopicMail({ sqs: clients.sqs, endpoints, log: sourcesLog.write });
    cleanup.defer(() => mail.stop());
    return { functions, sources };
  });
}
