import { KEY_PLACES } from "../functionsRuntime/authLevel";

/** One call of an operation, as the stack output `exampleCall` has it. It carries no credentials. */
export interface ExampleCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as it is. */
  readonly body?: string;
}

/** How a caller is let in; empty strings where a way is not in use. */
export interface Access {
  /** The ways in which callers authenticate, separated by a comma. */
  readonly auth: string;
  readonly apiKey: string;
  readonly basicUserName: string;
  readonly basicPassword: string;
}

/** A curl command that makes a call, for a POSIX shell. */
export function curlLine({ method, url, headers, body }: ExampleCall, access: Access): string {
  const words = ["curl", "-sS", ...methodArguments(method, body !== undefined), quoted(url)];
  // curl reads brackets and braces in an address as patterns.
  if (/[[\]{}]/.test(url)) words.push("--globoff");
  words.push(...credentialArguments(access));
  for (const [name, value] of Object.entries(headers))
    words.push("-H", quoted(`${name}: ${value}`));
  // Unlike -d, --data-raw sends a leading @ as it is.
  if (body !== undefined) words.push("--data-raw", quoted(body));
  return words.join(" ");
}

/** curl sends POST with a body and GET without one unless it gets a method. */
function methodArguments(method: string, hasBody: boolean): string[] {
  const name = method.toUpperCase();
  if (name === "HEAD") return ["--head"];
  return name === (hasBody ? "POST" : "GET") ? [] : ["-X", quoted(name)];
}

/** Of two ways to authenticate, the one whose credentials are known here. */
function credentialArguments({ auth, apiKey, basicUserName, basicPassword }: Access): string[] {
  if (apiKey !== "") return ["-H", quoted(`${KEY_PLACES.header}: ${apiKey}`)];
  if (basicPassword !== "") return ["-u", quoted(`${basicUserName}:${basicPassword}`)];
  return auth === "none" ? [] : ["-H", `"authorization: Bearer $TOKEN"`];
}

/** A text as one word of a POSIX shell, in which nothing is expanded. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
