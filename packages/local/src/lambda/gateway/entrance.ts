import type { Precedence } from "../precedence.ts";
import {
  defaultRoom,
  makeWaitingRoom,
  type Entry,
  type RoomLimits,
  type WaitingRoom,
} from "./waitingRoom.ts";

export interface EntranceOptions {
  /** For each function that answers whole. Default: 64 at once and 256 waiting. */
  readonly room?: RoomLimits;
  /** Where the requests that somebody waits for are counted. Default: nowhere. */
  readonly precedence?: Precedence;
  /** Functions whose callers are machines: their requests give way to those that somebody waits for. Default: none. */
  readonly calledByMachines?: ReadonlySet<string>;
}

/** A line of its own in front of each function, so that a crowd at one does not keep another waiting. */
export function makeEntrance(
  { room = defaultRoom, precedence, calledByMachines }: EntranceOptions,
  now: () => number,
): (functionName: string) => Promise<Entry> {
  const rooms = new Map<string, WaitingRoom>();
  const never = new AbortController().signal;

  function roomOf(functionName: string): WaitingRoom {
    const known = rooms.get(functionName) ?? makeWaitingRoom(room, now);
    rooms.set(functionName, known);
    return known;
  }

  return async (functionName) => {
    if (calledByMachines?.has(functionName) === true) {
      await precedence?.giveWay("errand", never);
      return roomOf(functionName).enter();
    }
    const end = precedence?.begin();
    const entry = await roomOf(functionName).enter();
    if (!entry.admitted) {
      end?.();
      return entry;
    }
    return {
      admitted: true,
      leave() {
        entry.leave();
        end?.();
      },
    };
  };
}
