import type { Definition } from "../model/definition";
import { has, isFilled, isObject, isOneOf, own } from "../../document/json";
import type { Operation } from "../model/operations";
import { quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Rule, type RuleText } from "../rule";
import { onEachOperation } from "./each";

const ANNOTATION = "x-ms-api-annotation";

export const annotationRules: readonly Rule<Definition>[] = [
  onEachReplacement({
    id: "replacement-not-deprecated",
    code: "ApiAnnotationExtensionReplacementInfoForNonDeprecatedOperations",
    levels: LEVELS.refused,
    description: "Only a deprecated operation names a replacement.",
    fix: "Set deprecated: true, or remove the replacement.",
    fault: ({ node, label }) =>
      own(node, "deprecated") === true ? undefined : `${label} is not deprecated.`,
  }),
  onEachReplacement({
    id: "replacement-api",
    code: "ApiAnnotationExtensionReplacementInfoMissingApiProperty",
    levels: LEVELS.refused,
    description: "A replacement names the connector it belongs to.",
    fix: "Add api to the replacement.",
    fault: ({ label }, replacement) =>
      isFilled(own(replacement, "api"))
        ? undefined
        : `The replacement of ${label} does not name an api.`,
  }),
  onEachReplacement({
    id: "replacement-operation",
    code: "ApiAnnotationExtensionReplacementInfoMissingOperationIdProperty",
    levels: LEVELS.refused,
    description: "A replacement names the operation.",
    fix: "Add operationId to the replacement.",
    fault: ({ label }, replacement) =>
      isFilled(own(replacement, "operationId"))
        ? undefined
        : `The replacement of ${label} does not name an operationId.`,
  }),
  onEachOperation({
    id: "status-ahead",
    code: "OperationStatusAheadOfConnector",
    levels: LEVELS.refused,
    description: "Operations are in production only if the connector is.",
    fix: "Set the connector's status to Production too, or the operation's to Preview.",
    key: ANNOTATION,
    fault: ({ node, label }, { info }) =>
      statusOf(node) === "Production" && statusOf(info) === "Preview"
        ? `${label} is in production, but the connector is in preview.`
        : undefined,
  }),
  {
    id: "next-link-name",
    code: "InvalidNextLinkNameValue",
    levels: LEVELS.refused,
    description: 'The link to the next page is called "nextLink" or "@odata.nextLink".',
    fix: "Rename the property, or let the policy updatenextlink rename it in responses.",
    *check({ operations }) {
      for (const { node, path } of operations) {
        const name = own(own(node, "x-ms-pageable"), "nextLinkName");
        if (!has(node, "x-ms-pageable") || isOneOf(name, ["nextLink", "@odata.nextLink"])) {
          continue;
        }
        const message = `nextLinkName is ${quoteValue(name)}. Expected "nextLink" or "@odata.nextLink".`;
        yield { path: [...path, "x-ms-pageable"], message };
      }
    },
  },
];

interface ReplacementRule extends RuleText {
  readonly fault: (operation: Operation, replacement: unknown) => string | undefined;
}

function onEachReplacement({ fault, ...text }: ReplacementRule): Rule<Definition> {
  return {
    ...text,
    *check({ operations }) {
      for (const operation of operations) {
        const replacement = own(own(operation.node, ANNOTATION), "replacement");
        const message = isObject(replacement) ? fault(operation, replacement) : undefined;
        const path: JsonPath = [...operation.path, ANNOTATION, "replacement"];
        if (message !== undefined) yield { path, message };
      }
    },
  };
}

function statusOf(node: unknown): unknown {
  return own(own(node, ANNOTATION), "status");
}
