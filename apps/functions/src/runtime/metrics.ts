import { Metrics } from "@aws-lambda-powertools/metrics";
import { metrics, metricsNamespace, type MetricName } from "@doorbuster/adapters/definitions/metrics";

/** By stage where several share an account. */
const namespace = process.env["POWERTOOLS_METRICS_NAMESPACE"] ?? metricsNamespace;

export type Measure = (name: MetricName, value: number, dimension?: string) => void;

/** Writes metrics for CloudWatch into the function's log, a line each, where they cost no call. */
export function functionMetrics(serviceName: string): Measure {
  return (name, value, dimension) => {
    const definition = metrics[name];
    // Made within the invocation: where several run in one process, each has a scope of its own.
    const single = new Metrics({ namespace, serviceName, singleMetric: true });
    if ("dimension" in definition && dimension !== undefined) {
      single.addDimension(definition.dimension, dimension);
    }
    single.addMetric(name, definition.unit, value);
  };
}
