import type { Settings } from "../settings.ts";

/** Tells when the month costs more than was meant: at four fifths, and when the forecast passes the whole. */
export function createBudget({ budgetPerMonth }: Settings, opsTopic: sst.aws.SnsTopic): void {
  const notify = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
    notificationType,
    threshold,
    thresholdType: "PERCENTAGE",
    comparisonOperator: "GREATER_THAN",
    subscriberSnsTopicArns: [opsTopic.arn],
  });
  new aws.budgets.Budget("Budget", {
    name: `${$app.name}-${$app.stage}`,
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitUnit: "USD",
    limitAmount: String(budgetPerMonth),
    // Everything carries the tag; it must be activated once for billing.
    costFilters: [{ name: "TagKeyValue", values: [`user:stage$${$app.stage}`] }],
    notifications: [notify("ACTUAL", 80), notify("FORECASTED", 100)],
  });
}
