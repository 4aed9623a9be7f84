import { awsFault, isRetried, type CallFault } from "../faults/awsFaults.ts";
import type { Process } from "../lambda/process.ts";

/** The near side of an AWS service: what a command does, at once. */
export interface Service {
  execute(commandName: string, input: object): unknown;
  /** Of which calls, beside their names, the trace tells. */
  describe?(input: object): string;
}

/** A client as the adapters use it: `send`, and the class that the SDK's paginators ask for. */
export interface Client {
  send(command: { readonly input: object }): Promise<unknown>;
}

/** How often the adapters' clients try (`aws/clients.ts` there). */
export interface Attempts {
  readonly maxAttempts: number;
}

/**
 * An AWS client whose `send` is the simulation's. It repeats what the SDK's own retry mode repeats, with the SDK's
 * idempotency token for transactions kept, since that happens behind `send` too.
 *
 * @param prototype of the SDK's client class
 */
export function simulatedClient<C extends object>(
  prototype: C,
  process: Process,
  service: Service,
  { maxAttempts }: Attempts,
): C {
  const send = async (command: { readonly input: object }): Promise<unknown> => {
    const { name } = command.constructor;
    const input = withToken(name, command.input, process);
    for (let attempt = 1; ; attempt++) {
      try {
        return await callOnce(process, service, name, input);
      } catch (error) {
        if (attempt === maxAttempts || !isRetried(error)) throw error;
        await process.clock.sleep(process.simulation.random.whole(1, 100 * 2 ** attempt));
      }
    }
  };
  return Object.assign(Object.create(prototype) as C, { send } satisfies Client);
}

function withToken(name: string, input: object, process: Process): object {
  if (name !== "TransactWriteItemsCommand") return input;
  return { ClientRequestToken: process.simulation.random.text(20), ...input };
}

/** One request: a waiting step, whose turn may bring the effect, a fault, or the end of the process around either. */
function callOnce(process: Process, service: Service, name: string, input: object): Promise<unknown> {
  const { scheduler, random, faults, trace } = process.simulation;
  const label = `${name.replace(/Command$/, "")}${service.describe ? ` ${service.describe(input)}` : ""}`;
  return new Promise((resolve, reject) => {
    scheduler.after(latencyMs(process), `${process.name} ${label}`, () => {
      if (!process.reaches()) return;
      const crash = !process.isDead && faults.strikes("crash");
      if (crash && random.chance(0.5)) return process.kill("dies before it");
      const fault = awsFault(faults, random, name);
      if (fault) trace.note(`${fault.error.name}, ${fault.acted ? "and it took effect" : "without effect"}`);
      const outcome = fault?.acted === false ? undefined : effectOf(service, name, input);
      if (crash) return process.kill("dies after it");
      if (outcome && "error" in outcome) trace.note(outcome.error.name);
      settle(process, fault, () => {
        if (fault) reject(fault.error);
        else if (outcome && "error" in outcome) reject(outcome.error);
        else resolve(outcome?.value);
      });
    });
  });
}

function effectOf(service: Service, name: string, input: object): { value: unknown } | { error: Error } {
  try {
    return { value: service.execute(name, input) };
  } catch (error) {
    if (error instanceof Error && "$metadata" in error) return { error };
    throw error;
  }
}

function settle(process: Process, fault: CallFault | undefined, answer: () => void): void {
  if (fault) process.mishaps.faults++;
  if (!fault || fault.afterMs === 0) return process.resume(answer);
  process.simulation.scheduler.after(fault.afterMs, `${process.name} hears nothing`, () =>
    process.resume(answer),
  );
}

/** Most calls take a few milliseconds; a slow one stays just below the client's time-out. */
function latencyMs({ simulation: { random, faults } }: Process): number {
  return faults.strikes("slow") ? random.whole(100, 4_900) : random.whole(1, 15);
}
