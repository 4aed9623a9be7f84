import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { invalid } from "../exceptions.ts";
import { tokensOf, type Token } from "./lexer.ts";
import type { Placeholders } from "./placeholders.ts";
import { reservedWords } from "./reservedWords.ts";

/** An expression read from left to right, with its placeholders already replaced. */
export interface Reader {
  peek(): Token | undefined;
  /** Whether the next tokens are these keywords (in any case) or symbols. */
  sees(...texts: readonly string[]): boolean;
  /** Whether two parentheses that open here one after the other also close one after the other. */
  closesTogether(): boolean;
  /** Steps over a keyword or symbol if it comes next. */
  accept(text: string): boolean;
  expect(text: string): void;
  /** An attribute's name, given as it is or by a placeholder. */
  attribute(): string;
  /** A value, which is always given by a placeholder; `undefined` if something else comes next. */
  acceptValue(): AttributeValue | undefined;
  expectEnd(): void;
  syntaxError(): Error;
}

export function reader(expression: string, placeholders: Placeholders): Reader {
  const tokens = tokensOf(expression);
  let at = 0;
  const isAt = (token: Token | undefined, text: string) =>
    token !== undefined &&
    (token.kind === "word" ? token.text.toUpperCase() === text.toUpperCase() : token.text === text);
  const read: Reader = {
    peek: () => tokens[at],
    sees: (...texts) => texts.every((text, i) => isAt(tokens[at + i], text)),
    closesTogether() {
      let depth = 0;
      const inner = tokens.findIndex((token, i) => {
        if (i <= at) return false;
        if (isAt(token, "(")) depth++;
        return isAt(token, ")") && --depth === 0;
      });
      return isAt(tokens[inner + 1], ")");
    },
    accept(text) {
      const found = read.sees(text);
      if (found) at++;
      return found;
    },
    expect(text) {
      if (!read.accept(text)) throw read.syntaxError();
    },
    attribute() {
      const token = tokens[at];
      if (token?.kind !== "word" && token?.kind !== "name") throw read.syntaxError();
      if (token.kind === "word" && reservedWords.has(token.text.toUpperCase())) {
        throw invalid(
          `Invalid expression: Attribute name is a reserved keyword; reserved keyword: ${token.text}`,
        );
      }
      at++;
      return token.kind === "word" ? token.text : placeholders.name(token.text);
    },
    acceptValue() {
      const token = tokens[at];
      if (token?.kind !== "value") return undefined;
      at++;
      return placeholders.value(token.text);
    },
    expectEnd() {
      if (at < tokens.length) throw read.syntaxError();
    },
    syntaxError() {
      const near = tokens.slice(Math.max(0, at - 1), at + 2).map(({ text }) => text);
      return invalid(
        `Invalid expression: Syntax error; token: ${tokens[at]?.text ?? "<EOF>"}, near: "${near.join(" ")}"`,
      );
    },
  };
  return read;
}
