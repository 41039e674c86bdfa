/** A template expression, such as `concat(parameters('name'), '/onedeploy')`. */
export type Expression =
  | { kind: "text"; value: string }
  | { kind: "call"; name: string; args: Expression[] }
  | { kind: "property"; of: Expression; name: string };

const token = /\s*(?:'((?:[^']|'')*)'|([A-Za-z]\w*)|([(),.]))/y;

/**
 * Parses an expression of an ARM template, without its brackets: strings, function calls and their properties.
 *
 * @throws SyntaxError where the expression goes beyond these.
 */
export function parseExpression(source: string): Expression {
  const tokens = tokenize(source);
  let next = 0;

  const isAt = (punctuation: string): boolean => tokens[next]?.punctuation === punctuation;
  const fail = (): never => {
    throw new SyntaxError(
      `Template expression "${source}" cannot be read by the emulator. Use strings, calls and properties only.`,
    );
  };
  const take = (punctuation: string): void => {
    if (!isAt(punctuation)) fail();
    next += 1;
  };

  function expression(): Expression {
    let result = primary();
    while (isAt(".")) {
      take(".");
      result = { kind: "property", of: result, name: tokens[next++]?.name ?? fail() };
    }
    return result;
  }

  function primary(): Expression {
    const { text, name } = tokens[next++] ?? fail();
    if (text !== undefined) return { kind: "text", value: text };
    if (name === undefined) return fail();
    take("(");
    const args: Expression[] = [];
    while (!isAt(")")) {
      if (args.length > 0) take(",");
      args.push(expression());
    }
    take(")");
    return { kind: "call", name, args };
  }

  const result = expression();
  if (next < tokens.length) fail();
  return result;
}

interface Token {
  text?: string;
  name?: string;
  punctuation?: string;
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const at = token.lastIndex;
    const match = token.exec(source);
    if (match === null)
      throw new SyntaxError(`Template expression "${source}" cannot be read at position ${at}.`);
    const [, text, name, punctuation] = match;
    if (text !== undefined) tokens.push({ text: text.replaceAll("''", "'") });
    else if (name !== undefined) tokens.push({ name });
    else if (punctuation !== undefined) tokens.push({ punctuation });
  }
  return tokens;
}
