/** Who is asking, as proved by a verified token; never by anything else the request says. */
export type Caller =
  | { readonly kind: "guest" }
  | {
      readonly kind: "user";
      /** `iss` and `sub` of the token: a subject is unique only within its issuer. */
      readonly issuer: string;
      readonly subject: string;
      readonly name?: string | undefined;
      readonly email?: string | undefined;
      /** The groups claim as it came; only the known ones mean anything. */
      readonly groups: readonly string[];
    };

/** The scope of a checkout and the owner of its order. A guest is known by the address alone, hence the read token. */
export function ownerKeyOf(caller: Caller, email: string): string {
  return caller.kind === "user"
    ? `user:${caller.issuer}#${caller.subject}`
    : `guest:${normalizeEmail(email)}`;
}

/** Upper and lower case and stray spaces don't make another person. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}
