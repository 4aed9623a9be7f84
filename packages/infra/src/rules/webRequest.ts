import type { Inputs } from "../graph/graph.ts";

/** As much of a request as the firewall's own statements look at. */
export interface WebRequest {
  readonly method: string;
  readonly path: string;
  readonly bodyBytes: number;
  /** Whether its address is one of the CDN's. */
  readonly fromCdn: boolean;
}

/** How much of a body the firewall is shown by API Gateway, unless one pays for more. */
const bodyBytesSeen = 16 * 1024;

/**
 * Whether a request fits a statement of the firewall, as the WAF developer guide describes each kind. A statement that
 * says nothing fits all. Throws for a kind that is not known here, so that no rule is believed unread.
 */
export function fits(statement: Inputs | undefined, request: WebRequest): boolean {
  const [[kind, told] = []] = Object.entries(statement ?? {});
  if (kind === undefined) return true;
  switch (kind) {
    case "andStatement":
      return told.statements.every((each: Inputs) => fits(each, request));
    case "orStatement":
      return told.statements.some((each: Inputs) => fits(each, request));
    case "notStatement":
      return !fits(told.statements[0], request);
    case "ipSetReferenceStatement":
      return request.fromCdn;
    case "byteMatchStatement":
      return matches(told, request);
    case "sizeConstraintStatement":
      return isLonger(told, request.bodyBytes);
    default:
      throw new Error(`the firewall asks for ${kind}, which is not known here`);
  }
}

function matches(told: Inputs, { method, path }: WebRequest): boolean {
  const { fieldToMatch, positionalConstraint, searchString, textTransformations } = told;
  const [field = ""] = Object.keys(fieldToMatch);
  const value = { method, uriPath: path }[field];
  if (value === undefined) throw new Error(`the firewall looks at ${field}, which is not known here`);
  const plain = textTransformations.every(({ type }: Inputs) => type === "NONE");
  if (positionalConstraint !== "EXACTLY" || !plain)
    throw new Error("the firewall compares in an unknown way");
  return value === searchString;
}

function isLonger({ fieldToMatch, comparisonOperator, size }: Inputs, bytes: number): boolean {
  if (comparisonOperator !== "GT" || !("body" in fieldToMatch)) throw new Error("an unknown constraint");
  return bytes > bodyBytesSeen ? fieldToMatch.body.oversizeHandling === "MATCH" : bytes > size;
}
