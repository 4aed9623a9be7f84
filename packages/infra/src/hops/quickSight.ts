import { dashboardTemplate } from "../quickSightTemplate.ts";
import type { Settings } from "../settings.ts";
import type { Lake } from "./lake.ts";

/**
 * The lake's dashboard, by setting, as it needs a subscription. Pulumi's provider knows no definition of a dashboard, so
 * data source, data set and dashboard are one CloudFormation stack.
 */
export function createQuickSight({ quickSightOwner }: Settings, { workgroup, database }: Lake): void {
  if (quickSightOwner === undefined) return;
  const template = $resolve([workgroup.name, database.name, aws.getCallerIdentityOutput().accountId]).apply(
    ([workgroupName, databaseName, accountId]) =>
      dashboardTemplate({
        id: `${$app.name}-${$app.stage}`,
        owner: quickSightOwner,
        accountId,
        workgroup: workgroupName,
        database: databaseName,
      }),
  );
  new aws.cloudformation.Stack("QuickSight", {
    name: `${$app.name}-${$app.stage}-quicksight`,
    templateBody: $jsonStringify(template),
  });
}
