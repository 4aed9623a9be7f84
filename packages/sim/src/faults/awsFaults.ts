import {
  InternalServerError,
  ProvisionedThroughputExceededException,
  ThrottlingException,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import type { SeededRandom } from "../scheduler/random.ts";
import type { Faults } from "./faults.ts";

/** A failure of one attempt at a call. */
export interface CallFault {
  readonly error: Error;
  /** Whether the call takes effect all the same. */
  readonly acted: boolean;
  /** How long the caller waits until it hears, or gives up, in milliseconds. */
  readonly afterMs: number;
}

/** The clients' own limit for one request (`aws/clients.ts` of the adapters). */
const requestTimeoutMs = 5_000;

/** What befalls one attempt at a call of an AWS service, if anything. */
export function awsFault(faults: Faults, random: SeededRandom, command: string): CallFault | undefined {
  if (faults.strikes("lostAnswer")) return { error: timeout(), acted: true, afterMs: requestTimeoutMs };
  if (faults.strikes("lostRequest")) return { error: timeout(), acted: false, afterMs: requestTimeoutMs };
  if (faults.strikes("serverError")) {
    const error = new InternalServerError({
      message: "Internal server error",
      $metadata: { httpStatusCode: 500 },
    });
    return { error, acted: random.chance(0.5), afterMs: 0 };
  }
  if (faults.strikes("throttle")) {
    const Throttle = random.chance(0.5) ? ThrottlingException : ProvisionedThroughputExceededException;
    const error = new Throttle({ message: "Rate exceeded", $metadata: { httpStatusCode: 400 } });
    return { error, acted: false, afterMs: 0 };
  }
  if (command.startsWith("Transact") && faults.strikes("conflict")) {
    return { error: conflict(random), acted: false, afterMs: 0 };
  }
  return undefined;
}

/** Whether the SDK's standard retry mode asks again (AWS SDKs reference guide, "Retry behavior"). */
export function isRetried(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (["TimeoutError", "TransactionInProgressException"].includes(error.name)) return true;
  return (
    error instanceof InternalServerError ||
    error instanceof ThrottlingException ||
    error instanceof ProvisionedThroughputExceededException
  );
}

function timeout(): Error {
  return Object.assign(new Error("the request timed out"), { name: "TimeoutError" });
}

function conflict(random: SeededRandom): TransactionCanceledException {
  const reasons = [{ Code: "None" }, { Code: "None" }, { Code: "TransactionConflict" }];
  return new TransactionCanceledException({
    message: "Transaction cancelled",
    $metadata: { httpStatusCode: 400 },
    CancellationReasons: random.chance(0.5) ? reasons : reasons.toReversed(),
  });
}
