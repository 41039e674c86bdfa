import type { ConnectorDefinition } from "../../definition/swagger";
import { credentialBlocks, type TextOptions } from "./credentialTexts";
import { limitations } from "./limitationTexts";
import { bulletList, markdown, numberedList } from "./markdown";
import { firstSteps, prerequisites } from "./readme";

/** The introduction of the connector's reference page, in Markdown. */
export function intro(definition: ConnectorDefinition, options: TextOptions): string {
  return markdown(
    definition.info.description,
    "## Prerequisites",
    bulletList(prerequisites(options)),
    "## How to get credentials",
    ...credentialBlocks(options),
    "## Get started with your connector",
    numberedList(firstSteps(definition, options)),
    "## Known issues and limitations",
    bulletList(limitations(options)),
    "## Common errors and remedies",
    bulletList([
      "**400**: a value is missing or wrong. The field `errors` of the response names each, and what was expected.",
      "**401**: the credentials are missing or wrong. Make the connection again.",
      "**503**: a dependency of the service is temporarily unavailable. Try again later.",
      "In every error the header `x-correlation-id` is the id under which the service has logged the call.",
    ]),
    "## FAQ",
    "### How do I find a call in the log of the service?",
    "By the header `x-correlation-id` of its response: it is the id that the app, the flow or the agent " +
      "gave the call, or the service's own.",
    ...options.connector.about.faq.flatMap(({ question, answer }) => [`### ${question}`, answer]),
  );
}
