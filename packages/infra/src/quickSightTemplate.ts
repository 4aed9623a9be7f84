import { columns, type Column, partitions } from "@doorbuster/adapters/lake/eventSchema";

interface Place {
  readonly id: string;
  /** ARN of the user or group that owns everything. */
  readonly owner: string;
  readonly accountId: string;
  readonly workgroup: string;
  readonly database: string;
}

/** QuickSight's types. It takes no lists: what was in an order stays in the lake. */
const types: Readonly<Record<string, string>> = {
  string: "STRING",
  int: "INTEGER",
  bigint: "INTEGER",
  boolean: "BIT",
  timestamp: "DATETIME",
  date: "DATETIME",
};

const dataSetName = "events";

/** Data source, data set and dashboard as CloudFormation has them, over the view that holds each event once. */
export function dashboardTemplate(place: Place) {
  const { id, accountId, owner } = place;
  const common = { AwsAccountId: accountId };
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Reports of ${id}`,
    Resources: {
      Source: {
        Type: "AWS::QuickSight::DataSource",
        Properties: {
          ...common,
          DataSourceId: `${id}-lake`,
          Name: `${id} lake`,
          Type: "ATHENA",
          DataSourceParameters: { AthenaParameters: { WorkGroup: place.workgroup } },
          Permissions: allow(owner, sourceActions),
        },
      },
      Events: {
        Type: "AWS::QuickSight::DataSet",
        Properties: {
          ...common,
          DataSetId: `${id}-events`,
          Name: `${id} events`,
          ImportMode: "DIRECT_QUERY",
          PhysicalTableMap: {
            events: {
              RelationalTable: {
                DataSourceArn: { "Fn::GetAtt": ["Source", "Arn"] },
                Catalog: "AwsDataCatalog",
                Schema: place.database,
                Name: "events",
                InputColumns: inputColumns(),
              },
            },
          },
          Permissions: allow(owner, dataSetActions),
        },
      },
      Dashboard: {
        Type: "AWS::QuickSight::Dashboard",
        Properties: {
          ...common,
          DashboardId: `${id}-dashboard`,
          Name: `${id} sales`,
          Definition: definition(),
          Permissions: allow(owner, dashboardActions),
        },
      },
    },
  };
}

function inputColumns() {
  const scalar = (columns as readonly Pick<Column, "name" | "type">[]).filter(({ type }) => type !== "list");
  return [...scalar, ...partitions].map(({ name, type }) => ({ Name: name, Type: types[type] ?? "STRING" }));
}

/** A sheet of four: revenue by day, orders by what became of them, revenue by country, and the newest day's orders by hour. */
function definition() {
  return {
    DataSetIdentifierDeclarations: [
      { Identifier: dataSetName, DataSetArn: { "Fn::GetAtt": ["Events", "Arn"] } },
    ],
    CalculatedFields: [
      {
        DataSetIdentifier: dataSetName,
        Name: "revenue",
        Expression: "ifelse({type} = 'order.confirmed', {total_minor} / 100, 0)",
      },
    ],
    Sheets: [
      {
        SheetId: "sales",
        Name: "Sales",
        Visuals: [
          {
            LineChartVisual: chart("revenue-by-day", "Revenue by day", dateOf("dt", "DAY"), sumOf("revenue")),
          },
          {
            BarChartVisual: chart(
              "outcomes",
              "Orders by what became of them",
              wordOf("type"),
              countOf("order_id"),
            ),
          },
          { BarChartVisual: chart("countries", "Revenue by country", wordOf("country"), sumOf("revenue")) },
          {
            LineChartVisual: chart(
              "by-hour",
              "Orders by hour",
              dateOf("occurred_at", "HOUR"),
              countOf("order_id"),
            ),
          },
        ],
      },
    ],
  };
}

const column = (ColumnName: string) => ({ DataSetIdentifier: dataSetName, ColumnName });

const wordOf = (name: string) => ({
  CategoricalDimensionField: { FieldId: `by-${name}`, Column: column(name) },
});
const dateOf = (name: string, DateGranularity: "DAY" | "HOUR") => ({
  DateDimensionField: { FieldId: `by-${name}`, Column: column(name), DateGranularity },
});
const sumOf = (name: string) => ({
  NumericalMeasureField: {
    FieldId: `sum-${name}`,
    Column: column(name),
    AggregationFunction: { SimpleNumericalAggregation: "SUM" },
  },
});
const countOf = (name: string) => ({
  CategoricalMeasureField: {
    FieldId: `count-${name}`,
    Column: column(name),
    AggregationFunction: "DISTINCT_COUNT",
  },
});

function chart(VisualId: string, title: string, category: object, value: object) {
  const wells = { Category: [category], Values: [value] };
  const isLine = "DateDimensionField" in category;
  return {
    VisualId,
    Title: { Visibility: "VISIBLE", FormatText: { PlainText: title } },
    ChartConfiguration: {
      FieldWells: isLine ? { LineChartAggregatedFieldWells: wells } : { BarChartAggregatedFieldWells: wells },
    },
  };
}

const allow = (Principal: string, Actions: readonly string[]) => [{ Principal, Actions }];

// What an owner may do (QuickSight developer guide, "actions for resource permissions").
const sourceActions = [
  "quicksight:DescribeDataSource",
  "quicksight:DescribeDataSourcePermissions",
  "quicksight:PassDataSource",
  "quicksight:UpdateDataSource",
  "quicksight:DeleteDataSource",
  "quicksight:UpdateDataSourcePermissions",
];
const dataSetActions = [
  "quicksight:DescribeDataSet",
  "quicksight:DescribeDataSetPermissions",
  "quicksight:PassDataSet",
  "quicksight:DescribeIngestion",
  "quicksight:ListIngestions",
  "quicksight:UpdateDataSet",
  "quicksight:DeleteDataSet",
  "quicksight:CreateIngestion",
  "quicksight:CancelIngestion",
  "quicksight:UpdateDataSetPermissions",
];
const dashboardActions = [
  "quicksight:DescribeDashboard",
  "quicksight:ListDashboardVersions",
  "quicksight:UpdateDashboardPermissions",
  "quicksight:QueryDashboard",
  "quicksight:UpdateDashboard",
  "quicksight:DeleteDashboard",
  "quicksight:DescribeDashboardPermissions",
  "quicksight:UpdateDashboardPublishedVersion",
];
