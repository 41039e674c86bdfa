import type { Definition } from "./definition";
import { own } from "../../document/json";
import type { Operation } from "./operations";
import type { Reached } from "./reach";

/** Marks the property of a body that takes the address to notify. */
export const NOTIFICATION_URL = "x-ms-notification-url";

/** A property that takes the address to notify. */
export interface NotificationUrl {
  readonly reached: Reached;
  readonly isHidden: boolean;
}

/** The properties of an operation's body that take the address to notify. */
export function notificationUrlsOf(
  operation: Operation,
  definition: Definition,
): NotificationUrl[] {
  return operation.parameters.flatMap(({ node, path, place, isInternal }) => {
    if (place !== "body") return [];
    const schemas = definition.reached(own(node, "schema"), [...path, "schema"]);
    const urls = schemas.filter((reached) => own(reached.node, NOTIFICATION_URL) === true);
    return urls.map((reached) => ({ reached, isHidden: isInternal || reached.isInternal }));
  });
}

/** Those of every operation. */
export function allNotificationUrls(definition: Definition): NotificationUrl[] {
  return definition.operations.flatMap((operation) => notificationUrlsOf(operation, definition));
}
