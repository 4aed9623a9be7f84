import { invalid, unsupported } from "../exceptions.ts";

export type Token =
  /** A keyword, a function or an attribute's own name. */
  | { readonly kind: "word"; readonly text: string }
  /** `#name`, of ExpressionAttributeNames. */
  | { readonly kind: "name"; readonly text: string }
  /** `:value`, of ExpressionAttributeValues. */
  | { readonly kind: "value"; readonly text: string }
  | { readonly kind: "symbol"; readonly text: string };

const pattern =
  /\s*(?:(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<name>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)|(?<symbol><>|<=|>=|[=<>(),+\-.[\]])|(?<other>\S))/y;

/** Expressions are constants of the source, so the same few are met again and again. */
const known = new Map<string, readonly Token[]>();

/** The tokens of any of DynamoDB's expressions. */
export function tokensOf(expression: string): readonly Token[] {
  const tokens = known.get(expression) ?? lex(expression);
  known.set(expression, tokens);
  return tokens;
}

function lex(expression: string): Token[] {
  const tokens: Token[] = [];
  const end = expression.trimEnd().length;
  pattern.lastIndex = 0;
  while (pattern.lastIndex < end) {
    const { word, name, value, symbol, other = "" } = pattern.exec(expression)?.groups ?? {};
    if (word !== undefined) tokens.push({ kind: "word", text: word });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (value !== undefined) tokens.push({ kind: "value", text: value });
    else if (symbol === "." || symbol === "[") throw unsupported(`paths into an attribute: ${expression}`);
    else if (symbol !== undefined) tokens.push({ kind: "symbol", text: symbol });
    else throw invalid(`Invalid expression: Syntax error; token: "${other}"`);
  }
  if (tokens.length === 0) throw invalid("Invalid expression: The expression can not be empty;");
  return tokens;
}
