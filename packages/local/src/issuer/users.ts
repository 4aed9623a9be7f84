/** A role of the operations console. Customers carry none. */
export type StaffGroup = "viewer" | "operator" | "admin";

/** An account of the laptop edition. Its password is public on purpose: it opens nothing but a demo shop. */
export interface DemoUser {
  /** The stable subject, in the shape that Cognito gives (a UUID). */
  readonly sub: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly groups: readonly StaffGroup[];
}

/** The password of every demo account. */
export const demoPassword = "doorbuster";

/** Everyone who can sign in on a laptop: one customer, and one person for each role of the console. */
export const demoUsers: readonly DemoUser[] = [
  {
    sub: "5b0f6a3e-8d0c-4f0e-9d51-0c8f7a3b1e01",
    name: "Ada Lovelace",
    email: "ada@example.com",
    password: demoPassword,
    groups: [],
  },
  {
    sub: "5b0f6a3e-8d0c-4f0e-9d51-0c8f7a3b1e02",
    name: "Vera Rubin",
    email: "viewer@example.com",
    password: demoPassword,
    groups: ["viewer"],
  },
  {
    sub: "5b0f6a3e-8d0c-4f0e-9d51-0c8f7a3b1e03",
    name: "Otto Lilienthal",
    email: "operator@example.com",
    password: demoPassword,
    groups: ["operator"],
  },
  {
    sub: "5b0f6a3e-8d0c-4f0e-9d51-0c8f7a3b1e04",
    name: "Anita Borg",
    email: "admin@example.com",
    password: demoPassword,
    groups: ["admin"],
  },
];

/** The user with this address and password, or undefined. Addresses are compared without regard to case. */
export function authenticate(email: string, suppliedPassword: string): DemoUser | undefined {
  const address = email.trim().toLowerCase();
  return demoUsers.find((user) => user.email === address && user.password === suppliedPassword);
}
