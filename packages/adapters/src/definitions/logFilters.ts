/**
 * Lines that functions log anyway and CloudWatch counts, by its patterns over a line of JSON. Whoever rewords such a line
 * rewords its pattern: a test of the functions feeds what they log to these.
 */
export const logFilters = {
  PaymentsUnavailable: '{ $.message = "refused" && $.appCode = "PAYMENT_UNAVAILABLE" }',
  PaymentsRefused: '{ $.message = "payment request refused" && $.reason != "invalid_token" }',
  StrayHolds: '{ $.message = "stray hold not let go yet" }',
} as const satisfies Record<string, string>;
