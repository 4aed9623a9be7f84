import * as z from "zod";

/** What `POST /auth/token` hands to the page, which keeps it in memory and nowhere else. */
export const sessionTokenSchema = z.object({
  accessToken: z.string(),
  /** UTC ISO 8601: when the access token ends. */
  expiresAt: z.iso.datetime(),
  name: z.string(),
  email: z.string(),
  /** The person's roles at the console (`viewer`, `operator`, `admin`); empty for customers. */
  groups: z.array(z.string()),
});

export type SessionToken = z.infer<typeof sessionTokenSchema>;
export type SessionUser = Pick<SessionToken, "name" | "email" | "groups">;
