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
    description: "A webhook trigger takes the notification URL.",
    fix: `Add "${NOTIFICATION_URL}": true to the property of the body that takes the URL.`,
    fault: (operation, definition) =>
      isWebhook(operation) && notificationUrlsOf(operation, definition).length === 0
        ? `${operation.label} is a webhook trigger, but does not have a property for the notification URL.`
        : undefined,
  }),
  onEachOperation({
    id: "webhook-content-missing",
    code: "OperationMustHaveNotificationContentExtension",
    levels: LEVELS.refused,
    description: "The path of a webhook trigger describes what is in a notification.",
    fix: `Add ${CONTENT} with a schema to the path, next to the operation.`,
    fault: (operation, definition) =>
      !has(operation.pathItem.node, CONTENT) && notificationUrlsOf(operation, definition).length > 0
        ? `The path of ${operation.label} does not have ${CONTENT}.`
        : undefined,
  }),
  {
    id: "notification-url-internal",
    code: "NotificationUrlNotInternal",
    levels: LEVELS.refused,
    description:
      "The property that takes the notification URL is internal, or is inside of an internal object.",
    fix: 'Set "x-ms-visibility": "internal". The platform fills in the value.',
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
    description:
      "The property that takes the notification URL is required, as are the objects around it.",
    fix: "Add the property to required, and do the same for each object around it.",
    *check(definition) {
      for (const { reached } of allNotificationUrls(definition)) {
        if (reached.isRequired) continue;
        yield {
          path: reached.path,
          message: `${nameOf(reached)} is not required, or is in an object that is not.`,
        };
      }
    },
  },
  {
    id: "notification-url-string",
    code: "NotificationUrlNotString",
    levels: LEVELS.refused,
    description: "The property that takes the notification URL is of type string.",
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
    description: "The notification URL is in the body of a request.",
    fix: `Move ${NOTIFICATION_URL} to a property of the body.`,
    *check({ schemas }) {
      for (const { node, path, use } of schemas) {
        if (!has(node, NOTIFICATION_URL) || use === "input" || use === "definition") continue;
        const message = `${NOTIFICATION_URL} is allowed only in the body of a request.`;
        yield { path: [...path, NOTIFICATION_URL], message };
      }
    },
  },
];

/** A trigger whose path describes what it delivers; a polling trigger responds with it instead. */
function isWebhook({ isTrigger, method, pathItem }: Operation): boolean {
  return isTrigger && method !== "get" && has(pathItem.node, CONTENT);
}

function nameOf({ names }: Reached): string {
  return `The property ${quoteValue(names.join("/"))}, which takes the notification URL,`;
}
