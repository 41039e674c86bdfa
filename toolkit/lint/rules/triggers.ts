import type { Definition } from "../model/definition";
import { has, isObject, isOneOf, own } from "../../document/json";
import { NOTIFICATION_URL, notificationUrlsOf } from "../model/notificationUrls";
import type { Operation } from "../model/operations";
import { quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Rule } from "../rule";
import { onEachOperation } from "./each";

const CONTENT = "x-ms-notification-content";
/** Of polling triggers, whose other operation subscribes to notifications that there is something to poll. */
const NOTIFICATION = "x-ms-notification";

export const triggerRules: readonly Rule<Definition>[] = [
  onEachOperation({
    id: "trigger-value",
    code: "JsonValueNotInEnum",
    levels: LEVELS.refused,
    description: 'x-ms-trigger is "single" or "batch".',
    fix: "Use single for one event at a time, and batch for a list of events.",
    key: "x-ms-trigger",
    fault: ({ node, isTrigger }) =>
      !isTrigger || isOneOf(own(node, "x-ms-trigger"), ["single", "batch"])
        ? undefined
        : `x-ms-trigger is ${quoteValue(own(node, "x-ms-trigger"))}. Expected "single" or "batch".`,
  }),
  onEachOperation({
    id: "trigger-kind",
    levels: LEVELS.advice,
    description: "A trigger is either polled with GET, or a webhook that takes a notification URL.",
    fix: `Use GET, or add ${CONTENT} to the path and ${NOTIFICATION_URL} to a property of the body.`,
    key: "x-ms-trigger",
    fault: (operation, definition) => {
      const { isTrigger, method, pathItem, label } = operation;
      if (!isTrigger || method === "get" || has(pathItem.node, CONTENT)) return undefined;
      if (notificationUrlsOf(operation, definition).length > 0) return undefined;
      return `${label} is a trigger, but is neither polled nor a webhook.`;
    },
  }),
  onEachOperation({
    id: "notification-in-webhook",
    code: "NotificationExtensionNotSupportedInWebhookOperation",
    levels: LEVELS.refused,
    description: `A webhook trigger does not have ${NOTIFICATION}, which is for polling triggers.`,
    fix: `Remove ${NOTIFICATION}.`,
    key: NOTIFICATION,
    fault: (operation, definition) =>
      has(operation.node, NOTIFICATION) && notificationUrlsOf(operation, definition).length > 0
        ? `${operation.label} is a webhook trigger with ${NOTIFICATION}.`
        : undefined,
  }),
  onEachOperation({
    id: "notification-without-trigger",
    code: "NotificationExtensionSupportedForTriggerOnly",
    levels: LEVELS.refused,
    description: `Only triggers have ${NOTIFICATION}.`,
    fix: `Remove ${NOTIFICATION}, or add x-ms-trigger.`,
    key: NOTIFICATION,
    fault: ({ node, isTrigger, label }) =>
      has(node, NOTIFICATION) && !isTrigger ? `${label} is not a trigger.` : undefined,
  }),
  {
    id: "notification-operation",
    code: "NotificationOperationMustBeWebhook",
    levels: LEVELS.refused,
    description: `${NOTIFICATION} names an operation that is a webhook.`,
    fix: "Name the operation that takes the notification URL.",
    *check(definition) {
      for (const { id, target, path } of subscriptionsOf(definition)) {
        if (target && notificationUrlsOf(target, definition).length > 0) continue;
        yield { path, message: `${quoteValue(id)} is not an operation with ${NOTIFICATION_URL}.` };
      }
    },
  },
  {
    id: "notification-parameters",
    code: "ParamtersWithSameNameMustHaveSameTypeAndVisibility",
    levels: LEVELS.advice,
    description: "Parameters of the same name are alike in a polling trigger and its webhook.",
    fix: "Give both the same type and x-ms-visibility.",
    *check(definition) {
      for (const { operation, target } of subscriptionsOf(definition)) {
        for (const { name, node, listedAt } of operation.parameters) {
          const other = target?.parameters.find((parameter) => parameter.name === name)?.node;
          const differs = ["type", "x-ms-visibility"].find(
            (key) => own(node, key) !== own(other, key),
          );
          if (other === undefined || differs === undefined) continue;
          const message = `${quoteValue(name)} has a different ${differs} in ${quoteValue(target?.id)}.`;
          yield { path: listedAt, message };
        }
      }
    },
  },
];

interface Subscription {
  readonly operation: Operation;
  readonly id: unknown;
  readonly target: Operation | undefined;
  readonly path: JsonPath;
}

function subscriptionsOf({ operations, operationById }: Definition): Subscription[] {
  return operations.flatMap((operation) => {
    const notification = own(operation.node, NOTIFICATION);
    if (!isObject(notification)) return [];
    const id = own(notification, "operationId");
    const path = [...operation.path, NOTIFICATION];
    return [{ operation, id, target: operationById.get(id), path }];
  });
}
