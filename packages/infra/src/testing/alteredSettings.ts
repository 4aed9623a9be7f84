import type { Settings } from "../settings.ts";

/** Every setting with another value than production has, but `mailIdentity`: what a domain brings to mail is seen here. */
export const alteredSettings: Settings = {
  region: "eu-central-1",
  keepData: false,
  domain: "shop.example",
  senderEmail: "post@shop.example",
  mailIdentity: "own",
  signInMails: "own",
  collection: "winter-drop",
  payment: {
    baseUrl: "https://api.provider.example",
    fieldsUrl: "https://fields.provider.example",
    publishableKey: "pk_live_another",
  },
  smsSenderId: "Winter",
  smsPerMonth: 77,
  captureAt: "shipment",
  alarmEmails: ["ops@shop.example"],
  logRetentionDays: 14,
  api: { ratePerSecond: 321, burst: 654, perAddressLimit: 987, webhookLimit: 54_321 },
  functions: { provisioned: { shop: 3 }, reserved: { watch: 55, shop: 44 }, accountConcurrency: 2_000 },
  tables: {
    capacity: { min: 5, max: 50, targetPercent: 65 },
    warmThroughput: { reads: 12_345, writes: 4_321 },
    pointInTimeRecovery: false,
  },
  stream: { capacity: { shards: 6 }, enhancedFanOut: false, shardQuota: 500 },
  slices: { due: [16, 64, 32], live: [{ from: "2026-12-24T00:00:00Z", slices: 6 }] },
  network: "private",
  lake: { coldAfterDays: 45, deleteAfterDays: 400, scanLimitGb: 7 },
  quickSightOwner: "arn:aws:quicksight:eu-central-1:123456789012:user/default/ada",
  cloudTrail: false,
  shieldAdvanced: true,
  budgetPerMonth: 4_242,
  pipeline: {
    connectionArn: "arn:aws:codeconnections:eu-central-1:123456789012:connection/c",
    repository: "ada/doorbuster",
    branch: "trunk",
  },
};
