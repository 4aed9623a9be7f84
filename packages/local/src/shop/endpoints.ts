import { startSwitch, type Switch } from "../services/switch.ts";
import { freePort, type PortName, type Ports } from "./ports.ts";
import type { EndpointName, Endpoints } from "./types.ts";

/** Which process serves which endpoint. */
const servedBy: Readonly<Record<EndpointName, PortName>> = {
  dynamodb: "dynamodb",
  dynamodbStreams: "dynamodb",
  sns: "messaging",
  sqs: "messaging",
  s3: "messaging",
  kinesis: "kinesis",
  ses: "inbox",
  sms: "inbox",
};

/** The AWS SDK's name of each service, as it stands in `AWS_ENDPOINT_URL_<SERVICE>` (SDKs and tools reference guide). */
const sdkNames: Readonly<Record<EndpointName, string>> = {
  dynamodb: "DYNAMODB",
  dynamodbStreams: "DYNAMODB_STREAMS",
  sns: "SNS",
  sqs: "SQS",
  s3: "S3",
  kinesis: "KINESIS",
  ses: "SESV2",
  sms: "SMS", // no service of AWS's: SNS as the function that sends text messages sees it
};

/** Ports of what stands in front of a service, such as a proxy that makes it fail. */
export type InFront = Readonly<Partial<Record<EndpointName, number>>>;

const endpointNames = Object.keys(servedBy) as readonly EndpointName[];

/**
 * Addresses straight to the services. `DOORBUSTER_ENDPOINT_<SERVICE>` (the SDK's name of it, for example
 * `DOORBUSTER_ENDPOINT_SQS`) puts another emulator in a service's place. The SDK's own variables are left alone: a
 * machine on which they point elsewhere must still get a shop of its own.
 */
export function directEndpoints(
  ports: Ports,
  env: Readonly<Record<string, string | undefined>> = {},
  inFront: InFront = {},
): Endpoints {
  const chosen = endpointNames.flatMap((name) => {
    const url = env[`DOORBUSTER_ENDPOINT_${sdkNames[name]}`];
    return url === undefined ? [] : [[name, url]];
  });
  return {
    ...fromPorts((name) => inFront[name] ?? ports[servedBy[name]]),
    ...Object.fromEntries(chosen),
  };
}

/** Addresses through a switch for each endpoint, so that SNS can be cut off while S3, of the same process, goes on. */
export async function switchedEndpoints(
  ports: Ports,
  inFront: InFront = {},
): Promise<{ endpoints: Endpoints; switches: ReadonlyMap<EndpointName, Switch> }> {
  const switches = new Map<EndpointName, Switch>();
  for (const name of endpointNames) {
    switches.set(name, await startSwitch(await freePort(), inFront[name] ?? ports[servedBy[name]]));
  }
  return { endpoints: fromPorts((name) => switches.get(name)?.port ?? 0), switches };
}

/** Points every SDK client at the endpoints, whatever process it runs in. */
export function endpointEnvironment(endpoints: Endpoints): Record<string, string> {
  return Object.fromEntries(
    endpointNames.map((name) => [`AWS_ENDPOINT_URL_${sdkNames[name]}`, endpoints[name]]),
  );
}

function fromPorts(portOf: (name: EndpointName) => number): Endpoints {
  const entries = endpointNames.map((name) => [name, `http://127.0.0.1:${portOf(name)}`]);
  return Object.fromEntries(entries) as Record<EndpointName, string>;
}
