import type { HttpRequest } from "@azure/functions";
import { describeValue } from "./describeValue";
import { Problem } from "./problem";

/**
 * The JSON object in a request's body, whatever its content type says. A byte order mark is allowed.
 *
 * @throws Problem 413 when the body is larger than `maxBytes`; 400 when it is empty, not
 * UTF-8, not JSON, or JSON that is not an object.
 */
export async function readJsonObject(request: HttpRequest, maxBytes: number): Promise<object> {
  const value = parseJson(decodeUtf8(await readBytes(request, maxBytes)));
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Problem(400, `The body is ${describeValue(value)}. Send a JSON object.`);
  }
  return value;
}

async function readBytes(request: HttpRequest, maxBytes: number): Promise<ArrayBuffer> {
  // The header is looked at first because it is cheap, the bytes because a header can be absent.
  refuseLargerBody(Number(request.headers.get("content-length")), maxBytes);
  const bytes = await request.arrayBuffer();
  refuseLargerBody(bytes.byteLength, maxBytes);
  return bytes;
}

function refuseLargerBody(bodyBytes: number, maxBytes: number): void {
  if (bodyBytes > maxBytes) {
    throw new Problem(413, `The body has ${bodyBytes} bytes. Send at most ${maxBytes}.`);
  }
}

function decodeUtf8(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(400, "The body is not UTF-8 text. Send a JSON object in UTF-8.");
  }
}

function parseJson(text: string): unknown {
  if (text.trim() === "") throw new Problem(400, "The body is empty. Send a JSON object.");
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, "The body is not JSON. Send a JSON object.");
  }
}
