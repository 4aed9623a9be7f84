type Test = (value: unknown) => boolean;

/**
 * Compiles an event filter pattern (Lambda developer guide, "Filter rule syntax"): a tree in which every field must
 * match, with a list of alternatives at each leaf. `$or` and any operator not known here is refused, by throwing: better
 * than to deliver what AWS would not, or the other way round.
 */
export function compilePattern(pattern: object): Test {
  const fields = Object.entries(pattern).map(([name, wanted]) => [name, compileField(name, wanted)] as const);
  if (fields.length === 0) throw new Error("An event filter pattern must name a field");
  return (event) => fields.every(([name, test]) => test(fieldOf(event, name)));
}

function compileField(name: string, wanted: unknown): Test {
  if (name.startsWith("$")) throw new Error(`Event filter operator ${name} is not known`);
  if (Array.isArray(wanted)) return anyElement(compileAlternatives(name, wanted));
  if (typeof wanted === "object" && wanted !== null) return anyElement(compilePattern(wanted));
  throw new Error(`Event filter field ${name} must hold a list or an object`);
}

/** A list in the event matches if one of its elements does. */
function anyElement(test: Test): Test {
  return (value) => (Array.isArray(value) ? value.some(test) : test(value));
}

function fieldOf(event: unknown, name: string): unknown {
  return typeof event === "object" && event !== null ? (event as Record<string, unknown>)[name] : undefined;
}

function compileAlternatives(name: string, alternatives: readonly unknown[]): Test {
  if (alternatives.length === 0) throw new Error(`Event filter field ${name} has no alternatives`);
  const tests = alternatives.map(compileAlternative);
  return (value) => tests.some((test) => test(value));
}

function compileAlternative(wanted: unknown): Test {
  if (typeof wanted !== "object" || wanted === null) return (value) => value === wanted;
  const operators = Object.entries(wanted);
  const [operator, operand] = operators[0] ?? [];
  if (operators.length !== 1 || operator === undefined)
    throw new Error("An event filter rule has one operator");
  if (operator === "exists" && typeof operand === "boolean")
    return (value) => (value !== undefined) === operand;
  if (operator === "prefix" && typeof operand === "string")
    return onStrings((value) => value.startsWith(operand));
  if (operator === "suffix" && typeof operand === "string")
    return onStrings((value) => value.endsWith(operand));
  if (operator === "equals-ignore-case" && typeof operand === "string") {
    return onStrings((value) => value.toLowerCase() === operand.toLowerCase());
  }
  if (operator === "anything-but") {
    const excluded = [operand].flat();
    if (!excluded.every((one) => typeof one === "string" || typeof one === "number"))
      throw unknown(operator, operand);
    return (value) => value !== undefined && !excluded.includes(value as string | number);
  }
  if (operator === "numeric" && Array.isArray(operand)) return compileNumeric(operand);
  throw unknown(operator, operand);
}

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

/** `[">", 0, "<=", 100]` */
function compileNumeric(operand: readonly unknown[]): Test {
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const compare = comparisons[String(operand[index])];
    const bound = operand[index + 1];
    if (compare === undefined || typeof bound !== "number") throw unknown("numeric", operand);
    tests.push((value) => compare(value, bound));
  }
  if (tests.length === 0) throw unknown("numeric", operand);
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

function onStrings(test: (value: string) => boolean): Test {
  return (value) => typeof value === "string" && test(value);
}

function unknown(operator: string, operand: unknown): Error {
  return new Error(`Event filter rule ${JSON.stringify({ [operator]: operand })} is not known`);
}
