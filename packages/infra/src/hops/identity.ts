import { roles } from "@doorbuster/core/access/permissions";

import { capital } from "../keysOf.ts";
import type { Settings } from "../settings.ts";
import type { SiteUrls } from "./siteUrls.ts";

export interface Identity {
  readonly customers: Members;
  readonly staff: Members;
}

/** People of one kind, and the site that they sign in at. */
export interface Members {
  readonly pool: sst.aws.CognitoUserPool;
  readonly client: ReturnType<sst.aws.CognitoUserPool["addClient"]>;
  /** The `iss` of their tokens. */
  readonly issuer: $util.Output<string>;
}

/** What the pools need besides. */
export interface AroundIdentity {
  readonly urls: SiteUrls;
  readonly firewall: aws.wafv2.WebAcl;
  readonly mail: sst.aws.Email;
}

/**
 * Customers and staff are two pools: no sign-up, however it is made, can lead to the console, and staff can be held to a
 * second factor where customers are free to choose one.
 */
export function createIdentity(settings: Settings, { urls, firewall, mail }: AroundIdentity): Identity {
  const customers = createMembers(settings, mail, {
    name: "customers",
    siteUrl: urls.storefront,
    knownBy: "email",
    mfa: "optional",
    signUp: true,
    sessionDays: 30,
  });
  const staff = createMembers(settings, mail, {
    name: "staff",
    siteUrl: urls.console,
    knownBy: "username",
    mfa: "on",
    signUp: false,
    sessionDays: 1,
  });
  for (const [precedence, role] of [...roles].reverse().entries()) {
    new aws.cognito.UserGroup(`Staff${capital(role)}`, { name: role, userPoolId: staff.pool.id, precedence });
  }
  for (const [name, { pool }] of Object.entries({ customers, staff })) {
    new aws.wafv2.WebAclAssociation(`${capital(name)}Firewall`, {
      resourceArn: pool.arn,
      webAclArn: firewall.arn,
    });
  }
  return { customers, staff };
}

/**
 * Codes and invitations by the stage's own sender, once SES knows it. It needs no policy for that: with the first such pool
 * Cognito makes a role of its own in the account (Cognito developer guide, "Using service-linked roles for Amazon Cognito").
 */
function sendBySes(
  pool: aws.cognito.UserPoolArgs,
  options: $util.CustomResourceOptions,
  { senderEmail, mail }: { readonly senderEmail: string; readonly mail: sst.aws.Email },
): void {
  pool.emailConfiguration = {
    emailSendingAccount: "DEVELOPER",
    sourceArn: mail.nodes.identity.arn,
    fromEmailAddress: senderEmail,
  };
  options.dependsOn = mail; // a domain takes minutes to be verified, and nobody's pool is made before
}

function createMembers(
  { keepData, signInMails, senderEmail }: Settings,
  mail: sst.aws.Email,
  {
    name,
    siteUrl,
    knownBy,
    mfa,
    signUp,
    sessionDays,
  }: {
    readonly name: "customers" | "staff";
    readonly siteUrl: $util.Output<string>;
    /**
     * What one signs in with. By `email`, the pool makes a username up. Of both, a username alone is in access tokens: who
     * is known by it stands in audit logs by a name that people can read.
     */
    readonly knownBy: "email" | "username";
    readonly mfa: "on" | "optional";
    /** Whether people may join by themselves. */
    readonly signUp: boolean;
    /** For how long one stays signed in. */
    readonly sessionDays: number;
  },
): Members {
  const account = aws.getCallerIdentityOutput().accountId;
  const pool = new sst.aws.CognitoUserPool(capital(name), {
    ...(knownBy === "email" && { usernames: ["email"] }),
    mfa,
    softwareToken: true,
    // The hosted sign-in's address is unique within a region, over all accounts.
    domain: { prefix: $interpolate`${$app.name}-${$app.stage}-${name}-${account}` },
    transform: {
      userPool: (args, options): undefined => {
        args.deletionProtection = keepData ? "ACTIVE" : "INACTIVE";
        args.adminCreateUserConfig = { allowAdminCreateUserOnly: !signUp };
        args.accountRecoverySetting = { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] };
        if (signInMails === "own") sendBySes(args, options, { senderEmail, mail });
        args.passwordPolicy = { minimumLength: 12, temporaryPasswordValidityDays: 1 };
      },
    },
  });
  const client = pool.addClient(`${capital(name)}Client`, {
    callbackUrls: [$interpolate`${siteUrl}/auth/callback`],
    transform: {
      client: (args): undefined => {
        args.allowedOauthFlows = ["code"]; // with PKCE: the site's server is a public client
        args.allowedOauthScopes = ["openid", "email", "profile"];
        args.logoutUrls = [$interpolate`${siteUrl}/`];
        args.explicitAuthFlows = ["ALLOW_REFRESH_TOKEN_AUTH"];
        args.preventUserExistenceErrors = "ENABLED";
        args.enableTokenRevocation = true;
        args.accessTokenValidity = 15;
        args.idTokenValidity = 15;
        args.refreshTokenValidity = sessionDays;
        args.tokenValidityUnits = { accessToken: "minutes", idToken: "minutes", refreshToken: "days" };
      },
    },
  });
  return { pool, client, issuer: $interpolate`https://${pool.nodes.userPool.endpoint}` };
}
