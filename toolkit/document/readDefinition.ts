import { readFileSync } from "node:fs";
import { asSwaggerDocument, type SwaggerDocument } from "./swaggerDocument";
import { dataOf } from "../source/dataOf";
import { utf8Text } from "../source/utf8Text";

const RESPONSE_TIMEOUT_MS = 30_000;

/**
 * Reads a connector's definition.
 *
 * @param source a file, JSON or YAML, or its http(s) address
 * @throws Error that says why it cannot be read, or where it is malformed
 */
export async function readDefinition(source: string): Promise<SwaggerDocument> {
  const bytes = /^https?:\/\//i.test(source) ? await fetchBytes(source) : readBytes(source);
  return asSwaggerDocument(dataOf(utf8Text(bytes, source), source), source);
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(
      `Cannot read ${file} (${code}). ` +
        "Name a Swagger 2.0 definition, JSON or YAML, or its http(s) address.",
      { cause },
    );
  }
}

async function fetchBytes(address: string): Promise<Uint8Array> {
  const response = await fetch(address, { signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS) }).catch(
    (cause: unknown) => {
      throw new Error(
        `${address} does not respond (${reasonOf(cause)}). ` +
          "Check the address, and that its server is running.",
        { cause },
      );
    },
  );
  if (!response.ok) {
    throw new Error(
      `${address} responded with ${response.status}. Expected 200 with a Swagger 2.0 definition.`,
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** fetch hides what happened behind "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return (cause as NodeJS.ErrnoException).code ?? cause.message;
}
