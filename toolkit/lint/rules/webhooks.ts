import type { Definition } from "../model/definition";
import { has, own } from "../../document/json";
import {
  allNotificationUrls,
  NOTIFICATION_URL,
  notificationUrlsOf,
} from "../model/notificationUrls";
import type { Operation } from "../model/operations";
import type { Reached } from "../model/reach";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Rule } from "../rule";
import { onEachOperation } from "./each";

const CONTENT = "x-ms-notification-content";

export const webhookRules: readonly Rule<Definition>[] = [
  onEachOperation({
    id: "webhook-url-missing",
    code: "WebhookOperationsMissingNotificationUrlProperty",
    levels: LEVELS.refused,
    description: "A webhook trigger is sent the address that it notifies.",
    fix: `Add "${NOTIFICATION_URL}": true to the property of the body that takes the address.`,
    fault: (operation, definition) =>
      isWebhook(operation) && notificationUrlsOf(operation, definition).length === 0
        ? `${operation.label} is a webhook trigger, but no property takes the address to notify.`
        : undefined,
  }),
  onEachOperation({
    id: "webhook-content-missing",
    code: "OperationMustHaveNotificationContentExtension",
    levels: LEVELS.refused,
    description: "The path of a webhook trigger says what a notification has in it.",
    fix: `Add ${CONTENT} with a schema to the path, next to the operation.`,
    fault: (operation, definition) =>
      !has(operation.pathItem.node, CONTENT) && notificationUrlsOf(operation, definition).length > 0
        ? `The path of ${operation.label} has no ${CONTENT}.`
        : undefined,
  }),
  {
    id: "notification-url-internal",
    code: "NotificationUrlNotInternal",
    levels: LEVELS.refused,
    description:
      "The property that takes the address to notify is internal, or something around it is.",
    fix: 'Set "x-ms-visibility": "internal"; the platform fills it in.',
    *check(definition) {
      for (const { reached, isHidden } of allNotificationUrls(definition)) {
        if (isHidden) continue;
        yield { path: reached.path, message: `${nameOf(reached)} is not internal.` };
      }
    },
  },
  {
    id: "notification-url-required",
    code: "NotificationUrlNotRequired",
    levels: LEVELS.refused,
    description: "The property that takes the address to notify is required, and all around it.",
    fix: "Name the property in required, and each object around it in turn.",
    *check(definition) {
      for (const { reached } of allNotificationUrls(definition)) {
        if (reached.isRequired) continue;
        yield { path: reached.path, message: `${nameOf(reached)} is not required all the way.` };
      }
    },
  },
  {
    id: "notification-url-string",
    code: "NotificationUrlNotString",
    levels: LEVELS.refused,
    description: "The property that takes the address to notify is of type string.",
    fix: "Set type: string.",
    *check(definition) {
      for (const { reached } of allNotificationUrls(definition)) {
        const type = own(reached.node, "type");
        if (type === "string") continue;
        const message = `${nameOf(reached)} is of type ${quoteValue(type)}. Expected "string".`;
        yield { path: reached.path, message };
      }
    },
  },
  {
    id: "notification-url-place",
    code: "NotificationUrlNotAllowedInThisPosition",
    levels: LEVELS.refused,
    description: "The address to notify is taken in the body of a request.",
    fix: `Move ${NOTIFICATION_URL} to a property of the body.`,
    *check({ schemas }) {
      for (const { node, path, use } of schemas) {
        if (!has(node, NOTIFICATION_URL) || use === "input" || use === "definition") continue;
        const message = `${NOTIFICATION_URL} is allowed in the body of a request only.`;
        yield { path: [...path, NOTIFICATION_URL], message };
      }
    },
  },
];

/** A trigger whose path says what it delivers; a polled one answers with it instead. */
function isWebhook({ isTrigger, method, pathItem }: Operation): boolean {
  return isTrigger && method !== "get" && has(pathItem.node, CONTENT);
}

function nameOf({ names }: Reached): string {
  return `The property ${quoteValue(names.join("/"))}, which takes the address to notify,`;
}
