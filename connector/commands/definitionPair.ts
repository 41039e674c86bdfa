import type { ConnectorLoader } from "./connectorLoader";
import { definition } from "../definition/definition";
import type { SourcedDefinition } from "../../toolkit/diff/compareDefinitions";
import { readDefinition } from "../../toolkit/document/readDefinition";
import { asPublished, CODE_DEFINITION } from "./codeDefinition";
import { stackAuth, stackOutput } from "./stackOutputs";

/**
 * The old and the new definition that a command line names.
 *
 * @param sources OLD and NEW; with a stack, NEW or nothing for what the code makes
 * @param stack the stack whose published definition is the old one
 * @param loadConnector the connector that the code makes
 * @throws Error when there are too many or too few, or one cannot be read
 */
export async function definitionPair(
  sources: readonly string[],
  stack: string | undefined,
  loadConnector: ConnectorLoader,
): Promise<[SourcedDefinition, SourcedDefinition]> {
  if (stack !== undefined) return publishedAndNext(stack, sources, loadConnector);
  const [old, next, ...others] = sources;
  if (old === undefined || next === undefined || others.length > 0) {
    throw new Error(
      `diff got ${sources.length} definitions. Expected two, OLD and NEW, or --stack NAME.`,
    );
  }
  return [await read(old), await read(next)];
}

async function publishedAndNext(
  stack: string,
  [next, ...others]: readonly string[],
  loadConnector: ConnectorLoader,
): Promise<[SourcedDefinition, SourcedDefinition]> {
  if (others.length > 0) {
    throw new Error(`diff got ${others.length + 1} definitions beside --stack. Expected one, NEW.`);
  }
  const old = await read(await stackOutput(stack, "definitionUrl"));
  return [old, next === undefined ? await asCodeMakesIt(stack, loadConnector) : await read(next)];
}

async function read(source: string): Promise<SourcedDefinition> {
  return { source, document: await readDefinition(source) };
}

/** What a deployment of the stack would publish now. Its host is open, so it differs from none. */
async function asCodeMakesIt(
  stack: string,
  loadConnector: ConnectorLoader,
): Promise<SourcedDefinition> {
  const made = definition({ connector: loadConnector(), auth: await stackAuth(stack) });
  return { source: CODE_DEFINITION, document: asPublished(made) };
}
