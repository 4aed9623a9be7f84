import type { Settings } from "../settings.ts";

/**
 * Who mails come from: the domain, signed by DKIM, or else one address that SES asks to confirm. SES knows each of them once
 * per account and region, so by setting it is only looked up, together with the configuration set that it was given.
 */
export function createMail({ domain, senderEmail, mailIdentity }: Settings): sst.aws.Email {
  const sender = domain ?? senderEmail;
  if (mailIdentity === "existing") return sst.aws.Email.get("Mail", sender);
  return new sst.aws.Email("Mail", {
    sender,
    ...(domain !== undefined && {
      dmarc: "v=DMARC1; p=quarantine; adkim=s; aspf=r;",
      mailFrom: { domain: `mail.${domain}` },
    }),
    transform: {
      configurationSet: (args): undefined => {
        args.deliveryOptions = { tlsPolicy: "REQUIRE" };
        args.reputationOptions = { reputationMetricsEnabled: true };
        // Addresses that bounced or complained are not written to again.
        args.suppressionOptions = { suppressedReasons: ["BOUNCE", "COMPLAINT"] };
      },
    },
  });
}

/** Text messages need no sender of their own, but a bound to what they may cost. The bound is the account's. */
export function createTextMessages({ smsPerMonth }: Settings): void {
  if (smsPerMonth === undefined) return;
  new aws.sns.SmsPreferences("TextMessages", {
    defaultSmsType: "Transactional",
    monthlySpendLimit: smsPerMonth,
  });
}
