import { redrivable } from "@doorbuster/core/deadLetter/deadLetter";
import { redrive, viewDeadLetters, type DeadLetterDeps } from "@doorbuster/core/deadLetter/redrive";
import * as z from "zod";
import { apiBuilder } from "../trpc.ts";
import { staffName } from "./staffName.ts";

export type DeadLettersDeps = DeadLetterDeps;

const { router, staffProcedure } = apiBuilder<{ readonly deadLetters: DeadLettersDeps }>();

export const deadLettersRouter = router({
  /** What was given up, by whose it is; a few letters of each without anything personal, and who put what back. */
  list: staffProcedure("ops.deadLetters.list").query(({ ctx }) => viewDeadLetters(ctx.deadLetters)),

  /** Puts letters back on the queue they died in, all or `atMost`, on the record: who, why and when. Safe to repeat. */
  redrive: staffProcedure("ops.deadLetters.redrive")
    .input(
      z.object({
        of: z.enum(redrivable),
        reason: z.string().trim().min(3).max(200),
        atMost: z.int().min(1).optional(),
      }),
    )
    .mutation(({ ctx, input }) =>
      redrive(ctx.deadLetters, { ...input, id: ctx.traceId, actor: staffName(ctx.caller) }),
    ),
});
