import type { DataClass } from "./dataClasses.ts";
import { interfaceGrant } from "./grants.ts";
import type { SecretName } from "./permissions.ts";
import type { SitePart } from "./sites.ts";

/** What a site's function may do something with. */
export type SiteTarget =
  | { readonly kind: "secret"; readonly name: SecretName }
  | { readonly kind: "key"; readonly name: DataClass }
  /** The site's bucket, and what lies in it: its files, and pages that were made. */
  | { readonly kind: "assets" | "assetFiles" }
  /** Pages that have become old wait there to be made again. */
  | { readonly kind: "revalidationQueue" }
  | { readonly kind: "log" }
  | { readonly kind: "any"; readonly why: string };

export interface SiteGrant {
  readonly on: SiteTarget;
  /** IAM's names, such as `s3:GetObject`. */
  readonly actions: readonly string[];
  /** Who asks for it: the site's own code, or OpenNext and SST for what they do around it, or Lambda itself. */
  readonly by: "code" | "framework" | "runtime";
}

const runtime = [
  { on: { kind: "log" }, actions: ["logs:CreateLogStream", "logs:PutLogEvents"], by: "runtime" },
  {
    on: { kind: "any", why: "X-Ray has no resources" },
    actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    by: "runtime",
  },
] as const satisfies readonly SiteGrant[];

/**
 * What the functions of each site may do. SST gives them most of it, so this is no source but a promise that a rule compares
 * with the roles: a new version that wants more is seen here first.
 */
export const sitePermissions: Readonly<Record<SitePart, readonly SiteGrant[]>> = {
  server: [
    {
      on: { kind: "secret", name: "sessionKey" },
      actions: ["secretsmanager:GetSecretValue"],
      by: "code",
    },
    { on: { kind: "key", name: "secrets" }, actions: ["kms:Decrypt"], by: "code" },
    {
      on: { kind: "assetFiles" },
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      by: "framework",
    },
    { on: { kind: "assets" }, actions: ["s3:ListBucket"], by: "framework" },
    {
      on: { kind: "revalidationQueue" },
      actions: ["sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
      by: "framework",
    },
    {
      on: { kind: "key", name: "messages" },
      actions: ["kms:GenerateDataKey", "kms:Decrypt"],
      by: "framework",
    },
    ...runtime,
  ],
  images: [{ on: { kind: "assetFiles" }, actions: ["s3:GetObject"], by: "framework" }, ...runtime],
  revalidation: [
    {
      on: { kind: "revalidationQueue" },
      actions: [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
      ],
      by: "framework",
    },
    { on: { kind: "key", name: "messages" }, actions: ["kms:Decrypt"], by: "framework" },
    ...runtime,
  ],
};

/** What a part may do in the network that a stage has. */
export function sitePermissionsIn(network: "public" | "private", part: SitePart): readonly SiteGrant[] {
  return network === "private" ? [...sitePermissions[part], interfaceGrant] : sitePermissions[part];
}
